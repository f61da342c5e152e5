import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consoleSummary } from '../../src/reporting/console-summary.ts';
import { aCheck, aConformance, aDetail, anObservation } from './made-up-report.ts';

const plain = { colour: false, columns: 80 };
const failing = aCheck({
  id: 'VAULT-USR-07',
  title: 'A user that a PATCH disables is no longer active when it is read',
  verdict: 'failed',
  reason: 'active is not as sent',
  evidence: ['evidence/vault/VAULT-USR-07/exchanges.json', 'evidence/vault/VAULT-USR-07/repeat.sh'],
});

test('Each profile has a line with its verdict and its counts, worst first.', () => {
  const summary = consoleSummary(
    aConformance([
      aCheck(),
      failing,
      aCheck({ id: 'RFC7644-3.5.2-01', authority: 'rfc', profile: 'rfc', verdict: 'deviation' }),
    ]),
    plain,
  );
  assert.match(summary, /^vault {2}NOT CONFORMANT: 1 failed, 1 passed$/m);
  assert.match(summary, /^rfc {4}CONFORMANT WITH DEVIATIONS: 1 deviation$/m);
});

test('A failed check says what was demanded, what came instead, by which source and how to repeat it.', () => {
  const details = [
    aDetail(failing, {
      observations: [
        anObservation({ what: 'status' }),
        anObservation({
          outcome: 'failed',
          what: 'active as read back',
          expected: { active: false },
          actual: { active: true },
        }),
      ],
    }),
  ];
  const summary = consoleSummary(aConformance([aCheck(), failing]), { ...plain, details, reportsDir: 'out' });
  assert.ok(
    summary.includes(
      [
        'FAILED VAULT-USR-07 (MUST) A user that a PATCH disables is no longer active when',
        '  it is read',
        '  why       active is not as sent',
        '  checked   active as read back',
        '  expected  {"active":false}',
        '  actual    {"active":true}',
        '  source    Vault API documentation, SCIM (2.0.4)',
        '  repeat    sh out/evidence/vault/VAULT-USR-07/repeat.sh',
      ].join('\n'),
    ),
    summary,
  );
});

test('What fails nothing is only counted, except for a high risk.', () => {
  const summary = consoleSummary(
    aConformance([
      aCheck({ verdict: 'observed' }),
      aCheck({ id: 'VAULT-ISO-04', verdict: 'observed', risk: 'high', reason: 'the status tells foreign ids apart' }),
      aCheck({ id: 'VAULT-ISO-05', verdict: 'warned' }),
    ]),
    plain,
  );
  assert.match(summary, /^Not counted as failures: 1 warned, 2 observed\.$/m);
  assert.match(summary, /^HIGH RISK VAULT-ISO-04 .*\n {2}why {7}the status tells foreign ids apart$/m);
  assert.doesNotMatch(summary, /VAULT-USR-01|VAULT-ISO-05/);
});

test('Unserved rows are one line of coverage.', () => {
  const unserved = [1, 2, 3].map((at) => aCheck({ id: `RFC7644-${at}-01`, verdict: 'not-run', reason: 'unserved' }));
  const summary = consoleSummary(aConformance([aCheck(), ...unserved]), plain);
  assert.match(summary, /^Coverage: 1 of 4 requirements that apply here have a test\.$/m);
  assert.doesNotMatch(summary, /RFC7644-1-01/);
});

test('What is left on the server is listed, and the reports are named.', () => {
  const leftovers = [{ type: 'entity', name: 'run-1-user', id: 'e1', reason: 'DELETE answered 500' }];
  const summary = consoleSummary(aConformance([aCheck()], { leftovers }), plain);
  assert.match(summary, /LEFT ON THE SERVER entity run-1-user: DELETE answered 500/);
  assert.match(summary, /reports\/allure-report\/index\.html/);
});

test('Colour adds nothing that is not in the words.', () => {
  const conformance = aConformance([aCheck(), failing]);
  const painted = consoleSummary(conformance, { ...plain, colour: true });
  assert.notEqual(painted, consoleSummary(conformance, plain));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
  assert.equal(painted.replace(/\u001b\[\d+m/g, ''), consoleSummary(conformance, plain));
});

test('No line is wider than the terminal, and server text cannot drive it.', () => {
  const checks = Array.from({ length: 1000 }, (_, at) =>
    aCheck({
      id: `VAULT-USR-${at}`,
      verdict: at % 2 ? 'failed' : 'blocked',
      title: 'word '.repeat(60),
      message: '\u001b[2J\u0007red \u009b31m'.repeat(5000),
    }),
  );
  const summary = consoleSummary(aConformance(checks), plain);
  assert.ok(summary.length < 200_000);
  assert.deepEqual(
    summary.split('\n').filter((line) => line.length > 80),
    [],
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
  assert.doesNotMatch(summary, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  assert.match(summary, /… and 450 more/);
});
