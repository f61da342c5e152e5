import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** A forbidden import for each border; the file need not exist. */
const VIOLATIONS: [folder: string, forbidden: string][] = [
  ['src/protocol', '../evidence/secret.ts'],
  ['src/evidence', '../scim/answer.ts'],
  ['src/verdicts', '../reporting/junit.ts'],
  ['src/scim', '../vault/vault-client.ts'],
  ['src/scim', '../mock/double.ts'],
  ['src/vault', '../harness/index.ts'],
  ['src/targets', '../harness/index.ts'],
  ['src/vendors', '../mock/double.ts'],
  ['src/vendors', '../vault/vault-client.ts'],
  ['src/sequences', '../mock/double.ts'],
  ['src/sequences', '../harness/index.ts'],
  ['src/harness', '../mock/double.ts'],
  ['src/harness', '../cli/mock.ts'],
  ['src/reporting', '../harness/index.ts'],
  ['src/reporting', '../mock/double.ts'],
  ['src/mock', '../scim/models/filter.ts'],
  ['src/mock', '../harness/index.ts'],
  ['src/mock/service-provider', '../../scim/models/patch.ts'],
  ['src/faults', '../mock/double.ts'],
  ['src/faults', '../scim/answer.ts'],
  ['src/run', '../harness/index.ts'],
  ['src/rulebook', '../harness/index.ts'],
  ['src/load', '../mock/double.ts'],
  ['src/load', '../harness/index.ts'],
  ['src/judge', '../harness/index.ts'],
  ['src/judge', '../vendors/journey.ts'],
  ['src/replay', '../mock/double.ts'],
  ['src/doctor', '../harness/index.ts'],
  ['src/compare', '../mock/double.ts'],
  ['src/proof', '../harness/index.ts'],
  ['src/scim', '../judge/traffic.ts'],
  ['src/cli', '../../suites/vault/x.ts'],
  ['suites/vault', '../../src/scim/answer.ts'],
];

const planted: string[] = [];

after(() => {
  for (const file of planted) rmSync(file, { force: true });
});

function complaints(file: string): string {
  try {
    return execFileSync(process.execPath, [BIOME, 'lint', '--vcs-enabled=false', file], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

describe('Biome holds the borders between the folders', () => {
  for (const [folder, forbidden] of VIOLATIONS) {
    it(`${folder} may not import ${forbidden}`, () => {
      const file = join(ROOT, folder, 'planted-violation.ts');
      planted.push(file);
      writeFileSync(file, `import '${forbidden}';\n`);

      const found = complaints(file);

      rmSync(file);
      assert.match(found, /noRestrictedImports/);
    });
  }

  it('every folder of src has a border', () => {
    const { overrides } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8')) as {
      overrides: { includes: string[] }[];
    };
    const held = overrides.flatMap(({ includes }) => includes).map((pattern) => pattern.replace('/**', ''));
    const folders = readdirSync(join(ROOT, 'src')).map((name) => `src/${name}`);
    assert.deepEqual(
      folders.filter((folder) => !held.includes(folder)),
      [],
    );
    const tried = VIOLATIONS.map(([folder]) => folder);
    assert.deepEqual(
      folders.filter((folder) => !tried.includes(folder)),
      [],
    );
  });
});
