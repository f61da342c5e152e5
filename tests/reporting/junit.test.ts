import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { junitXml } from '../../src/reporting/junit.ts';
import { VERDICTS } from '../../src/verdicts/verdict.ts';
import { aCheck, aConformance } from './made-up-report.ts';

interface TestCase {
  name: string;
  failure?: { message: string; type: string };
  error?: { type: string };
  skipped?: { message: string };
  properties: { property: { name: string; value: string }[] };
}

function parse(xml: string) {
  assert.equal(XMLValidator.validate(xml), true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
  });
  const { testsuites } = parser.parse(xml);
  return { testsuites, cases: testsuites.testsuite.flatMap((suite: { testcase: TestCase[] }) => suite.testcase) };
}

function result(testCase: TestCase): string {
  return testCase.failure ? 'failure' : testCase.error ? 'error' : testCase.skipped ? 'skipped' : 'passed';
}

test('Each verdict becomes the JUnit result that a CI understands.', () => {
  const checks = VERDICTS.map((verdict, at) => aCheck({ id: `VAULT-USR-${at}`, verdict, reason: `why ${verdict}` }));
  const { testsuites, cases } = parse(junitXml(aConformance(checks)));
  assert.deepEqual(Object.fromEntries(VERDICTS.map((verdict, at) => [verdict, result(cases[at])])), {
    failed: 'failure',
    stale: 'failure',
    'harness-error': 'error',
    blocked: 'error',
    warned: 'passed',
    incompatible: 'passed',
    deviation: 'passed',
    accepted: 'passed',
    observed: 'passed',
    passed: 'passed',
    'not-applicable': 'skipped',
    'not-run': 'skipped',
  });
  const { tests, failures, errors, skipped } = testsuites;
  assert.deepEqual({ tests, failures, errors, skipped }, { tests: '12', failures: '2', errors: '2', skipped: '2' });
});

test('A tolerated verdict is named in a property and a skipped check says why.', () => {
  const { cases } = parse(
    junitXml(
      aConformance([
        aCheck({ verdict: 'deviation', reason: 'documented by VAULT-FLT-03' }),
        aCheck({ id: 'VAULT-USR-02', verdict: 'not-applicable', reason: 'needs Vault 2.2.0' }),
      ]),
    ),
  );
  const properties = Object.fromEntries(
    (cases[0] as TestCase).properties.property.map(({ name, value }) => [name, value]),
  );
  assert.equal(properties.verdict, 'deviation');
  assert.equal(properties.reason, 'documented by VAULT-FLT-03');
  assert.equal((cases[1] as TestCase).skipped?.message, 'needs Vault 2.2.0');
});

test('Text that XML cannot hold does not break the file.', () => {
  const nasty = '<b>&amp; "quoted" \u0000\u001b[31m \ud800 ]]> é 😀';
  const { cases } = parse(
    junitXml(aConformance([aCheck({ title: nasty, reason: nasty, message: nasty, verdict: 'failed' })])),
  );
  assert.match((cases[0] as TestCase).name, /<b>&amp; "quoted" .*\[31m � \]\]> é 😀/);
});

test('A profile without checks is an empty suite.', () => {
  const conformance = aConformance([], {
    profiles: [{ name: 'rfc', verdict: 'incomplete', complete: false, counts: {} }],
  });
  assert.equal(XMLValidator.validate(junitXml(conformance)), true);
});
