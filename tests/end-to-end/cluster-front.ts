import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { generate } from 'selfsigned';
import { anyVerbHandler, newVerbHeader, type ParserError } from '../../src/protocol/any-verb.ts';
import { passOn } from '../cli/pass-on.ts';
import type { LateStorage, WholeAnswer } from './late-storage.ts';

/** Name in the front's certificate: nothing resolves it, so that only VAULT_TLS_SERVER_NAME leads to trust. */
export const SERVER_NAME = 'vault.example.test';

/** One of the servers behind a load balancer. */
export interface ClusterNode {
  /** What it says by itself when it is asked for its health; null: what the active node says. */
  health: { status: number; body: unknown } | null;
  /** Where it reads, when that is not the storage of the active node. */
  storage?: LateStorage;
}

/** A load balancer that ends TLS, before nodes which take the requests in turn. */
export interface ClusterFront {
  /** `https://127.0.0.1:<port>` */
  address: string;
  /** Variables for a client of it: private CA, server name, client certificate. */
  variables: Record<string, string>;
  /** Requests that each node took. */
  taken: number[];
  stop(): Promise<void>;
}

/** The active node itself. */
export const ACTIVE: ClusterNode = { health: null };

/**
 * A standby says so when it is asked for its health, and forwards everything else (Vault documentation, high
 * availability); a performance standby reads in a storage of its own, which may be behind (Eventual consistency).
 */
export function standby(kind: 'standby' | 'performance standby', storage?: LateStorage): ClusterNode {
  const performance = kind === 'performance standby';
  return {
    health: {
      status: performance ? 473 : 429,
      body: {
        initialized: true,
        sealed: false,
        standby: true,
        performance_standby: performance,
        enterprise: true,
        version: '2.2.0+ent',
        cluster_name: 'vault-double-of-test',
        server_time_utc: Math.floor(Date.now() / 1000),
      },
    },
    ...(storage === undefined ? {} : { storage }),
  };
}

/** @param upstream Address of the active node. @param nodes What stands behind the balancer; one storage may be late. */
export async function startClusterFront(upstream: string, nodes: ClusterNode[]): Promise<ClusterFront> {
  const pems = await certificates();
  const folder = mkdtempSync(join(tmpdir(), 'vsc-tls-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const taken = nodes.map(() => 0);
  const verbHeader = newVerbHeader();
  let turn = 0;
  const storages = nodes.flatMap(({ storage }) => storage ?? []);
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const at = turn++ % nodes.length;
    taken[at] = (taken[at] ?? 0) + 1;
    const { health, storage } = nodes[at] ?? ACTIVE;
    const { [verbHeader]: verb, ...headers } = incoming.headers;
    const method = verb === undefined ? (incoming.method ?? 'GET') : String(verb);
    const url = incoming.url ?? '/';
    if (health !== null && /^\/v1\/sys\/health\b/.test(url)) {
      outgoing.writeHead(health.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(health.body));
      return;
    }
    const isRead = ['GET', 'HEAD', 'LIST'].includes(method);
    const whole = isRead ? await storage?.read(url, headers) : await storages[0]?.write(incoming, method, headers);
    if (whole) relay(whole, outgoing);
    else passOn(upstream, incoming, outgoing, { drops: [verbHeader], method });
  };
  const inner = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const onClientError = anyVerbHandler((relay) => inner.emit('connection', relay), verbHeader);
  inner.on('clientError', (error, socket) => onClientError(error as ParserError, socket));
  const port = await listen(inner);
  const server = createTlsServer(
    { cert: pems.server.cert, key: pems.server.key, ca: pems.ca, requestCert: true, rejectUnauthorized: true },
    (secured) => pipeline(secured, connect(port, '127.0.0.1'), secured, () => {}),
  );
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const outerPort = await listen(server);
  return {
    address: `https://127.0.0.1:${outerPort}`,
    variables: {
      VAULT_CACERT: file('ca.pem', pems.ca),
      VAULT_TLS_SERVER_NAME: SERVER_NAME,
      VAULT_CLIENT_CERT: file('client.pem', pems.client.cert),
      VAULT_CLIENT_KEY: file('client-key.pem', pems.client.key),
    },
    taken,
    stop: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      inner.closeAllConnections();
      await new Promise((resolve) => inner.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

function relay({ status, headers, body }: WholeAnswer, outgoing: ServerResponse): void {
  outgoing.writeHead(status, headers).end(body);
}

async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A private CA, a server and a client that it vouches for. */
async function certificates() {
  const authority = await generate([{ name: 'commonName', value: 'A private CA' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  });
  const ca = { cert: authority.cert, key: authority.private };
  const issued = async (commonName: string) => {
    const made = await generate([{ name: 'commonName', value: commonName }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca,
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: commonName }] }],
    });
    return { cert: made.cert, key: made.private };
  };
  return { ca: ca.cert, server: await issued(SERVER_NAME), client: await issued('harness.example.test') };
}
