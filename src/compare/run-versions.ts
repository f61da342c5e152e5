import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VAULT_VERSIONS } from '../protocol/vault.ts';
import type { Conformance } from '../verdicts/verdict.ts';
import { CompareError, readConformance } from './read-conformance.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs the suites against the double of each Vault version, oldest first. Each run reports to a folder of its own below
 * `reports`, so that the verdicts can be looked into.
 *
 * @param profiles Profiles to run; empty for all.
 * @param say Is told how far it is.
 * @throws CompareError when a run could not be set up
 */
export async function runVersions(
  profiles: string[],
  reports: string,
  say: (line: string) => void,
): Promise<Conformance[]> {
  const runs: Conformance[] = [];
  for (const version of VAULT_VERSIONS) {
    say(`Vault ${version} (${runs.length + 1} of ${VAULT_VERSIONS.length}) …`);
    const folder = resolve(reports, 'versions', version);
    const status = await runVersion(version, profiles, folder);
    if (status === null || status === 2) throw new CompareError(`The run against Vault ${version} did not come about.`);
    runs.push(readConformance(join(folder, 'conformance.json')));
  }
  return runs;
}

async function runVersion(version: string, profiles: string[], reportsDir: string): Promise<number | null> {
  const child = spawn(
    process.execPath,
    [
      createRequire(import.meta.url).resolve('@playwright/test/cli'),
      'test',
      `--output=${join(reportsDir, 'test-results')}`,
      ...profiles.map((name) => `--project=${name}`),
    ],
    {
      cwd: ROOT,
      env: { ...process.env, SCIM_TARGET: 'mock', VAULT_MOCK_VERSION: version, REPORTS_DIR: reportsDir },
      // The findings of the runs are what the matrix says.
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const [status] = (await once(child, 'close')) as [number | null];
  return status;
}
