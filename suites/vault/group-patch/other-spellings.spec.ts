import { expectAllOrNothing, row, test } from '../../../src/harness/index.ts';

const URN = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const spellings = [
  { what: 'with the operation in capitals', op: 'Remove', path: (id: string) => `members[value eq "${id}"]` },
  { what: 'with the attribute in capitals', op: 'remove', path: (id: string) => `Members[value eq "${id}"]` },
  { what: 'with the operator in capitals', op: 'remove', path: (id: string) => `members[value EQ "${id}"]` },
  { what: 'with the URN of the schema', op: 'remove', path: (id: string) => `${URN}:members[value eq "${id}"]` },
];

for (const { what, op, path } of spellings) {
  test(`a removal ${what} takes the member out, or is refused`, row('VAULT-GPATCH-25'), async ({ tenant, arrange }) => {
    const [member, other] = [await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [member, other]);
    const before = await tenant.scim.get(group.path);

    const answer = await tenant.scim.patch(group.path, [{ op, path: path(member.id) }]);

    const after = await tenant.scim.get(group.path);
    expectAllOrNothing(answer, { before, after, executed: { members: [other.id] } });
  });
}
