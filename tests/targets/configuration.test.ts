import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readConfiguration } from '../../src/targets/configuration.ts';
import { SetupError } from '../../src/targets/setup-error.ts';
import { CERTIFICATE } from './scripted-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const CERTIFICATE_PATH = fileURLToPath(CERTIFICATE);
const VAULT = { SCIM_TARGET: 'vault', VAULT_ADDR: 'https://vault.example.com:8200/', VAULT_TOKEN: 'hvs.abcdef' };
const SCIM = { SCIM_TARGET: 'scim', SCIM_BASE_URL: 'https://scim.example.com/v2/', SCIM_TOKEN: 'secret-1' };
const CONTAINER = { SCIM_TARGET: 'vault-container', VAULT_LICENSE: 'secret-1' };

/** The sentence with which the variables are refused. */
function refusal(variables: NodeJS.ProcessEnv): string {
  try {
    readConfiguration(variables);
  } catch (error) {
    assert.ok(error instanceof SetupError, String(error));
    assert.equal(error.stack, error.message);
    return error.message;
  }
  return assert.fail('the configuration was accepted');
}

test('Without any variable the embedded double of the newest version is the target.', () => {
  assert.deepEqual(readConfiguration({}), {
    target: { kind: 'mock', version: '2.2.0', assume: [] },
    tls: {},
    consent: null,
    contract: null,
    expectations: null,
    reportsDir: resolve('reports'),
    sequences: { count: 6, seed: 1 },
  });
});

test('An empty variable counts as unset.', () => {
  const { target } = readConfiguration({ SCIM_TARGET: '', VAULT_MOCK_VERSION: ' ', VAULT_MOCK_ASSUME: '' });
  assert.deepEqual(target, { kind: 'mock', version: '2.2.0', assume: [] });
});

test('The number of generated sequences and their seed are read.', () => {
  const { sequences } = readConfiguration({ SCIM_SEQUENCES: '500', SCIM_SEQUENCES_SEED: '7' });
  assert.deepEqual(sequences, { count: 500, seed: 7 });
});

test('Version and assumptions of the double are read.', () => {
  const { target } = readConfiguration({ VAULT_MOCK_VERSION: '2.0.1', VAULT_MOCK_ASSUME: 'a-b=c, userName-d=e' });
  assert.deepEqual(target, { kind: 'mock', version: '2.0.1', assume: ['a-b=c', 'userName-d=e'] });
});

test('A Vault at an address is read with its namespace, isolation and token.', () => {
  const { target } = readConfiguration({ ...VAULT, VAULT_NAMESPACE: '/admin/team/', SCIM_ISOLATE: 'prefix' });
  assert.ok(target.kind === 'vault');
  assert.equal(target.address, 'https://vault.example.com:8200');
  assert.equal(target.namespace, 'admin/team');
  assert.equal(target.isolate, 'prefix');
  assert.equal(target.token.reveal(), 'hvs.abcdef');
});

test('Tokens and licence cannot be printed with the configuration.', () => {
  const all = [
    readConfiguration(VAULT),
    readConfiguration({ ...SCIM, SCIM_TOKEN_OTHER: 'secret-2' }),
    readConfiguration({ SCIM_TARGET: 'vault-container', VAULT_LICENSE: 'secret-3' }),
    readConfiguration({ SCIM_TARGET: 'vault-container', VAULT_LICENSE_PATH: file('licence', 'secret-4\n') }),
  ];
  assert.doesNotMatch(JSON.stringify(all), /secret-|hvs\./);
  assert.ok(all[3]?.target.kind === 'vault-container');
  assert.equal(all[3].target.licence.reveal(), 'secret-4');
});

test('Certificate files are read as the Vault CLI names them.', () => {
  const { tls } = readConfiguration({ ...VAULT, VAULT_CACERT: CERTIFICATE_PATH, VAULT_SKIP_VERIFY: 'true' });
  assert.match(tls.ca ?? '', /^-----BEGIN CERTIFICATE-----/);
  assert.equal(tls.insecure, true);
  const { tls: byFolder } = readConfiguration({ ...SCIM, VAULT_CAPATH: resolve(CERTIFICATE_PATH, '..') });
  assert.equal(byFolder.ca, tls.ca);
});

test('The embedded double reads no variable of another target.', () => {
  const variables = { VAULT_ADDR: 'nonsense', VAULT_CACERT: '/nowhere', VAULT_SKIP_VERIFY: 'maybe', SCIM_ISOLATE: 'x' };
  assert.equal(readConfiguration(variables).target.kind, 'mock');
});

test('Each bad or missing value is one sentence that names the variable.', () => {
  const bad: [NodeJS.ProcessEnv, RegExp][] = [
    [{ SCIM_TARGET: 'volt' }, /^SCIM_TARGET is "volt", but must be one of: mock, /],
    [{ VAULT_MOCK_VERSION: '1.0' }, /^VAULT_MOCK_VERSION is "1\.0".*2\.0\.0/],
    [{ VAULT_MOCK_ASSUME: 'unknown-attributes' }, /^VAULT_MOCK_ASSUME: "unknown-attributes" is not name=value/],
    [{ SCIM_CONTRACT: 'vault-9' }, /^SCIM_CONTRACT .*vault-2\.0\.4/],
    [{ SCIM_EXPECTATIONS: join(folder, 'missing.yaml') }, /^SCIM_EXPECTATIONS: there is no file/],
    [{ REPORTS_DIR: CERTIFICATE_PATH }, /^REPORTS_DIR: .* is not a folder/],
    [{ SCIM_TARGET: 'vault' }, /^VAULT_ADDR is not set: .*https:\/\/host:8200/],
    [{ ...VAULT, VAULT_TOKEN: '' }, /^VAULT_TOKEN is not set/],
    [{ ...VAULT, VAULT_TOKEN: 'a b' }, /^VAULT_TOKEN holds white space/],
    [{ ...VAULT, VAULT_ADDR: 'vault:8200' }, /^VAULT_ADDR is not an http or https URL/],
    [{ ...VAULT, VAULT_ADDR: 'https://me:pass@vault:8200' }, /^VAULT_ADDR may hold no credentials/],
    [{ ...VAULT, VAULT_NAMESPACE: 'a//b' }, /^VAULT_NAMESPACE is not a path/],
    [{ ...VAULT, SCIM_ISOLATE: 'none' }, /^SCIM_ISOLATE is "none"/],
    [{ ...VAULT, VAULT_SKIP_VERIFY: 'maybe' }, /^VAULT_SKIP_VERIFY is "maybe", but must be true or false/],
    [{ ...VAULT, VAULT_CACERT: join(folder, 'missing.pem') }, /^VAULT_CACERT: the file .* cannot be read/],
    [{ ...VAULT, VAULT_CACERT: file('no.pem', 'nothing') }, /^VAULT_CACERT: the file .* is not PEM/],
    [
      { ...VAULT, VAULT_CACERT: file('cut.pem', '-----BEGIN CERTIFICATE-----\nMIIB') },
      /VAULT_CACERT .* cannot be used/,
    ],
    [{ ...VAULT, VAULT_CAPATH: join(folder, 'missing') }, /^VAULT_CAPATH: .* cannot be read/],
    [{ ...VAULT, VAULT_CLIENT_CERT: CERTIFICATE_PATH }, /^VAULT_CLIENT_KEY is not set/],
    [{ ...VAULT, VAULT_CLIENT_KEY: CERTIFICATE_PATH }, /^VAULT_CLIENT_CERT is not set/],
    [{ SCIM_TARGET: 'scim' }, /^SCIM_BASE_URL is not set/],
    [{ ...SCIM, SCIM_TOKEN: '' }, /^SCIM_TOKEN is not set/],
    [{ ...SCIM, SCIM_TOKEN_OTHER: 'secret-1' }, /^SCIM_TOKEN_OTHER equals SCIM_TOKEN/],
    [{ SCIM_TARGET: 'vault-container', VAULT_LICENSE_PATH: join(folder, 'none') }, /^VAULT_LICENSE_PATH: there is no/],
    [{ SCIM_TARGET: 'vault-container', VAULT_LICENSE_PATH: file('empty', '\n') }, /^VAULT_LICENSE_PATH: .* is empty/],
    [{ SCIM_TARGET: 'vault-container' }, /needs a licence of Vault Enterprise: set VAULT_LICENSE/],
    [{ ...CONTAINER, VAULT_CONTAINER_STORAGE: 'file' }, /^VAULT_CONTAINER_STORAGE .*must be one of: dev, raft/],
    [{ ...CONTAINER, VAULT_CONTAINER_TLS: 'maybe' }, /^VAULT_CONTAINER_TLS/],
    [{ ...CONTAINER, VAULT_CONTAINER_START_SECONDS: '0' }, /^VAULT_CONTAINER_START_SECONDS .*from 1 on/],
  ];
  for (const [variables, expected] of bad) {
    const message = refusal(variables);
    assert.match(message, expected);
    assert.match(message, /^[^\n]+\.$/, message);
    assert.doesNotMatch(message, /secret-1|hvs\.|me:pass/);
  }
});

test('A long value that may be a credential pasted into the wrong variable is not repeated.', () => {
  const message = refusal({ SCIM_TARGET: 'hvs.CAESIJ-a-token-that-was-pasted-into-the-wrong-variable' });
  assert.ok(message.includes('hvs.CAES…'), message);
  assert.ok(!message.includes('pasted'), message);
});
