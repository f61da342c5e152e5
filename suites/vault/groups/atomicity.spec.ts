import { randomUUID } from 'node:crypto';
import {
  createVaultGroup,
  expect,
  expectAllOrNothing,
  groupBody,
  idsOf,
  row,
  test,
  wordsOf,
} from '../../../src/harness/index.ts';

test('a create does not take over an unmanaged group', row('VAULT-GROUP-25'), async ({ tenant, vault, arrange }) => {
  const name = arrange.unique('admins');
  const id = await arrange.during(() => createVaultGroup(vault, name));
  const before = await vault.read(`identity/group/id/${id}`);

  const answer = await tenant.scim.post('/Groups', groupBody(name));

  expect(answer).toBeRefused();
  const after = await vault.read(`identity/group/id/${id}`);
  expect(after.data, 'the unmanaged group').toEqual(before.data);
});

test('one bad member among good ones', row('VAULT-GROUP-27'), async ({ arrange, observe }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const members = [user.id, randomUUID()];
  const before = await tenant.scim.get(group.path);

  const created = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), members));
  const replaced = await tenant.scim.put(group.path, groupBody(group.displayName, members));
  const patched = await tenant.scim.patch(group.path, [
    { op: 'add', path: 'members', value: members.map((value) => ({ value })) },
  ]);

  const after = await tenant.scim.get(group.path);
  expectAllOrNothing(replaced, { before, after, executed: { members } });
  expectAllOrNothing(patched, { before, after, executed: { members } });
  const list = await tenant.scim.list('/Groups');
  observe(
    `create: ${wordsOf(created)}, ${idsOf(list).length - 1} made; replace: ${wordsOf(replaced)}; patch: ${wordsOf(patched)}`,
  );
});
