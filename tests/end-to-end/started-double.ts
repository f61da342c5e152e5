import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../src/cli/mock.ts', import.meta.url));

/** `npm run mock -- --port 0 --json`, as a user starts it. */
export interface StartedDouble {
  address: string;
  rootToken: string;
  /** Asks Vault's API as root; the parsed body, or null. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> | null }>;
  stop(): Promise<void>;
}

export async function startDouble(...args: string[]): Promise<StartedDouble> {
  const child = spawn(process.execPath, [COMMAND, '--port', '0', '--json', '--until-stdin-closes', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { address, rootToken } = JSON.parse(line) as { address: string; rootToken: string };
  return {
    address,
    rootToken,
    ask: async (method, path, body) => {
      const response = await fetch(`${address}/v1/${path}`, {
        method,
        headers: { 'X-Vault-Token': rootToken, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>) };
    },
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}
