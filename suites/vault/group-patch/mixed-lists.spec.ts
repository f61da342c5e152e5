import { expectAllOrNothing, row, test } from '../../../src/harness/index.ts';

test(
  'a value list that names a member and somebody else takes the member out, or is refused',
  row('VAULT-GPATCH-04'),
  async ({ tenant, arrange }) => {
    const [member, other] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [member]);
    const before = await tenant.scim.get(group.path);
    const value = [{ value: other.id }, { value: member.id }];

    const answer = await tenant.scim.patch(group.path, [{ op: 'remove', path: 'members', value }]);

    const after = await tenant.scim.get(group.path);
    expectAllOrNothing(answer, { before, after, executed: { members: [] } });
  },
);

test(
  'an add of a member and of somebody else puts the other one into the group, or is refused',
  row('VAULT-GPATCH-02'),
  async ({ tenant, arrange }) => {
    const [member, other] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [member]);
    const before = await tenant.scim.get(group.path);
    const value = [{ value: member.id }, { value: other.id }];

    const answer = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value }]);

    const after = await tenant.scim.get(group.path);
    expectAllOrNothing(answer, { before, after, executed: { members: [member.id, other.id].sort() } });
  },
);
