import { Agent, type Dispatcher } from 'undici';
import type { TlsOptions } from '../targets/run-context.ts';

const agents = new Map<string, Agent>();

/**
 * The connection pool for one set of TLS options, shared by all clients of the process.
 * No redirects, no cookies, no retries: what a test sends is what goes out, once.
 */
export function dispatcherFor(tls: TlsOptions): Dispatcher {
  const key = JSON.stringify(tls);
  let agent = agents.get(key);
  if (!agent) {
    agent = new Agent({
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: 10_000,
      connect: {
        timeout: 5_000,
        rejectUnauthorized: tls.insecure !== true,
        ...(tls.ca === undefined ? {} : { ca: tls.ca }),
        ...(tls.cert === undefined ? {} : { cert: tls.cert }),
        ...(tls.key === undefined ? {} : { key: tls.key }),
        ...(tls.servername === undefined ? {} : { servername: tls.servername }),
      },
    });
    agents.set(key, agent);
  }
  return agent;
}

/** Closes every pool, so that the process can end. */
export async function closeDispatchers(): Promise<void> {
  const open = [...agents.values()];
  agents.clear();
  await Promise.all(open.map((agent) => agent.destroy()));
}
