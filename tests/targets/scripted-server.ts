import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Scripted {
  status: number;
  body: unknown;
}

/** Answers by `METHOD path` without `/v1/` and query; a list is asked for as `LIST`. */
export type Script = Record<string, Scripted | ((body: string) => Scripted)>;

export interface ScriptedServer extends AsyncDisposable {
  address: string;
  /** What was asked, as the script names it. */
  requests: string[];
}

export const CERTIFICATE = new URL('./certificates/localhost.pem', import.meta.url);
const KEY = new URL('./certificates/localhost-key.pem', import.meta.url);

export async function startScripted(script: Script, options: { tls?: boolean } = {}): Promise<ScriptedServer> {
  const requests: string[] = [];
  const listener: RequestListener = async (request, response) => {
    const name = nameOf(request);
    requests.push(name);
    let body = '';
    for await (const part of request) body += part;
    const entry = script[name] ?? { status: 404, body: { errors: [] } };
    const answer = typeof entry === 'function' ? entry(body) : entry;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  };
  const server = options.tls
    ? createTlsServer({ cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) }, listener)
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a healthy Vault Enterprise says to the questions of the preflight. */
export function healthyVault(): Script {
  return {
    'GET sys/health': { status: 200, body: HEALTH },
    'GET auth/token/lookup-self': {
      status: 200,
      body: { data: { ttl: 0, type: 'service', num_uses: 0, expire_time: null } },
    },
    'POST sys/capabilities-self': (body) => granted(body, () => ['root']),
    'LIST identity/scim/client': { status: 404, body: { errors: [] } },
  };
}

/** Answer of `sys/capabilities-self` with the capabilities that `has` gives for each path. */
export function granted(body: string, has: (path: string) => string[]): Scripted {
  const { paths } = JSON.parse(body) as { paths: string[] };
  return { status: 200, body: { data: Object.fromEntries(paths.map((path) => [path, has(path)])) } };
}

export const HEALTH = {
  initialized: true,
  sealed: false,
  standby: false,
  performance_standby: false,
  replication_dr_mode: 'disabled',
  replication_performance_mode: 'disabled',
  enterprise: true,
  server_time_utc: Math.floor(Date.now() / 1000),
  version: '2.2.0+ent',
  cluster_name: 'vault-cluster-1',
};

function nameOf(request: IncomingMessage): string {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = url.searchParams.get('list') === 'true' ? 'LIST' : request.method;
  return `${method} ${url.pathname.replace(/^\/(?:v1\/)?/, '')}`;
}
