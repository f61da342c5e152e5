import { expect, idsOf, optionalText, row, supportedIn, test } from '../../../src/harness/index.ts';

test(
  'filters do not find an emptied attribute',
  row('RFC7644-3.5.2.2-16'),
  async ({ tenant, arrange, types, applies }) => {
    const text = optionalText(types.user);
    applies(text !== '', 'users have no optional text attribute');
    applies(supportedIn(await tenant.scim.get('/ServiceProviderConfig'), 'filter') === true, 'filters are not offered');
    const user = await arrange.user(tenant, { [text]: 'Before' });
    const filter = `userName eq "${user.userName}" and ${text} pr`;
    const before = await tenant.scim.list('/Users', { filter });

    const patched = await tenant.scim.patch(user.path, [{ op: 'remove', path: text }]);

    expect(patched).toHaveStatus([200, 204]);
    const after = await tenant.scim.list('/Users', { filter });
    expect([idsOf(before), idsOf(after)], 'ids by presence before and after').toEqual([[user.id], []]);
  },
);
