import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Observation } from '../../src/verdicts/verdict.ts';
import { type ExpectedOutcomes, expectedOutcomes, VERSIONS } from '../vendors/expected-outcomes.ts';
import { type HarnessRun, runHarness } from './harness-run.ts';

/** Profiles that have suites. */
const PROFILES = ['okta', 'sailpoint', 'entra', 'other-clients'];

type ExpectedJourney = ExpectedOutcomes['journeys'][number];

/** What the harness says of a journey, in its words. */
function wordsOf(journey: ExpectedJourney): string {
  const { client, mode, variant, outcome, step, request } = journey;
  const name = [client, mode, variant].filter((part) => part !== undefined).join(' ');
  const end = request === undefined ? `works to step ${step}` : `${outcome} at step ${step} by ${request}`;
  return `${name}: ${end}; mover keeps access: ${journey.mover_keeps_access}; leaver stays active: ${journey.leaver_stays_active}`;
}

for (const version of VERSIONS) {
  describe(`the vendors on the double of Vault ${version}`, () => {
    const expected = expectedOutcomes(version);
    let run: HarnessRun;

    before(async () => {
      run = await runHarness(
        PROFILES.map((profile) => `--project=${profile}`),
        { VAULT_MOCK_VERSION: version },
      );
    });

    after(() => run.remove());

    it('give every row the verdict that was decided before', () => {
      const verdicts = run.conformance().checks.map(({ id, verdict }) => `${id} ${verdict}`);
      const wanted = expected.rows.filter(({ profile }) => PROFILES.includes(profile));
      assert.deepEqual(verdicts.sort(), wanted.map(({ row, verdict }) => `${row} ${verdict}`).sort());
    });

    it('go the journeys to the end that was decided before', () => {
      const observed = run
        .conformance()
        .checks.flatMap(({ evidence }) => evidence.filter((file) => file.endsWith('.json')))
        .flatMap((file) => (JSON.parse(run.report(file)) as { observations: Observation[] }).observations)
        .map(({ what }) => what);
      for (const journey of expected.journeys.filter(({ profile }) => PROFILES.includes(profile))) {
        assert.ok(observed.includes(wordsOf(journey)), wordsOf(journey));
      }
    });
  });
}
