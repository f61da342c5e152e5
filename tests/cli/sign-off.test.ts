import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findChromium } from '../../src/reporting/sign-off/pdf.ts';
import { madeUpRun } from '../reporting/sign-off/made-up-run.ts';
import { command } from './command.ts';

const noChromium = findChromium(process.env) === null && 'there is no Chromium here';

async function signedOff(...args: string[]) {
  const run = madeUpRun();
  const made = await command('sign-off', ['--profile', 'okta', '--reports', run.reports, ...args]);
  const verify = (...more: string[]) => command('sign-off', ['verify', run.signOff, ...more]);
  return { ...run, made, verify };
}

function keyPair(reports: string, name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const files = { own: join(reports, `../${name}.pem`), shown: join(reports, `../${name}.pub.pem`) };
  writeFileSync(files.own, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(files.shown, publicKey.export({ type: 'spki', format: 'pem' }));
  return files;
}

test('An untouched sign-off is intact, and its origin is not proven without a key.', async () => {
  const { made, verify } = await signedOff('--no-pdf');
  assert.equal(made.status, 0, made.stderr);
  assert.match(made.stdout, /^May we connect Okta, in this mode, to this Vault\?\n {2}okta AIW: compatible\n/);
  assert.match(made.stdout, /^Demonstration only: a double of Vault\.$/m);
  assert.deepEqual(await verify(), { status: 0, stdout: 'intact, origin not proven\n', stderr: '' });
});

test('One changed byte, a missing file and an added file are each named.', async () => {
  const { reports, evidence, verify } = await signedOff('--no-pdf');
  const original = readFileSync(evidence, 'utf8');
  writeFileSync(evidence, original.replace('works', 'Works'));
  assert.deepEqual(await verify(), { status: 1, stdout: 'evidence/okta/OKTA-30.json was changed.\n', stderr: '' });
  rmSync(evidence);
  assert.equal((await verify()).stdout, 'evidence/okta/OKTA-30.json is missing.\n');
  writeFileSync(evidence, original);
  writeFileSync(join(reports, 'evidence/okta/more.json'), '{}');
  assert.equal((await verify()).stdout, 'evidence/okta/more.json was added.\n');
  rmSync(join(reports, 'evidence/okta/more.json'));
  assert.equal((await verify()).status, 0);
});

test('One changed byte of the results, of the sign-off or of its page is found.', async () => {
  const { reports, signOff, verify } = await signedOff('--no-pdf');
  const page = signOff.replace('.json', '.html');
  for (const file of [join(reports, 'conformance.json'), signOff, page]) {
    const original = readFileSync(file);
    appendFileSync(file, ' ');
    const { status, stdout } = await verify();
    assert.equal(status, 1, file);
    assert.match(stdout, /changed/, file);
    writeFileSync(file, original);
  }
  assert.equal((await verify()).status, 0);
});

test('A signature proves the origin; a wrong key and a removed signature are told.', async () => {
  const { reports, signOff, verify } = await signedOff('--no-pdf');
  const [ours, others] = [keyPair(reports, 'ours'), keyPair(reports, 'others')];
  const signing = await command('sign-off', [
    '--profile',
    'okta',
    '--reports',
    reports,
    '--no-pdf',
    '--sign',
    ours.own,
  ]);
  assert.equal(signing.status, 0, signing.stderr);
  assert.deepEqual(await verify('--key', ours.shown), {
    status: 0,
    stdout: 'intact, signed with this key\n',
    stderr: '',
  });
  const wrong = await verify('--key', others.shown);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stdout, /is not the signature of .*okta\.json by this key/);
  rmSync(`${signOff}.sig`);
  assert.match((await verify('--key', ours.shown)).stdout, /okta\.json\.sig is missing/);
});

test('The PDF is sealed by the hash beside it and by the signature.', { skip: noChromium }, async () => {
  const { reports, signOff } = madeUpRun();
  const { own, shown } = keyPair(reports, 'ours');
  const made = await command('sign-off', ['--profile', 'okta', '--reports', reports, '--sign', own]);
  const pdf = signOff.replace('.json', '.pdf');
  assert.equal(existsSync(pdf), true, made.stdout);
  assert.equal((await command('sign-off', ['verify', signOff, '--key', shown])).status, 0);
  appendFileSync(pdf, ' ');
  const { status, stdout } = await command('sign-off', ['verify', signOff, '--key', shown]);
  assert.equal(status, 1);
  assert.match(stdout, /okta\.pdf was changed or is missing\.\n.*okta\.pdf\.sig is not the signature/);
});

test('A mistake of the user is one sentence and exit status 2.', async () => {
  const { reports, signOff } = madeUpRun();
  const cases = [
    ['--reports', reports],
    ['--profile', 'sailpoint', '--reports', reports],
    ['--profile', 'okta', '--reports', `${reports}/none`],
    ['--profile', 'okta', '--reports', reports, '--no-pdf', '--sign', `${reports}/conformance.json`],
    ['verify', `${reports}/conformance.json`],
    ['verify', signOff, '--nonsense'],
    ['--nonsense'],
  ];
  for (const args of cases) {
    const { status, stdout, stderr } = await command('sign-off', args);
    assert.equal(status, 2, args.join(' '));
    assert.equal(stdout, '');
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});
