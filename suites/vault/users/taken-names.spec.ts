import {
  bodyOf,
  createVaultGroup,
  expect,
  groupBody,
  isAccepted,
  row,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

test('a userName or displayName that is taken', row('VAULT-USER-38'), async ({ tenant, vault, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const [entityName, groupName] = [arrange.unique('entity'), arrange.unique('group')];
  const { id: entity } = await arrange.during(() =>
    vault.writeData('create an entity', 'identity/entity', { name: entityName }),
  );
  const group = await arrange.during(() => createVaultGroup(vault, groupName));
  const owners = [user.path, `identity/entity/id/${entity}`, `identity/group/id/${group}`] as const;
  const read = async () => [
    (await tenant.scim.get(owners[0])).body,
    (await vault.read(owners[1])).data,
    (await vault.read(owners[2])).data,
  ];
  const before = await read();

  const same = await tenant.scim.post('/Users', userBody(user.userName, { externalId: arrange.unique('ext') }));
  const unmanaged = await tenant.scim.post('/Users', userBody(entityName));
  const unmanagedGroup = await tenant.scim.post('/Groups', groupBody(groupName));

  expect(await read(), 'the first owners of the names').toEqual(before);
  observe(
    `same client: ${wordsOf(same)}; unmanaged entity: ${wordsOf(unmanaged)}; unmanaged group: ${wordsOf(unmanagedGroup)}`,
  );
});

test('an externalId that is taken', row('VAULT-USER-39'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const third = await arrange.tenant();
  const { externalId } = user;
  const before = await tenant.scim.get(user.path);

  const same = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { externalId }));
  const foreign = await third.scim.post('/Users', userBody(arrange.unique('user'), { externalId }));

  const after = await tenant.scim.get(user.path);
  expect(after.body, 'the first user').toEqual(before.body);
  observe(`same client: ${wordsOf(same)}; other client: ${wordsOf(foreign)}`);
});

test(
  'status of a replace with another or no externalId',
  row('VAULT-USER-40'),
  async ({ tenant, arrange, observe }) => {
    const user = await arrange.user(tenant);
    const { externalId, ...without } = user.sent;

    const other = await tenant.scim.put(user.path, { ...user.sent, externalId: arrange.unique('ext') });
    const none = await tenant.scim.put(user.path, without);

    const read = await tenant.scim.get(user.path);
    expect(other.status, 'status of the replace').toBeLessThan(500);
    expect(none.status, 'status of the replace').toBeLessThan(500);
    const kept = bodyOf(read).externalId === externalId ? 'kept' : 'not kept';
    observe(`another externalId: ${wordsOf(other)}; none: ${wordsOf(none)}; the first one is ${kept}`);
  },
);

test(
  'a renamed user whose new alias name is taken',
  row('VAULT-USER-42'),
  async ({ tenant, vault, arrange, observe }) => {
    const user = await arrange.user(tenant);
    const [name, accessor] = [arrange.unique('taken'), tenant.aliasMount?.accessor];
    const { id: owner } = await arrange.during(() =>
      vault.writeData('create an entity', 'identity/entity', { name: `${name}-owner` }),
    );
    await arrange.during(() =>
      vault.writeData('create an alias', 'identity/entity-alias', {
        name,
        mount_accessor: accessor,
        canonical_id: owner,
      }),
    );

    const answer = await tenant.scim.put(user.path, { ...user.sent, userName: name });

    const aliasesOf = async (id: unknown) => {
      const entity = await vault.read(`identity/entity/id/${id}`);
      const aliases = (entity.data?.aliases ?? []) as { mount_accessor?: string; name?: string }[];
      return aliases.filter((alias) => alias.mount_accessor === accessor).map((alias) => alias.name);
    };
    expect(answer.status, 'status of the replace').toBeLessThan(500);
    expect(await aliasesOf(owner), 'aliases of the first owner').toEqual([name]);
    expect(await aliasesOf(user.id), 'aliases of the user').toEqual([user.userName]);
    observe(`${wordsOf(answer)}, ${isAccepted(answer) ? 'renamed without its alias' : 'not renamed'}`);
  },
);
