import { bodyOf, expect, row, test, valuesOf } from '../../../src/harness/index.ts';

test(
  'in a child namespace a removal by value filter keeps all other members',
  row('VAULT-GPATCH-07'),
  async ({ arrange }) => {
    const child = await arrange.tenant({}, await arrange.namespace());
    const [first, removed, last] = [await arrange.user(child), await arrange.user(child), await arrange.user(child)];
    const group = await arrange.group(child, [first, removed, last]);

    await child.scim.patch(group.path, [{ op: 'remove', path: `members[value eq "${removed.id}"]` }]);

    const read = await child.scim.get(group.path);
    const left = valuesOf(bodyOf(read).members).filter((id) => id !== removed.id);
    expect(left, 'ids of the members besides the removed one').toEqual([first.id, last.id].sort());
  },
);
