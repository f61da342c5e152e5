import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { VERDICTS } from '../../src/verdicts/verdict.ts';
import { aCheck, aConformance } from './made-up-report.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../fixtures/schemas/conformance.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function problems(value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test('A conformance.json with a check of each verdict satisfies its schema.', () => {
  const checks = VERDICTS.map((verdict, at) => aCheck({ id: `VAULT-USR-${at}`, verdict, risk: at ? null : 'high' }));
  const leftovers = [{ type: 'entity', name: 'made-up', id: null, reason: 'the server answered 500' }];
  assert.deepEqual(problems(aConformance(checks, { leftovers })), []);
});

test('Ids of the RFC, Vault and vendor catalogues satisfy the schema.', () => {
  const ids = ['RFC7644-3.5.2-01', 'VAULT-AUTH-12', 'OKTA-07', 'X-03', 'RFC9865-2-01'];
  assert.deepEqual(problems(aConformance(ids.map((id) => aCheck({ id })))), []);
});

test('A property that the contract does not name is refused on every level.', () => {
  const conformance = aConformance([aCheck()]);
  const places: object[] = [
    conformance,
    conformance.harness,
    conformance.run,
    conformance.run.selection,
    conformance.target,
    ...conformance.profiles,
    ...conformance.checks,
  ];
  for (const place of places) Object.assign(place, { surprise: true });
  const refused = problems(conformance).filter((problem) => problem.includes('additional properties'));
  assert.equal(refused.length, places.length);
});

test('Each property of the contract is demanded.', () => {
  const conformance = aConformance([aCheck()]);
  for (const key of Object.keys(conformance)) {
    const { [key as keyof typeof conformance]: _left, ...rest } = conformance;
    assert.equal(problems(rest).length, 1, key);
  }
  for (const key of Object.keys(aCheck())) {
    const check: Record<string, unknown> = { ...aCheck() };
    delete check[key];
    assert.equal(problems({ ...conformance, checks: [check] }).length, 1, key);
  }
});

test('Evidence outside of the reports directory is refused.', () => {
  for (const path of ['/tmp/x.json', 'C:/x.json', '../x.json', 'evidence/../../x.json', 'evidence\\x.json']) {
    assert.equal(problems(aConformance([aCheck({ evidence: [path] })])).length, 1, path);
  }
});
