import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { Secret } from '../../src/evidence/secret.ts';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import { cleanUp } from '../../src/vault/clean-up.ts';
import { Journal } from '../../src/vault/journal.ts';
import { createNamespace } from '../../src/vault/namespaces.ts';
import { createEntity, provisionTenant } from '../../src/vault/provisioning.ts';
import { cleanUpRun } from '../../src/vault/run-clean-up.ts';
import { inventory, PREFIX, startVault } from './vault-of-test.ts';

after(closeDispatchers);

test('Everything of a run is removed, the journal too, and a second call does nothing.', async () => {
  await using on = await startVault();
  const before = await inventory(on.vault);
  await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      provisionTenant(on.vault, on.journal, { name: PREFIX + name, aliasMount: name === 'c' ? false : 'userpass' }),
    ),
  );
  assert.deepEqual(await cleanUpRun(on.vault, on.journal), []);
  assert.deepEqual(await inventory(on.vault), before);
  assert.ok(!existsSync(on.journal.path));
  assert.deepEqual(await cleanUpRun(on.vault, on.journal), []);
});

test('A namespace of the run is removed with what was made inside of it.', async () => {
  await using on = await startVault('2.2.0', 'team');
  const before = await inventory(on.vault);
  const path = await createNamespace(on.vault, on.journal, `${PREFIX}ns`);
  assert.equal(path, `team/${PREFIX}ns`);
  const inside = on.vault.with({ namespace: path });
  await provisionTenant(inside, on.journal, { name: `${PREFIX}t`, aliasMount: 'userpass' });
  await createNamespace(inside, on.journal, `${PREFIX}child`);
  assert.deepEqual(await cleanUpRun(on.vault, on.journal), []);
  assert.deepEqual(await inventory(on.vault), before);
});

test('An object under our name with another id is not ours and is not touched.', async () => {
  await using on = await startVault();
  const name = `${PREFIX}x`;
  const id = await createEntity(on.vault, on.journal, { name });
  await on.vault.remove(`identity/entity/id/${id}`);
  const { id: impostor } = await on.vault.writeData('make the impostor', 'identity/entity', { name });
  assert.deepEqual(await cleanUp(on.vault, on.journal), []);
  assert.equal((await on.vault.read(`identity/entity/id/${impostor}`)).status, 200);
});

test('An object under our id with another creation time is not touched.', async () => {
  await using on = await startVault();
  const name = `${PREFIX}x`;
  const { id } = await on.vault.writeData('make an entity', 'identity/entity', { name });
  const key = on.journal.intend({ type: 'entity', name, namespace: '' });
  on.journal.created(key, String(id), '2020-01-01T00:00:00Z');
  assert.deepEqual(await cleanUp(on.vault, on.journal), []);
  assert.equal((await on.vault.read(`identity/entity/id/${id}`)).status, 200);
});

test('A SCIM client under our name with another id is not touched.', async () => {
  await using on = await startVault();
  const tenant = await provisionTenant(on.vault, on.journal, { name: `${PREFIX}t`, aliasMount: false });
  const path = `identity/scim/client/${PREFIX}t`;
  const { id } = await on.vault.writeData('make an entity', 'identity/entity', { name: 'somebody' });
  await on.vault.remove(path);
  const replaced = await on.vault.writeOrThrow('make the impostor', path, { access_grant_principal: id });
  assert.notEqual(replaced.data?.client_id, tenant.clientId);
  await cleanUp(on.vault, on.journal);
  assert.equal((await on.vault.read(path)).status, 200);
});

test('An intent whose answer was lost is found by name and removed.', async () => {
  await using on = await startVault();
  const before = await inventory(on.vault);
  on.journal.intend({ type: 'entity', name: `${PREFIX}lost`, namespace: '' });
  await on.vault.writeData('make an entity', 'identity/entity', { name: `${PREFIX}lost` });
  on.journal.intend({ type: 'auth-mount', name: `${PREFIX}m`, namespace: '' });
  await on.vault.writeOrThrow('make a mount', `sys/auth/${PREFIX}m`, { type: 'userpass' });
  on.journal.intend({ type: 'policy', name: `${PREFIX}p`, namespace: '' });
  await on.vault.writeOrThrow('make a policy', `sys/policies/acl/${PREFIX}p`, {
    policy: 'path "a" { capabilities = ["read"] }',
  });
  on.journal.intend({ type: 'token-role', name: `${PREFIX}never-sent`, namespace: '' });
  assert.deepEqual(await cleanUp(on.vault, on.journal), []);
  assert.deepEqual(await inventory(on.vault), before);
});

test('An intent without an id does not reach what lacks the prefix or is older.', async () => {
  await using on = await startVault();
  await on.vault.writeData('make an entity', 'identity/entity', { name: 'somebody' });
  on.journal.intend({ type: 'entity', name: 'somebody', namespace: '' });
  await on.vault.writeData('make an entity', 'identity/entity', { name: `${PREFIX}old` });
  const entry = { type: 'entity' as const, name: `${PREFIX}old`, namespace: '' };
  const later = on.journal.read();
  on.journal.intend(entry);
  assert.ok(later?.run);
  // The run's clock is an hour behind the server's: everything there seems older than the intents.
  Journal.start(on.journal.path, { ...later.run, clockOffsetMs: 3_600_000 });
  assert.deepEqual(await cleanUp(on.vault, on.journal), []);
  assert.deepEqual((await on.vault.list('identity/entity/name')).keys.sort(), ['somebody', `${PREFIX}old`].sort());
});

test('Entities that a SCIM client let go of are found by the orphan check and removed; others are reported.', async () => {
  await using on = await startVault();
  const before = await inventory(on.vault);
  on.journal.intend({ type: 'scim-user', name: `${PREFIX}unlinked`, namespace: '' });
  await on.vault.writeData('make an entity', 'identity/entity', { name: `${PREFIX}unlinked` });
  assert.deepEqual(await cleanUpRun(on.vault, on.journal), []);
  assert.deepEqual(await inventory(on.vault), before);

  await using other = await startVault();
  await other.vault.writeOrThrow('make a mount', `sys/auth/${PREFIX}stray`, { type: 'userpass' });
  const [left, ...more] = await cleanUpRun(other.vault, other.journal);
  assert.deepEqual([left?.type, left?.name, more], ['auth-mount', `${PREFIX}stray`, []]);
  assert.ok(existsSync(other.journal.path), 'the journal stays while something is left');
});

test('An entity of somebody else under our prefix is reported and not touched.', async () => {
  await using on = await startVault();
  const name = `${PREFIX}stranger`;
  await on.vault.writeData('make an entity of somebody else', 'identity/entity', { name });
  const [left, ...more] = await cleanUpRun(on.vault, on.journal);
  assert.deepEqual([left?.type, left?.name, more], ['entity', name, []]);
  assert.equal((await on.vault.read(`identity/entity/name/${name}`)).status, 200);
});

test('What Vault does not let go of is reported with the reason, and removed by a later call.', async () => {
  await using on = await startVault();
  await provisionTenant(on.vault, on.journal, { name: `${PREFIX}t`, aliasMount: 'userpass' });
  const policy = 'path "*" { capabilities = ["create", "read", "update", "list", "sudo"] }';
  await on.vault.writeOrThrow('write a policy', 'sys/policies/acl/no-delete', { policy });
  const { client_token: token } = await on.vault.writeAuth('make a token', 'auth/token/create', {
    policies: ['no-delete'],
  });
  const left = await cleanUpRun(on.vault.with({ token: new Secret(token) }), on.journal);
  assert.ok(
    left.some(({ type, reason }) => type === 'scim-client' && /could not be removed: DELETE .* gave 403/.test(reason)),
  );
  assert.deepEqual(await cleanUpRun(on.vault, on.journal), []);
});
