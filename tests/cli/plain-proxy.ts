import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy as stands before many a Vault: it passes on what it knows and drops header fields that it does not. */
export interface PlainProxy {
  address: string;
  /** `METHOD /path?query` of each request, in order. */
  requests: string[];
  stop(): Promise<void>;
}

export async function startProxy(upstream: string): Promise<PlainProxy> {
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    passOn(upstream, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function passOn(upstream: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers } = incoming;
  const options = { ...(method === undefined ? {} : { method }), headers };
  const further = request(`${upstream}${incoming.url}`, options, (answer) => {
    const { 'x-vault-double': _dropped, server: _server, ...known } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 502, known);
    answer.pipe(outgoing);
  });
  further.on('error', () => outgoing.destroy());
  incoming.pipe(further);
}
