import { bodyOf, expect, groupBody, row, test, valuesOf } from '../../../src/harness/index.ts';

type Patch = { op: 'add' | 'remove'; of: number[] };

/** Whom a replace names, and the patches before it; all by their places among the users of the test. */
const REPLACES: { names: number[]; patches?: Patch[] }[] = [
  { names: [0] },
  { names: [0] },
  { patches: [{ op: 'add', of: [1, 2] }], names: [0, 3] },
  { names: [4, 3, 2] },
  { names: [4, 3, 2] },
  { patches: [{ op: 'remove', of: [3] }], names: [3, 0] },
  { names: [] },
  { patches: [{ op: 'add', of: [0, 4] }], names: [1] },
  { names: [0, 1, 2, 3, 4] },
  { names: [1, 3] },
];

test(
  'successive replaces leave no members but those that they name, whatever was there before',
  row('VAULT-GROUP-18'),
  async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 5);
    const idsAt = (places: number[]) => places.map((place) => users[place]?.id ?? '').sort();
    const group = await arrange.group(tenant, users.slice(0, 4));
    const left: string[][] = [];

    for (const { names, patches = [] } of REPLACES) {
      for (const { op, of } of patches) {
        const value = idsAt(of).map((id) => ({ value: id }));
        await tenant.scim.patch(group.path, [{ op, path: 'members', value }]);
      }
      await tenant.scim.put(group.path, groupBody(group.displayName, idsAt(names)));
      const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
      left.push(members.filter((id) => !idsAt(names).includes(id)));
    }

    expect(left, 'members that each replace left out and that are there').toEqual(REPLACES.map(() => []));
  },
);
