import { Duplex } from 'node:stream';

/**
 * Header that carries a verb which Node's HTTP parser does not know. Random, so that no caller can send it.
 */
export function newVerbHeader(): string {
  return `x-verb-${crypto.randomUUID()}`;
}

/** What Node reports with `clientError`; `rawPacket` is what the parser choked on. */
export type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer };

/**
 * A `clientError` listener that lets an HTTP server answer every verb. Node's parser refuses verbs outside a fixed list, and Vault's LIST is not on
 * it. The refusal comes before anything of the request is used up, so the request is written anew, as a GET that names
 * the real verb in a header, and goes on through a relay. With its answer the connection ends: all later requests would
 * take the detour too.
 */
export function anyVerbHandler(
  connect: (connection: Duplex) => void,
  verbHeader: string,
): (error: ParserError, socket: Duplex) => void {
  return (error, socket) => {
    const packet = error.code === 'HPE_INVALID_METHOD' && error.rawPacket && rewrite(error.rawPacket, verbHeader);
    if (packet) {
      const relay = new Relay(socket);
      connect(relay);
      relay.push(packet);
      return;
    }
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  };
}

function rewrite(packet: Buffer, verbHeader: string): Buffer | null {
  const head = packet.subarray(0, 16_384).toString('latin1');
  const match = /^([A-Za-z][\w-]{0,31}) ([^\r\n]*)\r\n/.exec(head);
  if (!match) return null;
  const [line, verb = '', rest = ''] = match;
  const newHead = Buffer.from(`GET ${rest}\r\n${verbHeader}: ${verb}\r\nConnection: close\r\n`, 'latin1');
  return Buffer.concat([newHead, packet.subarray(line.length)]);
}

/** A connection whose beginning was replaced; everything else passes through. */
class Relay extends Duplex {
  readonly #socket: Duplex;
  readonly #onData = (chunk: Buffer) => {
    if (!this.push(chunk)) this.#socket.pause();
  };
  readonly #onEnd = () => this.push(null);
  readonly #onClose = () => this.destroy();

  constructor(socket: Duplex) {
    super();
    this.#socket = socket;
    // The refused parser listens no more; a new `data` listener also takes the socket back from it.
    socket.removeAllListeners('data');
    socket.removeAllListeners('end');
    socket.removeAllListeners('close');
    socket.removeAllListeners('drain');
    socket.removeAllListeners('timeout');
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onClose);
    socket.on('error', this.#onClose);
  }

  setTimeout(): this {
    return this;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, encoding, (error) => done(error));
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
