import { expectAllOrNothing, row, test } from '../../../src/harness/index.ts';

const URN = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const spellings = [
  { op: 'Remove', path: (id: string) => `members[value eq "${id}"]` },
  { op: 'remove', path: (id: string) => `Members[value eq "${id}"]` },
  { op: 'remove', path: (id: string) => `members[value EQ "${id}"]` },
  { op: 'remove', path: (id: string) => `${URN}:members[value eq "${id}"]` },
];

test(
  'a removal in another spelling takes the member out, or is refused',
  row('VAULT-GPATCH-25'),
  async ({ tenant, arrange }) => {
    const [member, other] = [await arrange.user(tenant), await arrange.user(tenant)];

    for (const { op, path } of spellings) {
      const group = await arrange.group(tenant, [member, other]);
      const before = await tenant.scim.get(group.path);

      const answer = await tenant.scim.patch(group.path, [{ op, path: path(member.id) }]);

      const after = await tenant.scim.get(group.path);
      expectAllOrNothing(answer, { before, after, executed: { members: [other.id] } });
    }
  },
);
