import { Agent, type Dispatcher } from 'undici';
import type { TlsOptions } from '../targets/run-context.ts';

/**
 * Shorter than the idle time of any server: an exchange on a connection that the other side is just closing gets
 * no answer, and nothing is sent twice.
 */
const IDLE_MS = 1_000;

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
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
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
