import {
  adoptingTenant,
  adoptPerson,
  aliasesOf,
  createVaultEntity,
  expect,
  highRiskWhen,
  idOf,
  isAccepted,
  metadataOf,
  row,
  storedObjects,
  type Tenant,
  test,
  unmanagedGroup,
  unmanagedPerson,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

const UNPROVEN = 'the create does not adopt the entity here';
const deactivate = [{ op: 'replace', path: 'active', value: false }];

test(
  'with user adoption a create takes over the entity whose alias has the userName',
  row('VAULT-ADOPT-01'),
  async ({ vault, arrange, observe }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const person = await unmanagedPerson(arrange, vault, tenant);
    const before = await vault.read(person.entity);

    const answer = await tenant.scim.post('/Users', userBody(person.name));

    const after = await vault.read(person.entity);
    expect(answer.status, 'status of the create').toBeLessThan(500);
    expect(isAccepted(answer) ? before.data : after.data, 'the entity after a refusal').toEqual(before.data);
    const id = idOf(answer) === person.id ? ', with the id of the entity' : ', without the id of the entity';
    observe(`${wordsOf(answer)}${isAccepted(answer) ? id : ', nothing changed'}`);
  },
);

test(
  'after adoption the user is managed like a created one',
  row('VAULT-ADOPT-11'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const person = await unmanagedPerson(arrange, vault, tenant);
    applies(await adoptPerson(arrange, tenant, person), UNPROVEN);

    const answer = await tenant.scim.patch(person.path, deactivate);

    expect(answer).toHaveStatus([200, 204]);
    const entity = await vault.read(person.entity);
    expect(entity.data?.disabled, 'disabled of the entity').toBe(true);
  },
);

test(
  'an adopted entity cannot be adopted by another client',
  row('VAULT-ADOPT-13'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const accessor = tenant.aliasMount?.accessor;
    const clientFields = { allow_user_adoption: true, alias_mount_accessor: accessor };
    const rival = await arrange.tenant({ clientFields });
    const person = await unmanagedPerson(arrange, vault, tenant);
    applies(await adoptPerson(arrange, tenant, person), UNPROVEN);
    const before = await vault.read(person.entity);

    const answers = [
      await rival.scim.post('/Users', userBody(person.name)),
      await rival.scim.post('/Users', userBody(person.name)),
    ];

    for (const answer of answers) expect(answer).toBeRefused();
    const after = await vault.read(person.entity);
    expect(after.data, 'the entity and its alias').toEqual(before.data);
  },
);

for (const active of [true, false]) {
  test(
    `adoption as ${active ? 'an active' : 'an inactive'} user keeps the policies of the entity`,
    row('VAULT-ADOPT-14'),
    async ({ vault, arrange, applies }) => {
      const tenant = await adoptingTenant(arrange, { users: true });
      const grants = ['first', 'second', 'third'].map((what) => ({ [arrange.unique(what)]: ['read'] }));
      const policies = await Promise.all(grants.map((grant) => arrange.policy(grant)));
      const person = await unmanagedPerson(arrange, vault, tenant, { policies });

      const answer = await tenant.scim.post(
        '/Users',
        userBody(person.name, { ...metadataOf({ department: 'sales' }), active }),
      );

      applies(idOf(answer) === person.id, UNPROVEN);
      const entity = await vault.read(person.entity);
      expect([entity.data?.policies].flat().sort(), 'policies of the entity').toEqual(policies.toSorted());
    },
  );
}

test(
  'adoption leaves the groups of administrators that hold the entity, and who is in them',
  row('VAULT-ADOPT-27'),
  async ({ vault, arrange, applies }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const [person, beside] = [await unmanagedPerson(arrange, vault, tenant), await arrange.entity()];
    const group = await unmanagedGroup(arrange, vault, { member_entity_ids: [beside, person.id] });
    const alone = await unmanagedGroup(arrange, vault, { member_entity_ids: [person.id] });
    const around = [group.stored, alone.stored, `identity/entity/id/${beside}`];
    await arrange.during(() =>
      Promise.all(around.map((path) => vault.writeOrThrow('give policies', path, { policies: ['vsc-first'] }))),
    );
    const before = await storedObjects(vault, around);

    const answer = await tenant.scim.post('/Users', userBody(person.name));

    applies(idOf(answer) === person.id, UNPROVEN);
    expect(await storedObjects(vault, around), 'what is around the entity').toEqual(before);
  },
);

test(
  'names and marks of an adopted entity and its alias',
  row('VAULT-ADOPT-17'),
  async ({ vault, arrange, applies, observe }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const person = await unmanagedPerson(arrange, vault, tenant);
    const before = await vault.read(person.entity);

    const answer = await tenant.scim.post('/Users', userBody(person.name));

    applies(idOf(answer) === person.id, UNPROVEN);
    const after = await vault.read(person.entity);
    const owned = (object: Record<string, unknown> | null | undefined) =>
      object?.scim_client_id === tenant.clientId ? 'marked' : 'not marked';
    expect(aliasesOf(after).length, 'number of aliases').toBe(aliasesOf(before).length);
    const name = after.data?.name === person.name ? 'renamed to the userName' : 'not renamed';
    observe(`entity ${owned(after.data)}, ${name}; alias ${owned(aliasesOf(after)[0])}`);
  },
);

test(
  'adoption of a disabled entity, of one with several aliases and of a merged one',
  row('VAULT-ADOPT-18'),
  async ({ vault, arrange, observe }) => {
    const tenant = await adoptingTenant(arrange, { users: true });
    const disabled = await unmanagedPerson(arrange, vault, tenant, { disabled: true });
    const several = await unmanagedPerson(arrange, vault, tenant);
    const second = { aliasMount: await arrange.authMount() };
    await arrange.alias(several.id, second, arrange.unique('second'));
    const merged = await unmanagedPerson(arrange, vault, tenant);
    const from = await arrange.during(() => createVaultEntity(vault, arrange.unique('merged')));
    const merge = { from_entity_ids: [from], to_entity_id: merged.id };
    await arrange.during(() => vault.writeOrThrow('merge entities', 'identity/entity/merge', merge));

    const answers = {
      disabled: await tenant.scim.post('/Users', userBody(disabled.name)),
      several: await tenant.scim.post('/Users', userBody(several.name)),
      merged: await tenant.scim.post('/Users', userBody(merged.name)),
    };

    for (const { status } of Object.values(answers)) expect(status, 'status of a create').toBeLessThan(500);
    const [entity, shown] = [await vault.read(disabled.entity), await userAt(tenant, disabled.path)];
    const enabled = entity.data?.disabled === false;
    expect(shown ?? enabled, 'active of the adopted user, beside its entity').toBe(enabled);
    const aliases = aliasesOf(await vault.read(several.entity)).filter(({ scim_client_id: owner }) => Boolean(owner));
    const words = [
      `a disabled one: ${wordsOf(answers.disabled)}, then ${enabled ? 'enabled' : 'disabled'}`,
      `one with two aliases: ${wordsOf(answers.several)}, then ${aliases.length} of them marked`,
      `a merged one: ${wordsOf(answers.merged)}`,
    ];
    observe(words.join('; '), highRiskWhen(enabled));
  },
);

test('a create where no alias has the userName', row('VAULT-ADOPT-20'), async ({ vault, arrange, observe }) => {
  const tenant = await adoptingTenant(arrange, { users: true });
  const name = arrange.unique('entity');
  const id = await arrange.during(() => createVaultEntity(vault, name));
  const before = await vault.read(`identity/entity/id/${id}`);

  const answer = await tenant.scim.post('/Users', userBody(name));

  const after = await vault.read(`identity/entity/id/${id}`);
  expect(answer.status, 'status of the create').toBeLessThan(500);
  expect(isAccepted(answer) ? before.data : after.data, 'the entity after a refusal').toEqual(before.data);
  observe(`the create gets ${wordsOf(answer)}`, highRiskWhen(idOf(answer) === id));
});

/** `active` of a user, undefined when the client has none at this path. */
async function userAt({ scim }: Tenant, path: string): Promise<unknown> {
  const { status, body } = await scim.get(path);
  return status === 200 ? (body as { active?: unknown }).active : undefined;
}
