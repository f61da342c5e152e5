import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { VAULT_VERSIONS } from '../protocol/vault.ts';
import { startSuites } from '../run/suite-process.ts';
import type { Conformance } from '../verdicts/verdict.ts';
import { CompareError, readConformance } from './read-conformance.ts';

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
  const child = startSuites({
    profiles,
    variables: { SCIM_TARGET: 'mock', VAULT_MOCK_VERSION: version },
    reportsDir,
    // The findings of the runs are what the matrix says.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return status;
}
