import { bodyOf, expect, groupBody, idOf, ownerOf, row, test, userBody, valuesOf } from '../../../src/harness/index.ts';

const SCIM = 'identity/scim/v2';
const ALL = ['create', 'read', 'update', 'patch', 'delete', 'list'];

/** The per-path policy as the set-up page prints it. */
const PRINTED = {
  [`${SCIM}/Users`]: ALL,
  [`${SCIM}/Users/*`]: ALL,
  [`${SCIM}/Groups`]: ALL,
  [`${SCIM}/Groups/*`]: ALL,
  [`${SCIM}/ResourceTypes/*`]: ['read'],
  [`${SCIM}/Schemas/*`]: ['read'],
  [`${SCIM}/ServiceProviderConfig`]: ['read'],
};

test(
  'the printed per-path policy lets the client create, read, replace, patch and delete',
  row('VAULT-ACL-17'),
  async ({ tenant, arrange }) => {
    const { scim } = await arrange.credential(tenant, { grants: PRINTED });
    const sentUser = userBody(arrange.unique('user'));
    const sentGroup = groupBody(arrange.unique('group'));

    const user = await scim.post('/Users', sentUser);
    const group = await scim.post('/Groups', sentGroup);
    const [userPath, groupPath] = [`/Users/${idOf(user)}`, `/Groups/${idOf(group)}`];
    const lists = [await scim.get('/Users'), await scim.get('/Groups')];
    const replaced = [await scim.put(userPath, sentUser), await scim.put(groupPath, sentGroup)];
    const patched = [
      await scim.patch(userPath, [{ op: 'replace', path: 'active', value: false }]),
      await scim.patch(groupPath, [{ op: 'add', path: 'members', value: [{ value: idOf(user) }] }]),
    ];
    const reads = [await scim.get(userPath), await scim.get(groupPath)];
    const deleted = [await scim.delete(groupPath), await scim.delete(userPath)];

    for (const answer of [user, group]) expect(answer).toHaveStatus(201);
    for (const answer of [...lists, ...reads]) expect(answer).toHaveStatus(200);
    for (const answer of [...replaced, ...patched, ...deleted]) expect(answer).toHaveStatus([200, 204]);
    expect(reads[0] && bodyOf(reads[0]).active, 'active after the patch').toBe(false);
    expect(reads[1] && valuesOf(bodyOf(reads[1]).members), 'the members after the patch').toEqual([idOf(user)]);
    expect(await tenant.scim.get(userPath), 'the user after the deletion').toHaveStatus(404);
    expect(await tenant.scim.get(groupPath), 'the group after the deletion').toHaveStatus(404);
  },
);

test(
  'the printed per-path policy lets the client read the discovery documents',
  row('VAULT-ACL-18'),
  async ({ tenant, arrange, types }) => {
    const { scim } = await arrange.credential(tenant, { grants: PRINTED });

    for (const path of ['/ResourceTypes/User', `/Schemas/${types.user.core.urn}`, '/ServiceProviderConfig']) {
      const answer = await scim.get(path);
      expect(answer).toHaveStatus(200);
      expect(answer.body, 'the document that the tenant reads').toEqual((await tenant.scim.get(path)).body);
    }
  },
);

test(
  'a policy for SCIM resources does not open the client configuration',
  row('VAULT-ACL-19'),
  async ({ tenant, vault, arrange }) => {
    const { token } = await arrange.credential(tenant);
    const path = `identity/scim/client/${tenant.clientName}`;
    const asClient = vault.with({ token, actor: 'another credential' });
    const before = await vault.read(path);

    const read = await asClient.read(path);
    const written = await asClient.write(path, {
      access_grant_principal: tenant.principalId,
      ...(tenant.aliasMount === null ? {} : { alias_mount_accessor: tenant.aliasMount.accessor }),
    });

    expect(read).toHaveStatus(403);
    expect(written).toHaveStatus(403);
    expect((await vault.read(path)).data, 'the client').toEqual(before.data);
  },
);

test(
  'a policy for SCIM resources neither lists nor deletes SCIM clients, makes another or links to one',
  row('VAULT-ACL-19'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const path = `identity/scim/client/${tenant.clientName}`;
    const asClient = vault.with({ token: tenant.token, actor: 'another credential' });
    const [entity, further] = [await arrange.entity(), `identity/scim/client/${arrange.unique('client')}`];
    const before = await vault.read(path);

    const list = await asClient.list('identity/scim/client');
    const removed = await asClient.remove(path);
    const made = await asClient.write(further, { access_grant_principal: entity });
    const linked = await asClient.write(`${path}/link-entity`, { entity_id: entity });

    expect(list).toHaveStatus(403);
    expect(list.keys, 'names in the refusal').toEqual([]);
    for (const answer of [removed, made, linked]) expect(answer).toHaveStatus(403);
    expect((await vault.read(path)).data, 'the client').toEqual(before.data);
    expect(await vault.read(further), 'another client').toHaveStatus(404);
    expect(await ownerOf(vault, `identity/entity/id/${entity}`)(), 'owner of the entity').toBe('');
  },
);

test(
  'which capability a POST to the user collection needs',
  row('VAULT-ACL-20'),
  async ({ tenant, arrange, observe }) => {
    const creator = await arrange.credential(tenant, { grants: { [`${SCIM}/Users`]: ['create'] } });
    const updater = await arrange.credential(tenant, { grants: { [`${SCIM}/Users`]: ['update'] } });

    const byCreate = await creator.scim.post('/Users', userBody(arrange.unique('user')));
    const byUpdate = await updater.scim.post('/Users', userBody(arrange.unique('user')));

    expect([201, 403], 'with create alone').toContain(byCreate.status);
    expect([201, 403], 'with update alone').toContain(byUpdate.status);
    observe(`create alone: ${byCreate.status}; update alone: ${byUpdate.status}`);
  },
);

test('in which form a policy refuses on a SCIM path', row('VAULT-ACL-21'), async ({ tenant, arrange, observe }) => {
  const bare = await arrange.credential(tenant, { policies: ['default'] });

  const answer = await bare.scim.get('/Users');

  expect(answer).toBeRefused();
  observe(`${answer.status} in ${answer.layer} form, ${answer.mediaType || 'no media type'}`);
});
