import { expect, row, test } from '../../../src/harness/index.ts';

const first = { data: { value: 'written as a member' } };
const later = { data: { value: 'written afterwards' } };

test(
  'a member removed by a value list cannot write the secret of the group any more',
  row('VAULT-ACCESS-06'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const secret = await arrange.secretOf(group, ['create', 'update']);
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));
    await arrange.during(() => session.writeOrThrow('write a secret as a member', secret, first));

    await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value: [{ value: user.id }] }]);

    const write = await session.write(secret, later);
    expect(write, 'the secret, written with the token from before').toHaveStatus(403);
    const stored = await vault.read(secret);
    expect(stored.data?.data, 'the secret').toEqual(first.data);
  },
);

test(
  'a member left out by a replace cannot write the secret of the group any more',
  row('VAULT-ACCESS-08'),
  async ({ tenant, vault, arrange }) => {
    const [user, remaining] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [user, remaining]);
    const secret = await arrange.secretOf(group, ['create', 'update']);
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));
    await arrange.during(() => session.writeOrThrow('write a secret as a member', secret, first));

    await tenant.scim.put(group.path, { ...group.sent, members: [{ value: remaining.id }] });

    const write = await session.write(secret, later);
    expect(write, 'the secret, written with the token from before').toHaveStatus(403);
    const stored = await vault.read(secret);
    expect(stored.data?.data, 'the secret').toEqual(first.data);
  },
);

test(
  'a deleted user cannot write the secret of its group any more',
  row('VAULT-ACCESS-19'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant, [user]);
    const secret = await arrange.secretOf(group, ['create', 'update']);
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName));
    await arrange.during(() => session.writeOrThrow('write a secret as a member', secret, first));
    const before = await vault.read(secret);

    await tenant.scim.delete(user.path);
    const write = await session.write(secret, later);

    expect(write, 'the secret, written with the token from before').toBeRefused();
    const after = await vault.read(secret);
    expect(after.data, 'the secret').toEqual(before.data);
  },
);
