import { attributesWhere, bodyOf, expect, idOf, resourcesOf, row, test, userBody } from '../../../src/harness/index.ts';

test(
  'what is writeOnly or never returned is in no answer, asked for or not',
  row('RFC7643-7-21', 'RFC7643-7-23'),
  async ({ tenant, arrange, types, applies }) => {
    const hidden = attributesWhere(types.user, (one) => one.mutability === 'writeOnly' || one.returned === 'never');
    applies(hidden.includes('password'), 'users have no password');
    const [name, password] = [arrange.unique('user'), arrange.unique('Pass')];
    const attributes = hidden.join(',');

    const created = await tenant.scim.post('/Users', userBody(name, { password }));
    const path = `/Users/${idOf(created)}`;
    const replaced = await tenant.scim.put(`${path}?attributes=${attributes}`, userBody(name, { password }));

    expect(created).toHaveStatus(201);
    expect(replaced).toHaveStatus([200, 204]);
    const list = await tenant.scim.list('/Users', { filter: `userName eq "${name}"`, attributes });
    const shown = [
      ...[created, replaced, await tenant.scim.get(path), await tenant.scim.list(path, { attributes })].map(bodyOf),
      ...resourcesOf(list),
    ];
    expect(
      shown.flatMap((user) => Object.keys(user).filter((attribute) => hidden.includes(attribute))),
      'hidden attributes in the create, the replace, the reads and the list',
    ).toEqual([]);
  },
);
