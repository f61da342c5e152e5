import { bodyOf, expect, idsOf, placeWhere, row, supportedIn, test } from '../../../src/harness/index.ts';

const NAME = { familyName: 'Jensen', givenName: 'Barbara' };
const CONFIG = '/ServiceProviderConfig';

test('a dot leads to a part in attributes', row('RFC7644-3.10-04'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant, { name: NAME });

  const read = await tenant.scim.list(user.path, { attributes: 'name.givenName' });

  expect(bodyOf(read).name, 'name').toEqual({ givenName: 'Barbara' });
});

test('a dot leads to a part in a filter', row('RFC7644-3.10-04'), async ({ tenant, arrange, applies }) => {
  applies(supportedIn(await tenant.scim.get(CONFIG), 'filter') === true, 'filters are not offered');
  const givenName = arrange.unique('name');
  const user = await arrange.user(tenant, { name: { ...NAME, givenName } });
  await arrange.user(tenant, { name: { familyName: givenName, givenName: 'Barbara' } });
  await arrange.user(tenant);

  const found = await tenant.scim.list('/Users', { filter: `name.givenName eq "${givenName}"` });

  expect(found).toHaveStatus(200);
  expect(idsOf(found), 'ids that the filter selects').toEqual([user.id]);
});

test('a dot leads to a part in a path', row('RFC7644-3.10-04'), async ({ tenant, arrange, applies }) => {
  applies(supportedIn(await tenant.scim.get(CONFIG), 'patch') === true, 'patches are not offered');
  const user = await arrange.user(tenant, { name: NAME });

  const patched = await tenant.scim.patch(user.path, [{ op: 'replace', path: 'name.givenName', value: 'G' }]);

  expect(patched).toHaveStatus([200, 204]);
  const { name } = bodyOf(await tenant.scim.get(user.path)) as { name?: Record<string, unknown> };
  expect([name?.givenName, name?.familyName], 'givenName and familyName').toEqual(['G', 'Jensen']);
});

test(
  'attributes of extensions are addressed with their URN',
  row('RFC7644-3.10-03'),
  async ({ tenant, arrange, types, applies }) => {
    const extensions = { ...types.user, core: { ...types.user.core, attributes: [] } };
    const text = placeWhere(
      extensions,
      (one) => one.type === 'string' && one.mutability === 'readWrite' && one.returned === 'default',
    );
    applies(text.exists, 'extensions of users have no text');
    const user = await arrange.user(tenant, text.into({}, 'sample'));

    const read = await tenant.scim.list(user.path, { attributes: text.path });

    expect(text.of(read.body), 'the value').toBe('sample');
  },
);
