import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const STAND_IN = fileURLToPath(new URL('./stand-in/', import.meta.url));

/** This machine's Node and what it links to, instead of the official base: no image can be pulled in CI. */
const BASE = 'localhost/vault-scim-test-base:node';
/** The published Dockerfile on that base. */
export const DOUBLE_IMAGE = 'localhost/vault-scim-double:test';

/** The tag that a run starts when VAULT_IMAGE names none, but what runs in it is the double, started as Vault is. */
export const STAND_IN_IMAGE = 'hashicorp/vault-enterprise:2.2.0-ent';
/** The same for a version with known bugs. */
export const OLD_STAND_IN_IMAGE = 'hashicorp/vault-enterprise:2.0.1-ent';

/** Builds all images; what did not change since comes from the engine's cache. */
export function buildLocalImages(): void {
  withFolder((folder) => {
    copyNode(folder);
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nENV PATH=/usr/local/bin\nCOPY root /\n');
    docker('build', '--quiet', '--tag', BASE, folder);
  });
  docker('build', '--quiet', '--tag', DOUBLE_IMAGE, '--build-arg', `NODE_IMAGE=${BASE}`, ROOT);
  for (const image of [STAND_IN_IMAGE, OLD_STAND_IN_IMAGE]) {
    const version = /:(.*)-ent$/.exec(image)?.[1] ?? '';
    docker('build', '--quiet', '--tag', image, '--build-arg', `VAULT_VERSION=${version}`, STAND_IN);
  }
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
