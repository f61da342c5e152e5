import { createServer, type Server, type Socket } from 'node:net';

/** A request as its bytes stood on the wire. */
export interface RawRequest {
  /** `PATCH /scim/v2/Users/1 HTTP/1.1` */
  line: string;
  /** In wire order, spelled as sent. */
  headers: [name: string, value: string][];
  body: string;
}

/** Answers every request with 200 and an empty list, and keeps its bytes: no HTTP library tidies them up. */
export class RawRecorder {
  readonly requests: RawRequest[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      let received = Buffer.alloc(0);
      socket.on('error', () => socket.destroy());
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
        const request = complete(received);
        if (request === null) return;
        received = Buffer.alloc(0);
        this.requests.push(request);
        const body =
          '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]}';
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
      });
    });
  }

  /** @returns the SCIM base URL */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the recorder has no port');
    return `http://127.0.0.1:${address.port}/scim/v2`;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

/** Of the headers those that belong to the connector: the others carry the message and depend on the address. */
export function ownHeaders({ headers }: RawRequest): [name: string, value: string][] {
  return headers.filter(([name]) => !['host', 'connection', 'content-length'].includes(name.toLowerCase()));
}

function complete(received: Buffer): RawRequest | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [line = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n');
  const headers = lines.map((one): [string, string] => {
    const colon = one.indexOf(':');
    return [one.slice(0, colon), one.slice(colon + 1).trimStart()];
  });
  const length = Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0);
  const body = received.subarray(end + 4);
  return body.length < length ? null : { line, headers, body: body.toString('utf8') };
}
