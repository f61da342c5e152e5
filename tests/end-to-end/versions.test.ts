import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { missingStateProof } from '../../src/evidence/state-proof.ts';
import { VAULT_VERSIONS } from '../../src/protocol/vault.ts';
import { isGating } from '../../src/verdicts/rules.ts';
import type { Check, Observation } from '../../src/verdicts/verdict.ts';
import { type ExpectedOutcomes, expectedOutcomes } from '../vendors/expected-outcomes.ts';
import { type HarnessRun, runHarness } from './harness-run.ts';

const VENDORS = ['okta', 'sailpoint', 'entra', 'other-clients'];

type ExpectedJourney = ExpectedOutcomes['journeys'][number];

/** `{profile} {id} {verdict}` of what the version's known bugs break. */
function knownBugs(version: string): string[] {
  const file = new URL(`../../fixtures/expected/vault-${version}.json`, import.meta.url);
  if (!existsSync(file)) return [];
  const { failed } = JSON.parse(readFileSync(file, 'utf8')) as {
    failed: { profile: string; id: string; verdict: string }[];
  };
  return failed.map(lineOf).sort();
}

function lineOf({ profile, id, verdict }: Pick<Check, 'profile' | 'id'> & { verdict: string }): string {
  return `${profile} ${id} ${verdict}`;
}

/** What the harness says of a journey, in its words. */
function wordsOf(journey: ExpectedJourney): string {
  const { client, mode, variant, outcome, step, request } = journey;
  const name = [client, mode, variant].filter((part) => part !== undefined).join(' ');
  const end = request === undefined ? `works to step ${step}` : `${outcome} at step ${step} by ${request}`;
  return `${name}: ${end}; mover keeps access: ${journey.mover_keeps_access}; leaver stays active: ${journey.leaver_stays_active}`;
}

for (const version of VAULT_VERSIONS) {
  describe(`a run of every profile on the double of Vault ${version}`, () => {
    const expected = expectedOutcomes(version);
    let run: HarnessRun;
    let checks: Check[];

    before(async () => {
      run = await runHarness([], { VAULT_MOCK_VERSION: version }, { verdictsOnly: version !== VAULT_VERSIONS.at(-1) });
      checks = run.conformance().checks;
    });

    after(() => run.remove());

    it('fails exactly the checks that the known bugs of the version break', () => {
      const ours = checks.filter(({ profile }) => !VENDORS.includes(profile));
      const bad = ours.filter(({ verdict }) => isGating(verdict));
      assert.deepEqual(bad.map(lineOf).sort(), knownBugs(version));
      assert.equal(run.status, checks.some(({ verdict }) => isGating(verdict)) ? 1 : 0, run.output);
    });

    it('gives every row of the vendors the verdict that was decided before', () => {
      const found = checks.filter(({ profile }) => VENDORS.includes(profile));
      const wanted = expected.rows.map(({ row, verdict }) => `${row} ${verdict}`);
      assert.deepEqual(found.map(({ id, verdict }) => `${id} ${verdict}`).sort(), wanted.sort());
    });

    it('takes the journeys of the vendors to the end that was decided before', () => {
      const observed = checks
        .flatMap(({ evidence }) => evidence.filter((file) => file.endsWith('.json')))
        .flatMap((file) => (JSON.parse(run.report(file)) as { observations: Observation[] }).observations)
        .map(({ what }) => what);
      for (const journey of expected.journeys) assert.ok(observed.includes(wordsOf(journey)), wordsOf(journey));
    });

    it('holds more than 250 passed checks of the vault profile', () => {
      const passed = checks.filter(({ profile, verdict }) => profile === 'vault' && verdict === 'passed');
      assert.ok(passed.length > 250, `${passed.length} checks passed`);
    });

    it('shows the state that each passed check of the vault profile rests on', () => {
      const unproven = checks
        .filter(({ profile, verdict }) => profile === 'vault' && verdict === 'passed')
        .map((check) => [check.id, missingStateProof(check.kind, exchangesOf(run, check))])
        .filter(([, missing]) => missing !== null);
      assert.deepEqual(unproven, []);
    });

    it('leaves nothing behind', () => {
      assert.deepEqual(run.conformance().leftovers, []);
    });
  });
}

function exchangesOf(run: HarnessRun, { id, evidence }: Check): Exchange[] {
  const file = evidence.find((name) => name.endsWith('.json'));
  assert.ok(file, `${id} has no evidence`);
  return (JSON.parse(run.report(file)) as { exchanges: Exchange[] }).exchanges;
}

it('2.0.0 also fails where its removal of a member answers with a success that changes nothing', async () => {
  const run = await runHarness(['--project=vault', '--grep=@group-patch|@access'], {
    VAULT_MOCK_VERSION: '2.0.0',
    VAULT_MOCK_ASSUME: 'member-removal-2.0.0=silent',
  });

  const failed = run.conformance().checks.filter(({ verdict }) => verdict === 'failed');
  assert.deepEqual(failed.map(({ id }) => id).sort(), ['VAULT-ACCESS-07', 'VAULT-GPATCH-06']);
  run.remove();
});
