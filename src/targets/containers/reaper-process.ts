import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./reaper.ts', import.meta.url));

interface Reaper {
  /** Lets the reaper look once more and end. */
  release(): void;
}

/**
 * Starts a process that removes the container of `key` when this process is gone: it waits for the pipe to its stdin
 * to close, which the system does also after a kill. It is in a session of its own, so that Ctrl-C does not reach it.
 */
export function startReaper(key: string): Reaper {
  const child = spawn(process.execPath, [PROGRAM, key], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  // A child's pipe is a socket, though its type does not say so; it must not keep a run alive.
  (child.stdin as unknown as { unref?: () => void }).unref?.();
  return { release: () => child.stdin.end() };
}
