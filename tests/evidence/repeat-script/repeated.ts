import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from '../../../src/evidence/exchange.ts';
import { type RepeatOptions, repeatScript } from '../../../src/evidence/repeat-script.ts';

interface Raw {
  method: string;
  url: string;
  headers: [string, string][];
  body: Buffer;
}

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** The recorded SCIM service. */
export const BASE = 'http://recorded:8200/v1/identity/scim/v2';

/** A recorded exchange. */
export function exchange(part: Partial<Exchange>): Exchange {
  return {
    index: 1,
    phase: 'act',
    actor: 'tenant',
    method: 'GET',
    url: `${BASE}/Users`,
    requestHeaders: [['Authorization', 'Bearer [token]']],
    requestBody: null,
    status: 200,
    responseHeaders: [],
    responseBody: '',
    layer: 'scim',
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
    ...part,
  };
}

/** Of a check whose title tries to run as a command. */
export const OPTIONS: RepeatOptions = {
  title: "it's a $(touch /tmp/never)\nexit 9 `check`",
  row: 'VAULT-X-01',
  baseUrl: BASE,
  variables: [
    { actor: 'tenant', variable: 'SCIM_TOKEN' },
    { actor: 'other', variable: '$SCIM_TOKEN_OTHER' },
    { actor: 'admin', variable: 'VAULT_TOKEN' },
  ],
};

/** Runs the script against a server that answers with `replies` in turn. */
export async function repeat(exchanges: Exchange[], replies: Reply[], options: Partial<RepeatOptions> = {}, env = {}) {
  const requests: Raw[] = [];
  const server = createServer(async (request, response) => {
    const reply = replies[requests.length] ?? {};
    requests.push(await readRaw(request));
    response.writeHead(reply.status ?? 200, reply.headers ?? {});
    response.end(reply.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const script = repeatScript(exchanges, { ...OPTIONS, ...options });
    const result = await run(script, {
      PATH: process.env.PATH ?? '',
      SCIM_BASE_URL: `${address}/base`,
      VAULT_ADDR: address,
      SCIM_TOKEN: 'tenant-token',
      SCIM_TOKEN_OTHER: 'other-token',
      VAULT_TOKEN: 'admin-token',
      RUN: '77',
      ...env,
    });
    return { ...result, requests, script };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function readRaw(request: IncomingMessage): Promise<Raw> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const { rawHeaders } = request;
  const headers = Array.from({ length: rawHeaders.length / 2 }, (_, i): [string, string] => [
    rawHeaders[2 * i] ?? '',
    rawHeaders[2 * i + 1] ?? '',
  ]);
  return { method: request.method ?? '', url: request.url ?? '', headers, body: Buffer.concat(parts) };
}

function run(
  script: string,
  env: Record<string, string>,
): Promise<{ status: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-s'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(script);
  });
}

/** The header lines of a request but those that every HTTP client adds. */
export function sent(request: Raw | undefined): [string, string][] {
  return (request?.headers ?? []).filter(([name]) => !['host', 'content-length'].includes(name.toLowerCase()));
}
