import { bodyOf, expect, row, test, valuesOf, wordsOf } from '../../../src/harness/index.ts';

test(
  'a member who is not there is refused or kept, and costs no other member',
  row('RFC7643-2.3.7-04'),
  async ({ tenant, arrange, observe }) => {
    const [user, left] = await arrange.users(tenant, 2);
    const group = await arrange.group(tenant, [{ id: user?.id ?? '' }, { id: left?.id ?? '' }]);
    const unknown = '00000000-0000-4000-8000-000000000000';

    const added = await tenant.scim.patch(group.path, [{ op: 'add', path: 'members', value: [{ value: unknown }] }]);
    await tenant.scim.delete(user?.path ?? '');

    const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
    const kept = members.includes(user?.id ?? '') ? 'stays' : 'goes';
    observe(`an unknown member answers ${wordsOf(added)}; the entry of a deleted user ${kept}`);
    expect(members, 'members').toContain(left?.id);
  },
);
