import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  projectionDifferences,
  row,
  test,
  valuesOf,
} from '../../../src/harness/index.ts';

const DIFFERS = 'what differs from the projected group';
const PROJECTIONS = [{ attributes: ['displayName'] }, { excludedAttributes: ['members'] }];

for (const projection of PROJECTIONS) {
  const [[parameter, [name]]] = Object.entries(projection) as [[string, [string]]];
  const query = `${parameter}=${name}`;

  test(`a create of a group honours ${query}`, row('RFC7644-3.9-10'), async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant);

    const created = await tenant.scim.post(`/Groups?${query}`, groupBody(arrange.unique('group'), [user.id]));

    expect(created).toHaveStatus(201);
    const whole = bodyOf(await tenant.scim.get(`/Groups/${idOf(created)}`));
    expect(projectionDifferences(whole, created, types.group, projection), DIFFERS).toEqual([]);
    expect(valuesOf(whole.members), 'the members on GET').toEqual([user.id]);
  });

  test(`a PUT of a group honours ${query}`, row('RFC7644-3.5.1-17'), async ({ tenant, arrange, types }) => {
    const user = await arrange.user(tenant);
    const group = await arrange.group(tenant);

    const replaced = await tenant.scim.put(`${group.path}?${query}`, groupBody(group.displayName, [user.id]));

    expect(replaced).toHaveStatus(200);
    const whole = bodyOf(await tenant.scim.get(group.path));
    expect(projectionDifferences(whole, replaced, types.group, projection), DIFFERS).toEqual([]);
    expect(valuesOf(whole.members), 'the members on GET').toEqual([user.id]);
  });
}

test('a patch of a group with attributes answers 200', row('RFC7644-3.5.2-29'), async ({ tenant, arrange, types }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const add = [{ op: 'add', path: 'members', value: [{ value: user.id }] }];

  const patched = await tenant.scim.patch(`${group.path}?attributes=displayName`, add);

  expect(patched).toHaveStatus(200);
  const whole = bodyOf(await tenant.scim.get(group.path));
  expect(projectionDifferences(whole, patched, types.group, { attributes: ['displayName'] }), DIFFERS).toEqual([]);
  expect(valuesOf(whole.members), 'the members on GET').toEqual([user.id]);
});

test('a patch of a group honours excludedAttributes', row('RFC7644-3.5.2-30'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const add = [{ op: 'add', path: 'members', value: [{ value: user.id }] }];

  const patched = await tenant.scim.patch(`${group.path}?excludedAttributes=members`, add);

  expect(patched).toHaveStatus([200, 204]);
  expect(bodyOf(patched).members, 'members in the answer').toBeUndefined();
  const read = await tenant.scim.get(group.path);
  expect(valuesOf(bodyOf(read).members), 'the members on GET').toEqual([user.id]);
});

const VIEWS = ['attributes=id', 'attributes=externalId,displayName', 'excludedAttributes=groups,members'];

for (const view of VIEWS) {
  test(
    `a plain read after one with ${view} shows as much as before`,
    row('RFC7644-3.4.1-05', 'RFC7644-3.4-01', 'RFC9110-9.2.1-01'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant, [user]);
      const before = [(await tenant.scim.get(user.path)).body, (await tenant.scim.get(group.path)).body];

      await tenant.scim.get(`${user.path}?${view}`);
      await tenant.scim.get(`${group.path}?${view}`);
      await tenant.scim.get(`/Users?${view}`);
      await tenant.scim.get(`/Groups?${view}`);

      const after = [(await tenant.scim.get(user.path)).body, (await tenant.scim.get(group.path)).body];
      expect(after, 'the user and the group').toEqual(before);
    },
  );
}
