import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a command ended: exit status and what it printed. */
export interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs `src/cli/<name>.ts` as a user does, with only these variables set. */
export function command(name: string, args: string[] = [], env: Record<string, string> = {}): Promise<Ended> {
  const file = fileURLToPath(new URL(`../../src/cli/${name}.ts`, import.meta.url));
  const options = { env: { PATH: process.env.PATH ?? '', ...env }, maxBuffer: 1 << 26 };
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}
