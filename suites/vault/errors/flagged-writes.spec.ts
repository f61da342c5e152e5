import { bodyOf, expect, groupBody, idOf, row, test, userBody, valuesOf } from '../../../src/harness/index.ts';

const FLAG = '?aadOptscim062020';

test(
  'writes of users with the flag that Entra ID appends are made',
  row('VAULT-ERR-07'),
  async ({ tenant, arrange }) => {
    const body = userBody(arrange.unique('user'));
    const created = await tenant.scim.post(`/Users${FLAG}`, body);
    const path = `/Users/${idOf(created)}`;
    const userName = arrange.unique('renamed');

    await tenant.scim.put(`${path}${FLAG}`, { ...body, userName });
    const replaced = await tenant.scim.get(path);
    await tenant.scim.patch(`${path}${FLAG}`, [{ op: 'replace', path: 'active', value: false }]);
    const patched = await tenant.scim.get(path);
    await tenant.scim.delete(`${path}${FLAG}`);

    expect(created).toHaveStatus(201);
    expect(bodyOf(replaced).userName, 'userName after the replace').toBe(userName);
    expect(bodyOf(patched).active, 'active after the patch').toBe(false);
    expect(await tenant.scim.get(path), 'a read of the deleted user').toBeRefused();
  },
);

test(
  'writes of groups with the flag that Entra ID appends are made',
  row('VAULT-ERR-07'),
  async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const created = await tenant.scim.post(`/Groups${FLAG}`, groupBody(arrange.unique('group')));
    const path = `/Groups/${idOf(created)}`;
    const displayName = arrange.unique('renamed');

    await tenant.scim.put(`${path}${FLAG}`, groupBody(displayName));
    const replaced = await tenant.scim.get(path);
    await tenant.scim.patch(`${path}${FLAG}`, [{ op: 'add', path: 'members', value: [{ value: user.id }] }]);
    const patched = await tenant.scim.get(path);
    await tenant.scim.delete(`${path}${FLAG}`);

    expect(created).toHaveStatus(201);
    expect(bodyOf(replaced).displayName, 'displayName after the replace').toBe(displayName);
    expect(valuesOf(bodyOf(patched).members), 'members after the patch').toEqual([user.id]);
    expect(await tenant.scim.get(path), 'a read of the deleted group').toBeRefused();
  },
);
