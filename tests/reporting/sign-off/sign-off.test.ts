import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { WATERMARK } from '../../../src/reporting/sign-off/page.ts';
import { signFile } from '../../../src/reporting/sign-off/signature.ts';
import { verifySignOff } from '../../../src/reporting/sign-off/verify.ts';
import { writeSignOff } from '../../../src/reporting/sign-off/write-sign-off.ts';
import type { ClientLookFile } from '../../../src/run/client-look.ts';
import type { Check, Conformance } from '../../../src/verdicts/verdict.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { aCheck, aConformance } from '../made-up-report.ts';

const EVIDENCE = 'evidence/okta/OKTA-30.json';
const WORKS = 'works to step 10; mover keeps access: no; leaver stays active: no';

function okta(id: string, change: Partial<Check> = {}): Check {
  return aCheck({ id, profile: 'okta', authority: 'vendor', evidence: [], ...change });
}

function written(
  checks: Check[],
  { double = null as string | null, tlsVerified = true, oin = WORKS, look = {} as Partial<ClientLookFile> } = {},
) {
  const reports = temporaryFolder('sign-off-test');
  mkdirSync(join(reports, 'evidence/okta'), { recursive: true });
  const conformance: Conformance = aConformance([
    ...checks,
    okta('OKTA-30', { level: 'MAY', verdict: 'observed', evidence: [EVIDENCE] }),
  ]);
  conformance.target.double = double;
  const observations = [`okta AIW: ${WORKS}`, `okta OIN: ${oin}`].map((what) => ({
    row: 'OKTA-30',
    outcome: 'observed',
    what,
    exchanges: [],
  }));
  writeFileSync(join(reports, 'conformance.json'), JSON.stringify(conformance));
  writeFileSync(join(reports, EVIDENCE), JSON.stringify({ observations }));
  writeFileSync(
    join(reports, 'evidence/run.json'),
    JSON.stringify({ tlsVerified, environment: { SCIM_COPY_CLIENT: 'prod' } }),
  );
  writeFileSync(join(reports, 'doctor-client.json'), JSON.stringify(aLook(conformance, look)));
  return { reports, ...writeSignOff(reports, 'okta') };
}

function aLook({ target, run }: Conformance, change: Partial<ClientLookFile>): ClientLookFile {
  return {
    schemaVersion: 1,
    kind: 'client-look',
    lookedAt: run.startedAt,
    client: 'prod',
    clientId: null,
    address: target.address,
    namespace: '',
    vaultVersion: target.vaultVersion ?? '',
    clusterId: null,
    double: target.double,
    settings: { allow_user_adoption: false },
    looks: [{ topic: 'rights', state: 'ok', found: 'enough', advice: null, vendor: null }],
    ...change,
  };
}

function answers(checks: Check[], options = {}): Record<string, string> {
  return Object.fromEntries(written(checks, options).signOff.answers.map(({ mode, answer }) => [mode, answer]));
}

test('A client of which no need is documented gets no promise', () => {
  assert.deepEqual(answers([okta('OKTA-29', { level: 'MAY', verdict: 'passed' })]), {
    AIW: 'incomplete',
    OIN: 'incomplete',
  });
});

const LIMIT = 'X-01: VAULT-GPATCH-10 documents: A group patch can only add and remove members;';

test('Each mode gets its own answer: a limit of OIN does not speak against AIW.', () => {
  const limit = okta('OKTA-16', { verdict: 'incompatible', reason: LIMIT });
  assert.deepEqual(answers([limit]), { OIN: 'not compatible', AIW: 'compatible' });
});

test('A failed row makes a mode not compatible, a blocked or interrupted one incomplete, a warning a deviation.', () => {
  const of = (change: Partial<Check>) => answers([okta('OKTA-01', change), okta('OKTA-03')]).AIW;
  assert.equal(of({ verdict: 'failed' }), 'not compatible');
  assert.equal(of({ verdict: 'blocked' }), 'incomplete');
  assert.equal(of({ verdict: 'not-run', reason: 'interrupted' }), 'incomplete');
  assert.equal(of({ verdict: 'warned', level: 'SHOULD' }), 'compatible with deviations');
  assert.equal(of({ verdict: 'accepted', area: 'filters' }), 'compatible with deviations');
  assert.equal(of({ verdict: 'accepted', area: 'access' }), 'not compatible');
});

test('A leaver who keeps access makes a mode not compatible although every row passed.', () => {
  const oin = WORKS.replace('active: no', 'active: yes');
  assert.deepEqual(answers([okta('OKTA-01')], { oin }), { AIW: 'compatible', OIN: 'not compatible' });
});

test('A run that did not verify TLS cannot be signed off.', () => {
  const { signOff } = written([okta('OKTA-01')], { tlsVerified: false });
  assert.deepEqual(new Set(signOff.answers.map(({ answer }) => answer)), new Set(['incomplete']));
  assert.equal(signOff.notSignable.length, 1);
});

test('What the server says of itself decides on the watermark.', () => {
  const page = (double: string | null) => readFileSync(written([okta('OKTA-01')], { double }).html, 'utf8');
  assert.ok(page('a double').includes(WATERMARK));
  assert.ok(!page(null).includes(WATERMARK));
});

test('The JSON satisfies its schema.', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../../fixtures/schemas/sign-off.schema.json', import.meta.url), 'utf8'),
  );
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  validate(written([okta('OKTA-16', { verdict: 'incompatible', reason: LIMIT, risk: 'high' })]).signOff);
  assert.deepEqual(validate.errors ?? [], []);
});

test('One changed byte of evidence, of the report or of its page is found.', () => {
  const { reports, json, html } = written([okta('OKTA-01')]);
  assert.deepEqual(verifySignOff(json), { changes: [], originProven: false });
  appendFileSync(join(reports, EVIDENCE), ' ');
  assert.deepEqual(verifySignOff(json).changes, [`${EVIDENCE} was changed.`]);
  appendFileSync(html, ' ');
  assert.equal(verifySignOff(json).changes.length, 2);
  writeFileSync(json, readFileSync(json, 'utf8').replace('"compatible"', '"incomplete"'));
  assert.match(verifySignOff(json).changes.join(), /does not match its root hash/);
});

test('A signature proves the origin, and only by its own key.', () => {
  const { json } = written([okta('OKTA-01')]);
  const [ours, others] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  signFile(json, ours.privateKey);
  assert.deepEqual(verifySignOff(json, { key: ours.publicKey }), { changes: [], originProven: true });
  assert.equal(verifySignOff(json, { key: others.publicKey }).changes.length, 1);
});

test('A sign-off is incomplete unless the look at the client of production is clean, fresh, of this server and copied.', () => {
  const bad = { topic: 'rights', state: 'problem', found: 'no patch', advice: 'grant it', vendor: null } as const;
  const summary = (look: Partial<ClientLookFile>) => {
    const { signOff } = written([okta('OKTA-01')], { look });
    assert.equal(
      signOff.answers.every(
        ({ answer }) => answer === (signOff.client.state === 'clean' ? 'compatible' : 'incomplete'),
      ),
      true,
    );
    return signOff.client.summary;
  };
  assert.match(summary({}), /clean\.$/);
  assert.match(summary({ looks: [bad] }), /not clean: 1 problem/);
  assert.match(summary({ looks: [{ ...bad, state: 'unknown' }] }), /1 thing could not be looked at/);
  assert.match(summary({ looks: [{ ...bad, vendor: 'entra' }] }), /clean\.$/);
  assert.match(summary({ address: 'https://other:8200' }), /another server/);
  assert.match(summary({ lookedAt: '2025-12-01T00:00:00.000Z' }), /more than 7 days/);
  assert.match(summary({ client: 'other' }), /SCIM_COPY_CLIENT=other/);
  assert.match(summary({ namespace: 'team' }), /outside of which the run worked/);
});
