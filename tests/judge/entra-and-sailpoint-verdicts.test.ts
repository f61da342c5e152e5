import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runHarness } from '../end-to-end/harness-run.ts';
import { decidedBy } from './decided.ts';
import { entraTraffic } from './entra-traffic.ts';
import { judgeTraffic } from './judged-double.ts';
import { sailpointTraffic } from './sailpoint-traffic.ts';

/** Seeded defects, with the rows of the vendor that the judge turns red by them. */
const SEEN = {
  entra: {
    'F-ENTRA-01': ['ENTRA-01'],
    'F-ENTRA-02': ['ENTRA-02'],
    'F-ENTRA-03': ['ENTRA-03'],
    'F-ENTRA-05': ['ENTRA-05'],
    'F-ENTRA-06': ['ENTRA-06'],
    'F-ENTRA-08': ['ENTRA-08'],
    'F-ENTRA-09': ['ENTRA-09'],
    'F-ENTRA-13': ['ENTRA-13'],
    'F-ENTRA-14': ['ENTRA-14'],
    'F-ENTRA-16': ['ENTRA-16'],
    'F-ENTRA-18': ['ENTRA-18'],
    'F-ENTRA-22': ['ENTRA-22'],
    'F-ENTRA-23': ['ENTRA-23'],
    'F-ENTRA-24': ['ENTRA-24'],
  },
  sailpoint: {
    'F-SAIL-01': ['SAIL-01'],
    'F-SAIL-05': ['SAIL-05'],
    'F-SAIL-08': ['SAIL-08'],
    'F-SAIL-09': ['SAIL-09'],
    'F-SAIL-10': ['SAIL-10'],
    'F-SAIL-11': ['SAIL-11'],
    'F-SAIL-12': ['SAIL-12'],
    'F-SAIL-13': ['SAIL-13'],
    'F-SAIL-15': ['SAIL-15'],
    'F-SAIL-18': ['SAIL-18'],
  },
} as const;

const DRIVERS = { entra: entraTraffic, sailpoint: sailpointTraffic } as const;
/** Rows that are decided of so many: that few are seen would make the comparison cheap. */
const AT_LEAST = { entra: 18, sailpoint: 14 } as const;

for (const vendor of ['entra', 'sailpoint'] as const) {
  describe(`the judge between ${vendor} and a double of Vault`, () => {
    it('gives the verdict of the suite for each row that the exchanges decide', async () => {
      const suite = await runHarness([`--project=${vendor}`]);
      const { checks, judge } = await judgeTraffic(vendor, null, DRIVERS[vendor]);

      const wanted = suite.conformance().checks.map(({ id, verdict }) => [id, verdict]);
      suite.remove();
      const decided = decidedBy(checks, vendor);
      assert.deepEqual(
        decided,
        wanted.filter(([id]) => decided.some(([one]) => one === id)),
      );
      assert.ok(decided.length >= AT_LEAST[vendor], `only ${decided.length} rows are decided`);
      assert.deepEqual([...judge.troubles], []);
    });

    for (const [fault, rows] of Object.entries(SEEN[vendor])) {
      it(`turns exactly ${rows.join()} red when the server has ${fault}`, async () => {
        const { checks } = await judgeTraffic(vendor, fault, DRIVERS[vendor]);

        const red = [...checks.values()].filter(({ verdict }) => verdict === 'failed' || verdict === 'warned');
        const ofVendor = red.filter(({ profile }) => profile === vendor).map(({ id }) => id);
        assert.deepEqual(ofVendor, rows);
      });
    }
  });
}
