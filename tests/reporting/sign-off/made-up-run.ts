import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../../../src/verdicts/verdict.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { aCheck, aConformance } from '../made-up-report.ts';

const EVIDENCE = 'evidence/okta/OKTA-30.json';
const JOURNEYS = ['AIW', 'OIN'].map(
  (mode) => `okta ${mode}: works to step 10; mover keeps access: no; leaver stays active: no`,
);

/** Reports of a run of the profile `okta`, as a run leaves them; the server is a double unless told otherwise. */
export function madeUpRun({ double = 'a double of Vault' as string | null, checks = [] as Partial<Check>[] } = {}) {
  const reports = temporaryFolder('sign-off-run');
  mkdirSync(join(reports, 'evidence/okta'), { recursive: true });
  const okta = (change: Partial<Check>) => aCheck({ profile: 'okta', authority: 'vendor', evidence: [], ...change });
  const conformance = aConformance([
    okta({ id: 'OKTA-01' }),
    ...checks.map(okta),
    okta({ id: 'OKTA-30', verdict: 'observed', evidence: [EVIDENCE] }),
  ]);
  conformance.target.double = double;
  const observations = JOURNEYS.map((what) => ({ row: 'OKTA-30', outcome: 'observed', what, exchanges: [] }));
  writeFileSync(join(reports, 'conformance.json'), JSON.stringify(conformance));
  writeFileSync(join(reports, EVIDENCE), JSON.stringify({ observations }));
  writeFileSync(join(reports, 'evidence/run.json'), JSON.stringify({ tlsVerified: true, environment: {} }));
  return { reports, evidence: join(reports, EVIDENCE), signOff: join(reports, 'sign-off', 'okta.json') };
}
