import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { VAULT_VERSIONS } from '../../src/protocol/vault.ts';
import { runHarness } from './harness-run.ts';

interface ExpectedFailures {
  failed: { profile: string; id: string; verdict: string }[];
}

function expectedOn(version: string): string[] {
  const file = new URL(`../../fixtures/expected/vault-${version}.json`, import.meta.url);
  if (!existsSync(file)) return [];
  const { failed } = JSON.parse(readFileSync(file, 'utf8')) as ExpectedFailures;
  return failed.map(({ profile, id, verdict }) => `${profile} ${id} ${verdict}`).sort();
}

describe('each version of the double fails exactly the checks that its known bugs break', () => {
  for (const version of VAULT_VERSIONS) {
    it(`Vault ${version}`, async () => {
      const run = await runHarness(['--project=vault', '--project=rfc'], { VAULT_MOCK_VERSION: version });

      const bad = run
        .conformance()
        .checks.filter(({ verdict }) => ['failed', 'stale', 'blocked', 'harness-error'].includes(verdict));
      assert.deepEqual(
        bad.map(({ profile, id, verdict }) => `${profile} ${id} ${verdict}`).sort(),
        expectedOn(version),
      );
      run.remove();
    });
  }

  it('also when 2.0.0 answers the removal with a success that changes nothing', async () => {
    const run = await runHarness(['--project=vault', '--grep=@group-patch|@access'], {
      VAULT_MOCK_VERSION: '2.0.0',
      VAULT_MOCK_ASSUME: 'member-removal-2.0.0=silent',
    });

    const failed = run.conformance().checks.filter(({ verdict }) => verdict === 'failed');
    assert.deepEqual(failed.map(({ id }) => id).sort(), ['VAULT-ACCESS-07', 'VAULT-GPATCH-06']);
    run.remove();
  });
});
