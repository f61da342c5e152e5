import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** This machine's Node and what it links to, instead of the official base: no image can be pulled in CI. */
const BASE = 'localhost/vault-scim-test-base:node';
/** The published Dockerfile on that base. */
export const DOUBLE_IMAGE = 'localhost/vault-scim-double:test';

/** Builds both images; what did not change since comes from the engine's cache. */
export function buildLocalImages(): void {
  withFolder((folder) => {
    copyNode(folder);
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nENV PATH=/usr/local/bin\nCOPY root /\n');
    docker('build', '--quiet', '--tag', BASE, folder);
  });
  docker('build', '--quiet', '--tag', DOUBLE_IMAGE, '--build-arg', `NODE_IMAGE=${BASE}`, ROOT);
}

export function docker(...args: string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function copyNode(folder: string): void {
  const binary = realpathSync(process.execPath);
  place(binary, join(folder, 'root/usr/local/bin/node'));
  for (const library of librariesOf(binary)) place(realpathSync(library), join(folder, 'root', library));
}

/** The absolute paths that `ldd` prints, the loader's own among them. */
function librariesOf(binary: string): string[] {
  const printed = execFileSync('ldd', [binary], { encoding: 'utf8' });
  return [...printed.matchAll(/(?:=> |^\s*)(\/\S+)/gm)].map(([, path = '']) => path);
}

function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

function withFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'vsc-image-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
