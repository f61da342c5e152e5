import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Secret } from '../../src/evidence/secret.ts';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import { ScimClient } from '../../src/scim/scim-client.ts';
import { cleanUpJournals } from '../../src/targets/clean-up-journals.ts';
import { readConfiguration } from '../../src/targets/configuration.ts';
import { openTarget } from '../../src/targets/open-target.ts';
import type { OpenOptions } from '../../src/targets/opening.ts';
import { SetupError } from '../../src/targets/setup-error.ts';
import { Journal } from '../../src/vault/journal.ts';
import { inventory, startVault, type VaultOfTest } from '../vault/vault-of-test.ts';

const journals = mkdtempSync(join(tmpdir(), 'open-target-'));
after(async () => {
  rmSync(journals, { recursive: true });
  await closeDispatchers();
});

const options = (runId: string, slots = 2): OpenOptions => ({ slots, runId, seed: '1', journalFolder: journals });

/** The environment of a run on this double, as on a Vault that somebody else started. */
function environment(on: VaultOfTest, more: Record<string, string> = {}): Record<string, string> {
  return {
    SCIM_TARGET: 'vault',
    VAULT_ADDR: on.address,
    VAULT_TOKEN: on.rootToken.reveal(),
    SCIM_ALLOW_SIDE_EFFECTS: new URL(on.address).host,
    ...more,
  };
}

test('The embedded double opens with tenants for every slot, says what it is, and ends with the run.', async () => {
  const target = await openTarget(readConfiguration({ VAULT_MOCK_VERSION: '2.0.4' }), options('mock'));
  const { context } = target;
  assert.equal(context.prefix, 'vsc-mock-');
  assert.equal(context.target.kind, 'mock');
  assert.match(context.target.vaultVersion ?? '', /^2\.0\.4/);
  assert.equal(context.target.contract, 'vault-2.0.4');
  assert.ok(context.target.double);
  assert.deepEqual(
    { ...context.facts, discovery: Object.values(context.facts.discovery).every((document) => document !== null) },
    {
      controlPlane: true,
      version: '2.0.4',
      rootNamespace: true,
      childNamespaces: true,
      ownServer: true,
      beyondKnown: false,
      eventuallyConsistent: false,
      discovery: true,
    },
  );
  const tenants = context.slots.flatMap((slot) => [slot.tenant, slot.other, slot.unaliased]);
  assert.equal(new Set(tenants.map((tenant) => tenant?.token)).size, 6);
  assert.deepEqual(
    tenants.map((tenant) => tenant?.aliasMount?.type ?? null),
    ['userpass', 'userpass', null, 'userpass', 'userpass', null],
  );
  assert.ok(existsSync(context.journal));
  const [first, second] = await Promise.all([target.close(), target.close()]);
  assert.deepEqual([first, second, await target.close()], [[], [], []]);
  assert.ok(!existsSync(context.journal));
  await assert.rejects(fetch(context.address), 'the double has ended');
});

test('What the embedded double complains about is passed on as one sentence.', async () => {
  const configuration = readConfiguration({ VAULT_MOCK_ASSUME: 'no-such-question=x' });
  await assert.rejects(openTarget(configuration, options('assume')), (error) => {
    assert.ok(error instanceof SetupError);
    assert.match(error.message, /^The embedded Vault double did not start: .*no-such-question/);
    return true;
  });
});

for (const namespace of ['', 'team']) {
  for (const isolate of ['namespace', 'prefix']) {
    const place = namespace === '' ? 'the root namespace' : `the namespace ${namespace}`;
    test(`A Vault at an address, in ${place} with SCIM_ISOLATE=${isolate}, is left as it was found.`, async () => {
      await using on = await startVault('2.2.0', namespace);
      await on.vault.writeData('make data of others', 'identity/entity', { name: 'somebody' });
      const before = await inventory(on.vault);
      const variables = environment(on, { VAULT_NAMESPACE: namespace, SCIM_ISOLATE: isolate });
      const { context, close } = await openTarget(readConfiguration(variables), options('address', 1));
      const child = `${namespace === '' ? '' : `${namespace}/`}vsc-address-ns`;
      assert.equal(context.namespace, isolate === 'namespace' ? child : namespace);
      assert.equal(context.facts.ownServer, false);
      assert.equal(context.facts.childNamespaces, true);
      assert.notDeepEqual(await inventory(on.vault), before);
      assert.deepEqual(await close(), []);
      assert.deepEqual(await inventory(on.vault), before);
    });
  }
}

test('The policy in fixtures/policies/harness.hcl is enough for a run, in both isolations.', async () => {
  const policy = readFileSync(new URL('../../fixtures/policies/harness.hcl', import.meta.url), 'utf8');
  for (const isolate of ['namespace', 'prefix']) {
    await using on = await startVault('2.2.0', 'team');
    await on.vault.writeOrThrow('write the policy', 'sys/policies/acl/harness', { policy });
    const { client_token: token } = await on.vault.writeAuth('make the token', 'auth/token/create', {
      policies: ['harness'],
      no_default_policy: true,
      ttl: '1h',
    });
    const before = await inventory(on.vault);
    const variables = environment(on, { VAULT_TOKEN: token, VAULT_NAMESPACE: 'team', SCIM_ISOLATE: isolate });
    const { context, close } = await openTarget(readConfiguration(variables), options('policy', 1));
    assert.equal(context.facts.rootNamespace, false);
    const vault = on.vault.with({ namespace: context.namespace, token: new Secret(token) });
    const { prefix } = context;
    const write = (path: string, body: Record<string, unknown>) => vault.writeOrThrow(`write ${path}`, path, body);
    await write(`sys/mounts/${prefix}kv`, { type: 'kv', options: { version: '2' } });
    await write(`${prefix}kv/data/a/b`, { data: { answer: '42' } });
    await vault.readData('read the secret', `${prefix}kv/data/a/b`);
    await write(`sys/auth/${prefix}up`, { type: 'userpass' });
    await write(`auth/${prefix}up/users/jane`, { password: 'correct horse' });
    await write(`sys/policies/acl/${prefix}read`, { policy: 'path "x" { capabilities = ["read"] }' });
    const { data: group } = await write('identity/group', { name: `${prefix}g`, policies: [`${prefix}read`] });
    await write(`identity/group/id/${group?.id}`, { policies: [] });
    await write(`sys/namespaces/${prefix}child`, {});
    const removals = [
      `sys/namespaces/${prefix}child`,
      `identity/group/id/${group?.id}`,
      `sys/policies/acl/${prefix}read`,
      `sys/auth/${prefix}up`,
      `sys/mounts/${prefix}kv`,
    ];
    for (const path of removals) assert.ok((await vault.remove(path)).status < 300, path);
    assert.deepEqual(await close(), []);
    assert.deepEqual(await inventory(on.vault), before);
  }
});

test('SCIM_CONTRACT holds a Vault to another version, and a note says when the server is a double.', async () => {
  await using on = await startVault('2.0.1');
  const variables = environment(on, { SCIM_CONTRACT: 'vault-2.0.4' });
  const { context, contract, notes, close } = await openTarget(readConfiguration(variables), options('contract', 1));
  assert.deepEqual(
    [contract?.name, contract?.basis, context.target.contract],
    ['vault-2.0.4', 'configured', 'vault-2.0.4'],
  );
  assert.match(notes.join(' '), /is a double, not a Vault/);
  await close();
});

test('A run that was cut off is cleaned up from its journal, after which the folder is empty.', async () => {
  await using on = await startVault();
  const before = await inventory(on.vault);
  const configuration = readConfiguration(environment(on));
  await openTarget(configuration, options('cut-off', 1));
  const said: string[] = [];
  const folder = { folder: journals, force: false, say: (sentence: string) => said.push(sentence) };
  assert.equal(await cleanUpJournals({ ...folder, configuration: readConfiguration({}) }), 2);
  assert.match(
    said.join('\n'),
    /^Run cut-off: set SCIM_TARGET=vault, VAULT_ADDR=http:.* and VAULT_TOKEN, then repeat\.$/,
  );
  assert.equal(await cleanUpJournals({ ...folder, configuration }), 0);
  assert.deepEqual(await inventory(on.vault), before);
  assert.deepEqual(readdirSync(journals), []);
  assert.equal(await cleanUpJournals({ ...folder, configuration }), 0);
});

test('A set-up that fails half way removes what it made.', async () => {
  await using on = await startVault();
  const before = await inventory(on.vault);
  // The name of the second slot is taken: its SCIM client cannot get the principal that it needs.
  await on.vault.writeOrThrow('take a mount path', 'sys/auth/vsc-half-s1-other', { type: 'approle' });
  const configuration = readConfiguration(environment(on, { SCIM_ISOLATE: 'prefix' }));
  await assert.rejects(openTarget(configuration, options('half')), (error) => {
    assert.ok(error instanceof SetupError);
    assert.match(error.message, /^Could not enable the auth method vsc-half-s1-other\/: POST .* answered 400/);
    return true;
  });
  await on.vault.remove('sys/auth/vsc-half-s1-other');
  assert.deepEqual(await inventory(on.vault), before);
});

test('Any SCIM server opens by its base URL and tokens, and what was made there is removed by the journal.', async () => {
  await using on = await startVault();
  const tenants = await openTarget(readConfiguration(environment(on)), options('under', 1));
  const [slot] = tenants.context.slots;
  assert.ok(slot?.other);
  const variables = {
    SCIM_TARGET: 'scim',
    SCIM_BASE_URL: slot.tenant.scimBaseUrl,
    SCIM_TOKEN: slot.tenant.token,
    SCIM_TOKEN_OTHER: slot.other.token,
    SCIM_ALLOW_SIDE_EFFECTS: new URL(on.address).host,
  };
  const { context, close } = await openTarget(readConfiguration(variables), options('scim'));
  assert.equal(context.facts.controlPlane, false);
  assert.equal(context.facts.version, null);
  assert.ok(context.target.double, 'the double says what it is here, too');
  assert.equal(context.slots.length, 2);
  assert.equal(context.slots[1]?.other?.token, slot.other.token);
  const journal = new Journal(context.journal);
  const { recorder } = on.vault;
  const { scimBaseUrl: baseUrl, token } = slot.tenant;
  const scim = new ScimClient({ baseUrl, actor: 'tenant', token: new Secret(token), recorder, tls: {} });
  const make = async (name: string) => {
    const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: name, externalId: name };
    return (await scim.post('/Users', body)).body as { id: string; meta: { created: string } };
  };
  const intent = { type: 'scim-user' as const, namespace: '', details: { actor: 'tenant' } };
  const known = await make(`${context.prefix}known`);
  const key = journal.intend({ ...intent, name: `${context.prefix}known` });
  journal.created(key, known.id, known.meta?.created ?? null);
  journal.intend({ ...intent, name: `${context.prefix}lost` });
  await make(`${context.prefix}lost`);
  const other = await make('somebody');
  journal.intend({ ...intent, name: 'somebody' });
  assert.deepEqual(await close(), []);
  const { Resources } = (await scim.list('/Users')).body as { Resources: { id: string }[] };
  assert.deepEqual(
    Resources.map(({ id }) => id),
    [other.id],
  );
  assert.deepEqual(await tenants.close(), []);
});
