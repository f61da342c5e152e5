import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultById } from '../../src/faults/all-faults.ts';
import { runHarness } from '../end-to-end/harness-run.ts';
import { decidedBy } from './decided.ts';
import { judgeTraffic } from './judged-double.ts';
import { FAMILY_NAME, oktaTraffic, PASSWORD } from './okta-traffic.ts';

/**
 * Seeded defects, with the rows of Okta that the judge turns red by them. The suite turns further rows red where it
 * sends what Okta's traffic does not hold.
 */
const SEEN: Record<string, string[]> = {
  'F-OKTA-01': ['OKTA-01'],
  'F-OKTA-02': ['OKTA-02'],
  'F-OKTA-03': ['OKTA-03'],
  'F-OKTA-04': ['OKTA-04'],
  'F-OKTA-05': ['OKTA-05'],
  'F-OKTA-06': ['OKTA-06'],
  'F-OKTA-07': ['OKTA-07'],
  'F-OKTA-08': ['OKTA-08'],
  'F-OKTA-09': ['OKTA-09'],
  'F-OKTA-11': ['OKTA-11'],
  'F-OKTA-12': ['OKTA-12'],
  'F-OKTA-13': ['OKTA-11', 'OKTA-13'],
  'F-OKTA-14': ['OKTA-14'],
  'F-OKTA-15': ['OKTA-15'],
  'F-OKTA-18': ['OKTA-18'],
  'F-OKTA-20': ['OKTA-20'],
  'F-OKTA-21': ['OKTA-21'],
  'F-OKTA-22': ['OKTA-22'],
  'F-OKTA-23': ['OKTA-23'],
  'F-OKTA-25': ['OKTA-25'],
  'F-OKTA-26': ['OKTA-26'],
  'F-OKTA-28': ['OKTA-28'],
};

function titleOf(fault: string): string {
  return (faultById(fault)?.title ?? fault).replace(/^./, (first) => first.toLowerCase());
}

describe('the judge between Okta and a double of Vault', () => {
  it('gives the verdict of the suite for each row that the exchanges decide', async () => {
    const suite = await runHarness(['--project=okta']);
    const { checks, judge } = await judgeTraffic('okta', null, oktaTraffic);

    const wanted = suite.conformance().checks.map(({ id, verdict }) => [id, verdict]);
    suite.remove();
    const decided = decidedBy(checks, 'okta');
    assert.deepEqual(
      decided,
      wanted.filter(([id]) => decided.some(([one]) => one === id)),
    );
    assert.ok(decided.length >= 24, `only ${decided.length} rows are decided`);
    assert.deepEqual([...judge.troubles], []);
    assert.deepEqual(
      [...checks.values()].filter(({ verdict }) => verdict === 'failed' || verdict === 'blocked'),
      [],
    );
  });

  for (const [fault, rows] of Object.entries(SEEN)) {
    it(`sees that ${titleOf(fault)} (${fault})`, async () => {
      const { checks } = await judgeTraffic('okta', fault, oktaTraffic);

      const red = [...checks.values()].filter(({ verdict }) => verdict === 'failed' || verdict === 'warned');
      assert.deepEqual(
        red.filter(({ profile }) => profile === 'okta').map(({ id }) => id),
        rows,
      );
      // The oracles' rows come along where the defect names them or shows in the form of an answer.
      for (const id of rows) assert.ok(faultById(fault)?.breaks.includes(id), `${fault} does not break ${id}`);
    });
  }

  it('stores no credential and nobody whom it saw', async () => {
    const { stored } = await judgeTraffic('okta', 'F-OKTA-07', oktaTraffic);

    for (const word of [FAMILY_NAME, PASSWORD, 'hvs.', '00u-', '"authorization"']) {
      assert.equal(stored.toLowerCase().includes(word.toLowerCase()), false, `${word} is stored`);
    }
    assert.equal(/-(?:ava|ben|eng|ops)\b/.test(stored), false, 'a name is stored');
  });

  it('calls what it cannot see not observable, and what did not come by not seen', async () => {
    const { checks } = await judgeTraffic('okta', null, async () => {});

    assert.equal(checks.get('OKTA-27')?.reason, 'not observable passively');
    assert.equal(checks.get('OKTA-05')?.reason, 'not seen in this traffic: a search by userName');
    assert.deepEqual(new Set([...checks.values()].map(({ verdict }) => verdict)), new Set(['not-applicable']));
  });
});
