import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Secret } from '../evidence/secret.ts';
import { SetupError } from './setup-error.ts';

const COMMAND = fileURLToPath(new URL('../cli/mock.ts', import.meta.url));
const START_WITHIN_MS = 15_000;
const STOP_WITHIN_MS = 2_000;

export interface DoubleProcess {
  address: string;
  rootToken: Secret;
  /** Ends the child; may be called again. */
  stop(): Promise<void>;
}

/**
 * Starts the Vault double as a child on a free port. It ends by itself when the pipe to its
 * stdin closes, so that it does not survive this process, however that ends.
 *
 * @param options.assume `name=value`, one an open question.
 * @throws SetupError with what the double said when it does not start.
 */
export async function startDouble(options: { version: string; assume: readonly string[] }): Promise<DoubleProcess> {
  const child = spawn(
    process.execPath,
    [
      // It lives for seconds, and shares the processors with those that wait for it.
      '--no-turbofan',
      COMMAND,
      ...['--port', '0', '--json', '--until-stdin-closes', '--vault-version', options.version],
      ...options.assume.flatMap((pair) => ['--assume', pair]),
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true },
  );
  // Writing to a child that is gone already is no trouble of ours.
  child.stdin.on('error', () => {});
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, 4_000);
  });
  try {
    const { address, rootToken } = await firstLine(child);
    // The double must not keep a process alive that forgets to close it.
    child.unref();
    for (const stream of [child.stdin, child.stdout, child.stderr]) unrefStream(stream);
    return { address, rootToken: new Secret(rootToken), stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    const reason = complaint.split('\n').find((line) => line.trim() !== '') ?? (error as Error).message;
    throw new SetupError(`The embedded Vault double did not start: ${reason.trim()}`);
  }
}

async function firstLine(child: ChildProcess): Promise<{ address: string; rootToken: string }> {
  if (child.stdout === null) throw new Error('it has no output');
  const lines = createInterface({ input: child.stdout });
  const deadline = AbortSignal.timeout(START_WITHIN_MS);
  const line = await Promise.race([
    once(lines, 'line', { signal: deadline }).then(([text]) => String(text)),
    once(child, 'error').then(([error]) => Promise.reject(error)),
    once(child, 'close').then(([code]) => Promise.reject(new Error(`it ended with status ${code}`))),
  ]);
  const ready: unknown = JSON.parse(line);
  if (typeof ready !== 'object' || ready === null || !('address' in ready) || !('rootToken' in ready)) {
    throw new Error('its first line is not what it should be');
  }
  return { address: String(ready.address), rootToken: String(ready.rootToken) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.ref();
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

function unrefStream(stream: unknown): void {
  if (typeof stream === 'object' && stream !== null && 'unref' in stream && typeof stream.unref === 'function') {
    stream.unref();
  }
}
