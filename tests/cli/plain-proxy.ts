import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { passOn } from './pass-on.ts';

/** A reverse proxy as stands before many a Vault: it passes on what it knows and drops header fields that it does not. */
export interface PlainProxy {
  address: string;
  /** `METHOD /path?query` of each request, in order. */
  requests: string[];
  stop(): Promise<void>;
}

/** @param latencyMs How far away the server is: each request is held so long. */
export async function startProxy(upstream: string, latencyMs = 0): Promise<PlainProxy> {
  const requests: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    await after(latencyMs);
    passOn(upstream, incoming, outgoing, { drops: ['x-vault-double', 'server'] });
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
