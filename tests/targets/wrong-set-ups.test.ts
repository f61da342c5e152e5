import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import { readConfiguration } from '../../src/targets/configuration.ts';
import { openTarget } from '../../src/targets/open-target.ts';
import { SetupError } from '../../src/targets/setup-error.ts';
import { CERTIFICATE, granted, HEALTH, healthyVault, type Script, startScripted } from './scripted-server.ts';

const TOKEN = 'hvs.canary-of-the-wrong-set-ups';
const journals = mkdtempSync(join(tmpdir(), 'wrong-set-ups-'));
after(async () => {
  rmSync(journals, { recursive: true });
  await closeDispatchers();
});

/** Opens the target and gives the one sentence that it refuses with. */
async function refusal(variables: Record<string, string>): Promise<string> {
  const error = await openTarget_(variables).then(
    () => assert.fail('the target opened'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SetupError, String(error));
  assert.equal(error.stack, error.message, 'no stack');
  assert.match(error.message, /^[^\n]{20,900}\.$/, 'one line that ends like a sentence');
  assert.ok(!error.message.includes(TOKEN), 'no secret');
  assert.deepEqual(existsSync(journals) ? readdirSync(journals) : [], [], 'nothing was journalled');
  return error.message;
}

async function openTarget_(variables: Record<string, string>) {
  const configuration = readConfiguration({ SCIM_TARGET: 'vault', VAULT_TOKEN: TOKEN, ...variables });
  return openTarget(configuration, { slots: 1, runId: 'abc123', seed: '1', journalFolder: journals });
}

/** Refusal of a scripted Vault, which must have been asked only, never told to change. */
async function refusalOf(script: Script, variables: Record<string, string> = {}): Promise<string> {
  await using server = await startScripted({ ...healthyVault(), ...script });
  const consent = new URL(server.address).host;
  const message = await refusal({ VAULT_ADDR: server.address, SCIM_ALLOW_SIDE_EFFECTS: consent, ...variables });
  const changing = server.requests.filter((one) => !/^(GET|LIST) |^POST sys\/capabilities-self$/.test(one));
  assert.deepEqual(changing, []);
  return message;
}

const health = (changes: object, status = 200): Script => ({
  'GET sys/health': { status, body: { ...HEALTH, ...changes } },
});

test('A port on which nothing listens is named together with the variable.', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  const port = await new Promise((resolve) => server.on('listening', () => resolve(Object(server.address()).port)));
  await new Promise((resolve) => server.close(resolve));
  const message = await refusal({ VAULT_ADDR: `http://127.0.0.1:${port}` });
  assert.match(message, /^Nothing answers at http:\/\/127\.0\.0\.1:\d+ \(.*ECONNREFUSED.*\): .*VAULT_ADDR/);
});

test('An https address of a server without TLS is told apart from a server that is down.', async () => {
  await using server = await startScripted(healthyVault());
  const message = await refusal({ VAULT_ADDR: server.address.replace('http:', 'https:') });
  assert.match(message, /does not speak TLS: start VAULT_ADDR with http:/);
});

test('An http address of a server with TLS leads to https.', async () => {
  await using server = await startScripted(healthyVault(), { tls: true });
  const message = await refusal({ VAULT_ADDR: server.address.replace('https:', 'http:') });
  assert.match(message, /start VAULT_ADDR with https:/);
});

test('The answer by which Vault refuses plain HTTP on its TLS port leads to https.', async () => {
  const text = 'Client sent an HTTP request to an HTTPS server.\n';
  const message = await refusalOf({ 'GET sys/health': { status: 400, body: text } });
  assert.match(message, /speaks TLS: start VAULT_ADDR with https:/);
});

test('A certificate of an unknown authority leads to VAULT_CACERT, and with it the connection works.', async () => {
  await using server = await startScripted(healthyVault(), { tls: true });
  assert.match(await refusal({ VAULT_ADDR: server.address }), /is not trusted \(.*\): set VAULT_CACERT/);
  const trusted = await refusal({ VAULT_ADDR: server.address, VAULT_CACERT: fileURLToPath(CERTIFICATE) });
  assert.match(trusted, /^No consent/);
});

test('A certificate for another name leads to VAULT_TLS_SERVER_NAME.', async () => {
  await using server = await startScripted(healthyVault(), { tls: true });
  const variables = { VAULT_ADDR: server.address, VAULT_CACERT: fileURLToPath(CERTIFICATE) };
  const message = await refusal({ ...variables, VAULT_TLS_SERVER_NAME: 'vault.example.com' });
  assert.match(message, /VAULT_TLS_SERVER_NAME if only the name differs/);
});

test('A Vault that is not initialised is refused.', async () => {
  assert.match(
    await refusalOf(health({ initialized: false, sealed: true }, 501)),
    /not initialised: run "vault operator init"/,
  );
});

test('A sealed Vault is refused.', async () => {
  assert.match(await refusalOf(health({ sealed: true }, 503)), /is sealed: run "vault operator unseal"/);
});

test('A disaster recovery secondary is refused, by its status or its body.', async () => {
  assert.match(await refusalOf(health({}, 472)), /disaster recovery secondary/);
  assert.match(await refusalOf(health({ replication_dr_mode: 'secondary' })), /disaster recovery secondary/);
});

test('A standby that cannot reach its active node and a removed node are refused.', async () => {
  assert.match(await refusalOf(health({ standby: true }, 474)), /does not reach its active node/);
  assert.match(await refusalOf(health({ removed_from_cluster: true }, 530)), /removed from its cluster/);
});

test('A standby and a performance standby pass the preflight.', async () => {
  for (const role of [{ standby: true }, { standby: true, performance_standby: true }]) {
    const message = await refusalOf(health(role, 429), { SCIM_ALLOW_SIDE_EFFECTS: 'nobody:1' });
    assert.match(message, /SCIM_ALLOW_SIDE_EFFECTS does not name/);
  }
});

test('The community edition is refused.', async () => {
  assert.match(
    await refusalOf(health({ enterprise: false, version: '2.2.0' })),
    /community edition, which has no SCIM/,
  );
});

test('A Vault before 2.0 is refused.', async () => {
  assert.match(await refusalOf(health({ version: '1.21.3+ent' })), /version 1\.21\.3\+ent, which has no SCIM/);
});

test('A server that is no Vault is refused.', async () => {
  assert.match(await refusalOf({ 'GET sys/health': { status: 200, body: { ok: true } } }), /does not look like Vault/);
});

test('SCIM that is not activated is explained with the command, which the harness does not run.', async () => {
  for (const status of [400, 403]) {
    const message = await refusalOf({ 'LIST identity/scim/client': { status, body: { errors: ['not activated'] } } });
    assert.match(
      message,
      /not activated.*vault write -f sys\/activation-flags\/enable-scim\/activate.*cannot be undone/,
    );
  }
});

test('A token without rights is refused with the paths and capabilities that are missing.', async () => {
  const message = await refusalOf({
    'POST sys/capabilities-self': (body) =>
      granted(body, (path) => (path.includes('identity/group') || path.includes('sys/policies') ? ['deny'] : ['root'])),
  });
  assert.match(message, /VAULT_TOKEN lacks rights .*sys\/policies\/acl\/vsc-abc123-x \(create, update, read, delete\)/);
  assert.match(message, /identity\/group \(create, update\).*fixtures\/policies\/harness\.hcl/);
});

test('A token that is expired, revoked or unknown is refused.', async () => {
  const errors = ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'];
  const message = await refusalOf({ 'GET auth/token/lookup-self': { status: 403, body: { errors } } });
  assert.match(message, /^VAULT_TOKEN is not valid .*expired/);
});

test('A token that would expire during the run, is used up or is a batch token is refused.', async () => {
  const lookup = (data: object): Script => ({ 'GET auth/token/lookup-self': { status: 200, body: { data } } });
  assert.match(
    await refusalOf(lookup({ ttl: 59, type: 'service', num_uses: 0 })),
    /expires in 59 s, but a run may take/,
  );
  assert.match(await refusalOf(lookup({ ttl: 0, type: 'service', num_uses: 3 })), /used only 3 times/);
  assert.match(await refusalOf(lookup({ ttl: 9_999, type: 'batch', num_uses: 0 })), /batch token/);
});

test('A token of another namespace is told that it may not act in the given one.', async () => {
  const denied = { status: 403, body: { errors: ['permission denied'] } };
  const message = await refusalOf({ 'POST sys/capabilities-self': denied }, { VAULT_NAMESPACE: 'team' });
  assert.match(message, /may not act in the namespace "team".*VAULT_NAMESPACE/);
});

test('Without consent nothing is changed, and the refusal prints the value and what the run will do.', async () => {
  await using server = await startScripted(healthyVault());
  const wanted = new URL(server.address).host;
  const message = await refusal({ VAULT_ADDR: server.address });
  assert.match(message, /^No consent to change the server at/);
  assert.ok(message.includes(`set SCIM_ALLOW_SIDE_EFFECTS=${wanted} `), message);
  assert.match(
    message,
    /child namespace vsc-abc123-ns .*\d+ entities.*\d+ groups.*\d+ entities that stay in the client count.*\d+ requests/,
  );
});

test('Consent for another server does not count.', async () => {
  const message = await refusalOf({}, { SCIM_ALLOW_SIDE_EFFECTS: '127.0.0.1:1' });
  assert.match(message, /^SCIM_ALLOW_SIDE_EFFECTS does not name the server at/);
});

test('A token that may not create a namespace is pointed to SCIM_ISOLATE=prefix, which then passes that point.', async () => {
  const script: Script = {
    'POST sys/capabilities-self': (body) =>
      granted(body, (path) => (path.startsWith('sys/namespaces') ? ['deny'] : ['root'])),
  };
  assert.match(await refusalOf(script), /may not create a child namespace.*sys\/namespaces.*SCIM_ISOLATE=prefix/);
  const message = await refusalOf(script, { SCIM_ISOLATE: 'prefix', SCIM_ALLOW_SIDE_EFFECTS: 'nobody:1' });
  assert.match(message, /the namespace root under names that start with vsc-abc123-/);
});

test('A SCIM server that is not one, or does not accept a token, is refused.', async () => {
  const users = { status: 200, body: { Resources: [], totalResults: 0 } };
  const ask = async (script: Script, more: Record<string, string> = {}) => {
    await using server = await startScripted(script);
    return await refusal({ SCIM_TARGET: 'scim', SCIM_BASE_URL: `${server.address}/scim`, SCIM_TOKEN: TOKEN, ...more });
  };
  assert.match(await ask({}), /^No SCIM server at .*SCIM_BASE_URL/);
  assert.match(await ask({ 'GET scim/Users': { status: 401, body: {} } }), /does not accept SCIM_TOKEN \(status 401/);
  assert.match(await ask({ 'GET scim/Users': users }), /^No consent to change .*the tenant of SCIM_TOKEN,/);
});
