import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** One answer to a request whose head was read; `page` counts the requests from 0. */
type Answering = (socket: Socket, request: { line: string; page: number; origin: string }) => void;

export interface HostileServer extends AsyncDisposable {
  origin: string;
  /** First lines of the requests that came. */
  requests: string[];
}

const SCIM = 'Content-Type: application/scim+json';

function answer(socket: Socket, headers: string[], body: string | Buffer, status = '200 OK'): void {
  socket.write(
    `HTTP/1.1 ${status}\r\n${[...headers, `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n`,
  );
  socket.write(body);
}

/** Writes as fast as the other side takes it, until it is enough or nobody listens any more. */
async function flood(
  socket: Socket,
  bytes: number,
  wrap: (part: Buffer) => Buffer | string = (part) => part,
): Promise<void> {
  const part = Buffer.alloc(64 * 1024, 'x');
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += part.length) {
    if (socket.write(wrap(part))) continue;
    await new Promise<void>((resolve) => {
      socket.once('drain', resolve).once('close', resolve);
    });
  }
}

function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20);
  socket.once('close', () => clearInterval(timer));
}

const user = (id: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id,
  userName: `name-${id}`,
  meta: { resourceType: 'User' },
});

function list(resources: unknown[], members: Record<string, unknown>): string {
  return JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    itemsPerPage: resources.length,
    Resources: resources,
    ...members,
  });
}

/** What a server can do to a client that trusts it, by the name that tests use. */
export const HOSTILE = {
  'never answers': () => {},
  'drips its head': (socket) => drip(socket, 'H'),
  'drips its body': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${SCIM}\r\nContent-Length: 1000000\r\n\r\n`);
    drip(socket, ' ');
  },
  'closes at once': (socket) => socket.end(),
  'closes in mid-body': (socket) => socket.end(`HTTP/1.1 200 OK\r\n${SCIM}\r\nContent-Length: 100\r\n\r\n{"schemas"`),
  resets: (socket) => socket.resetAndDestroy(),
  'resets in mid-body': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${SCIM}\r\nContent-Length: 100\r\n\r\n{"schemas"`, () => socket.resetAndDestroy());
  },
  'sends a gigabyte': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${SCIM}\r\nContent-Length: ${2 ** 30}\r\n\r\n`);
    void flood(socket, 2 ** 30);
  },
  'sends chunks without end': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${SCIM}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    void flood(socket, Number.POSITIVE_INFINITY, (part) => `${part.length.toString(16)}\r\n${part}\r\n`);
  },
  'sends tiny chunks without end': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${SCIM}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    void flood(socket, Number.POSITIVE_INFINITY, () => '1\r\nx\r\n'.repeat(1_000));
  },
  'redirects in a circle': (socket, { origin }) => answer(socket, [`Location: ${origin}/again`], '', '302 Found'),
  'sends 10,000 headers': (socket) =>
    answer(socket, [SCIM, ...Array.from({ length: 10_000 }, (_, i) => `X-${i}: ${'v'.repeat(20)}`)], '{}'),
  'sends a header of a megabyte': (socket) => answer(socket, [SCIM, `X-Long: ${'v'.repeat(2 ** 20)}`], '{}'),
  'sends invalid JSON': (socket) => answer(socket, [SCIM], '{"schemas":["urn:ietf:params:scim'),
  'sends deep lists': (socket) => answer(socket, [SCIM], `${'['.repeat(200_000)}${']'.repeat(200_000)}`),
  'sends deep objects': (socket) => answer(socket, [SCIM], `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`),
  'sends a resource with a deep attribute': (socket) =>
    answer(
      socket,
      [SCIM],
      `${JSON.stringify(user('1')).slice(0, -1)},"name":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    ),
  'sends an error with a deep detail': (socket) =>
    answer(
      socket,
      [SCIM],
      `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","detail":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      '400 Bad Request',
    ),
  'sends 300,000 members': (socket) =>
    answer(socket, [SCIM], `{${Array.from({ length: 300_000 }, (_, i) => `"m${i}":1`).join(',')}}`),
  'announces too little': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${SCIM}\r\nContent-Length: 2\r\n\r\n{}{"more":"than was announced"}`);
  },
  'announces two lengths': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${SCIM}\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n{}`);
  },
  'announces no number': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${SCIM}\r\nContent-Length: many\r\n\r\n{}`);
  },
  'sends a gzip bomb': (socket) => answer(socket, [SCIM, 'Content-Encoding: gzip'], BOMB),
  'sends gzip that is none': (socket) => answer(socket, [SCIM, 'Content-Encoding: gzip'], 'no gzip'),
  'sends an unknown encoding': (socket) => answer(socket, [SCIM, 'Content-Encoding: snappy'], '{}'),
  'sends HTML': (socket) => answer(socket, ['Content-Type: text/html'], '<html><body>Sign in</body></html>'),
  'sends HTML as SCIM': (socket) => answer(socket, [SCIM], '<html><body>Sign in</body></html>'),
  'speaks no HTTP': (socket) => socket.write('SSH-2.0-OpenSSH_9.9\r\n'),
  'switches protocols': (socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n'),
  'sends early hints without end': (socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
  'pages without end': (socket, { page }) =>
    answer(socket, [SCIM], list([user(`${page}`)], { startIndex: page + 1, totalResults: page + 1_000 })),
  'says always the same page': (socket) =>
    answer(socket, [SCIM], list([user('1')], { startIndex: 1, totalResults: 1_000_000 })),
  'promises more and sends nothing': (socket, { page }) =>
    answer(socket, [SCIM], list([], { startIndex: 1, totalResults: 1_000 + page })),
  'counts beyond all numbers': (socket) =>
    answer(
      socket,
      [SCIM],
      `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1e999,"startIndex":-1,"itemsPerPage":1e308,"Resources":[{}]}`,
    ),
} satisfies Record<string, Answering>;

export type Hostility = keyof typeof HOSTILE;

const BOMB = gzipSync(Buffer.alloc(256 * 1024 * 1024));

/**
 * A server in this process that speaks raw TCP.
 *
 * @param choose How to answer, by the request line, e.g. `GET /Users?count=1 HTTP/1.1`; a text is a good SCIM answer.
 */
export async function startHostile(choose: (line: string) => Hostility | { good: unknown }): Promise<HostileServer> {
  const requests: string[] = [];
  const open = new Set<Socket>();
  let origin = '';
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // Who hangs up on us is no concern of the test.
    socket.on('error', () => {});
    let head = '';
    socket.on('data', (part) => {
      head += part.toString('latin1');
      for (let end = head.indexOf('\r\n\r\n'); end >= 0; end = head.indexOf('\r\n\r\n')) {
        const [line = ''] = head.slice(0, end).split('\r\n');
        const length = Number(/content-length: *(\d+)/i.exec(head.slice(0, end))?.[1] ?? 0);
        if (head.length < end + 4 + length) return;
        head = head.slice(end + 4 + length);
        requests.push(line);
        const chosen = choose(line);
        if (typeof chosen === 'object') answer(socket, [SCIM], JSON.stringify(chosen.good));
        else HOSTILE[chosen](socket, { line, page: requests.length - 1, origin });
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    requests,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
