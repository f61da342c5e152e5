import {
  aliasIdOf,
  expect,
  highRiskWhen,
  row,
  scimClientPath,
  test,
  userBody,
  type VaultClient,
  wordsOf,
} from '../../../src/harness/index.ts';

test(
  'whether a SCIM client can manage its own principal',
  row('VAULT-AUTH-29'),
  async ({ vault, arrange, observe }) => {
    const tenant = await arrange.tenant({ clientFields: { allow_user_adoption: true } });
    const principal = `identity/entity/id/${tenant.principalId}`;
    const client = `identity/scim/client/${tenant.clientName}`;

    const adopted = await tenant.scim.post('/Users', userBody(tenant.clientName));
    const linked = await vault.write(`${client}/link-entity`, { entity_id: tenant.principalId });
    const disabled = await tenant.scim.patch(`/Users/${tenant.principalId}`, [
      { op: 'replace', path: 'active', value: false },
    ]);

    const after = await vault.read(principal);
    expect(after).toHaveStatus(200);
    expect([adopted.status, linked.status, disabled.status], 'breakdowns').not.toContain(500);
    const isManaged = after.data?.disabled === true || after.data?.name !== tenant.clientName;
    observe(
      `adoption: ${wordsOf(adopted)}; link: ${wordsOf(linked)}; deactivation: ${wordsOf(disabled)}`,
      highRiskWhen(isManaged),
    );
  },
);

interface Principal {
  id: unknown;
  name: unknown;
}

/** Other ways to lose a principal than a request to its id, and the rows for each kind of token. */
const LOSSES = [
  {
    how: 'disabled by its name',
    rows: { service: 'VAULT-AUTH-17', scim: 'VAULT-STOK-16' },
    lose: (vault: VaultClient, { name }: Principal) => vault.write(`identity/entity/name/${name}`, { disabled: true }),
  },
  {
    how: 'deleted by its name',
    rows: { service: 'VAULT-AUTH-19', scim: 'VAULT-STOK-18' },
    lose: (vault: VaultClient, { name }: Principal) => vault.remove(`identity/entity/name/${name}`),
  },
  {
    how: 'deleted in a batch',
    rows: { service: 'VAULT-AUTH-19', scim: 'VAULT-STOK-18' },
    lose: (vault: VaultClient, { id }: Principal) => vault.write('identity/entity/batch-delete', { entity_ids: [id] }),
  },
] as const;

for (const { how, rows, lose } of LOSSES) {
  for (const type of ['service', 'scim'] as const) {
    test(`a ${type} token of a principal that is ${how} is refused`, row(rows[type]), async ({ vault, arrange }) => {
      const tenant = await arrange.tenant();
      const user = await arrange.user(tenant);
      const { scim } = await arrange.credential(tenant, { fields: { type } });
      const principal = await vault.read(`identity/entity/id/${tenant.principalId}`);
      const before = await vault.read(`identity/entity/id/${user.id}`);
      expect(await scim.get(user.path), 'the user before').toHaveStatus(200);

      const lost = await lose(vault, { id: principal.data?.id, name: principal.data?.name });
      const refused = [await scim.get('/Users'), await scim.get(user.path), await scim.delete(user.path)];

      expect(lost, 'what befalls the principal').toHaveStatus([200, 204]);
      for (const answer of refused) expect(answer, 'a request afterwards').toBeRefused();
      expect((await vault.read(`identity/entity/id/${user.id}`)).data, 'the entity of the user').toEqual(before.data);
    });
  }
}

test(
  'tokens serve again when their principal is enabled by its name',
  row('VAULT-AUTH-18'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const principal = await vault.read(`identity/entity/id/${tenant.principalId}`);
    const path = `identity/entity/name/${principal.data?.name}`;
    await vault.write(path, { disabled: true });
    expect(await tenant.scim.get(user.path), 'the user while it is disabled').toBeRefused();

    await vault.write(path, { disabled: false });

    expect((await tenant.scim.get(user.path)).body, 'the user').toEqual(user.body);
    expect(await tenant.scim.put(user.path, user.sent), 'a replace of the user').toHaveStatus([200, 204]);
  },
);

for (const { type, id } of [
  { type: 'service', id: 'VAULT-AUTH-17' },
  { type: 'scim', id: 'VAULT-STOK-16' },
]) {
  test(`a ${type} token is refused each time that its principal is disabled`, row(id), async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const { scim } = await arrange.credential(tenant, { fields: { type } });
    const principal = `identity/entity/id/${tenant.principalId}`;
    const before = await vault.read(`identity/entity/id/${user.id}`);

    for (const time of ['the first time', 'the second time', 'the third time']) {
      await vault.write(principal, { disabled: true });
      const refused = [await scim.get(user.path), await scim.put(user.path, { ...user.sent, active: false })];
      await vault.write(principal, { disabled: false });

      for (const answer of refused) expect(answer, `a request of a principal that is disabled ${time}`).toBeRefused();
      expect(await scim.get(user.path), `a read when it is enabled after ${time}`).toHaveStatus(200);
    }
    expect((await vault.read(`identity/entity/id/${user.id}`)).data, 'the entity of the user').toEqual(before.data);
  });
}

test(
  'a SCIM token of a deleted principal is refused, also when an entity of its name and alias is the principal',
  row('VAULT-STOK-18'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const user = await arrange.user(tenant);
    const { scim } = await arrange.credential(tenant, { fields: { type: 'scim' } });
    const [path, stored] = [`identity/entity/id/${tenant.principalId}`, `identity/entity/id/${user.id}`];
    const { data: principal } = await vault.read(path);
    const aliasId = await arrange.during(() => aliasIdOf(vault, tenant.principalId ?? ''));
    const { data: alias } = await vault.read(`identity/entity-alias/id/${aliasId}`);
    const before = await vault.read(stored);

    await vault.remove(path);
    const next = await vault.write('identity/entity', { name: principal?.name });
    const again = { name: alias?.name, mount_accessor: alias?.mount_accessor, canonical_id: next.data?.id };
    const given = await vault.write('identity/entity-alias', again);
    const changed = await vault.write(scimClientPath(tenant.clientName), { access_grant_principal: next.data?.id });
    const refused = [await scim.get('/Users'), await scim.get(user.path), await scim.delete(user.path)];

    for (const answer of [given, changed]) expect(answer, 'the return of its name').toHaveStatus([200, 204]);
    for (const answer of refused) expect(answer, 'a request with the former token').toBeRefused();
    expect((await vault.read(stored)).data, 'the entity of the user').toEqual(before.data);
    const fresh = await arrange.credential(tenant);
    expect((await fresh.scim.get(user.path)).body, 'the user, read with a token of now').toEqual(user.body);
  },
);
