import {
  expect,
  expectNoClient,
  isAccepted,
  linkToClient,
  OTHER_SETTINGS,
  putClient,
  row,
  scimClientPath,
  test,
} from '../../../src/harness/index.ts';

/** The values that a setting is updated to, one after the other: the smallest, the largest of practice, none that is round. */
const UPDATES: { id: string; field: string; values: unknown[] }[] = [
  { id: 'VAULT-CLIENT-40', field: 'default_schema_version', values: ['2.0'] },
  { id: 'VAULT-CLIENT-41', field: 'allow_user_adoption', values: [true, false] },
  { id: 'VAULT-CLIENT-42', field: 'allow_group_adoption', values: [true, false] },
  { id: 'VAULT-CLIENT-43', field: 'max_active_tokens', values: [12, 1] },
  { id: 'VAULT-CLIENT-44', field: 'max_token_ttl', values: [2_592_000, 3_661, 0] },
  { id: 'VAULT-CLIENT-58', field: 'default_schema_version', values: ['2.0', '2.2'] },
];

for (const { id, field, values } of UPDATES) {
  test(
    `${field} of a client in use can be updated to ${values.join(', then ')}, also twice, by PUT, and with all else`,
    row(id),
    async ({ vault, arrange }) => {
      const client = await arrange.scimClient();
      const [owned, next] = [await arrange.entity(), await arrange.entity()];
      await arrange.during(() => linkToClient(vault, client.name, { entity_id: owned }));
      const { [field]: _, ...others } = OTHER_SETTINGS as Record<string, unknown>;

      for (const value of values) {
        const fields = { access_grant_principal: client.principalId, [field]: value };
        const answers = [await vault.write(client.path, fields), await vault.write(client.path, fields)];

        for (const answer of answers) expect(answer).toHaveStatus([200, 204]);
        const stored = await vault.read(client.path);
        expect(stored.data?.[field], field).toBe(value);
      }
      for (const [turn, value] of values.entries()) {
        const principal = turn % 2 === 0 ? next : client.principalId;
        const fields = { access_grant_principal: principal, ...others, [field]: value };
        const answer = await putClient(vault, client.path, fields);

        expect(answer, 'an update of all fields by PUT').toHaveStatus([200, 204]);
        const stored = await vault.read(client.path);
        expect(stored.data?.[field], `${field}, after an update of all fields by PUT`).toBe(value);
      }
    },
  );
}

for (const method of ['POST', 'PUT']) {
  test(
    `fields that an update by ${method} leaves out keep their values, also when the client is in use`,
    row('VAULT-CLIENT-45'),
    async ({ vault, arrange }) => {
      const settings = {
        ...OTHER_SETTINGS,
        allowed_extra_alias_mount_accessors: [(await arrange.authMount()).accessor],
      };
      const client = await arrange.scimClient(settings);
      const [owned, next] = [await arrange.entity(), await arrange.entity()];
      await arrange.during(() => linkToClient(vault, client.name, { entity_id: owned }));
      const before = await vault.read(client.path);

      await vault.send({ method, path: `/v1/${client.path}`, body: { access_grant_principal: next } });

      const stored = await vault.read(client.path);
      expect(stored.data, 'the client').toEqual({ ...before.data, access_grant_principal: next });
      expect(stored.data, 'the fields set at the creation').toMatchObject(settings);
    },
  );
}

test('an update is answered without a body', row('VAULT-CLIENT-30'), async ({ vault, arrange }) => {
  const client = await arrange.scimClient();

  const answer = await vault.write(client.path, { access_grant_principal: client.principalId, max_active_tokens: 3 });

  expect(answer).toHaveStatus(204);
  expect(answer.text, 'the body of the answer').toBe('');
  const stored = await vault.read(client.path);
  expect(stored.data?.max_active_tokens, 'the updated field').toBe(3);
});

const REFUSED: { id: string; what: string; field: string; value: unknown }[] = [
  { id: 'VAULT-CLIENT-49', what: 'the schema version 2.1', field: 'default_schema_version', value: '2.1' },
  { id: 'VAULT-CLIENT-49', what: 'the schema version 9.9', field: 'default_schema_version', value: '9.9' },
  { id: 'VAULT-CLIENT-50', what: 'a limit of 0 active tokens', field: 'max_active_tokens', value: 0 },
  { id: 'VAULT-CLIENT-50', what: 'a negative limit of active tokens', field: 'max_active_tokens', value: -3 },
  { id: 'VAULT-CLIENT-51', what: 'a negative lifetime of tokens', field: 'max_token_ttl', value: -1 },
  { id: 'VAULT-CLIENT-51', what: 'a negative duration as lifetime', field: 'max_token_ttl', value: '-1h' },
];

for (const { id, what, field, value } of REFUSED) {
  test(`a create with ${what} is refused and makes no client`, row(id), async ({ vault, arrange }) => {
    const path = scimClientPath(arrange.unique('client'));
    const principal = await arrange.entity();
    await vault.read(path);

    const fields = { access_grant_principal: principal, [field]: value };
    const answers = [await vault.write(path, fields), await putClient(vault, path, fields)];

    for (const answer of answers) expect(answer).toBeRefused();
    await expectNoClient(vault, path);
    const elsewhere = await vault.write(scimClientPath(arrange.unique('client')), {
      access_grant_principal: principal,
    });
    expect(elsewhere, 'a create of another client with its principal afterwards').toHaveStatus(200);
    const valid = await vault.write(path, { access_grant_principal: await arrange.entity() });
    expect(valid, 'a create without it afterwards').toHaveStatus(200);
  });

  test(`an update that is refused for ${what} changes no other field`, row(id), async ({ vault, arrange }) => {
    const client = await arrange.scimClient();
    const next = await arrange.entity();
    const before = await vault.read(client.path);

    const fields = { access_grant_principal: next, ...OTHER_SETTINGS, [field]: value };
    const answers = [await vault.write(client.path, fields), await putClient(vault, client.path, fields)];

    for (const answer of answers) expect(answer).toBeRefused();
    const after = await vault.read(client.path);
    expect(after.data, 'the client').toEqual(before.data);
    const valid = await vault.write(client.path, { access_grant_principal: next, ...OTHER_SETTINGS });
    expect(valid, 'an update without it afterwards').toHaveStatus([200, 204]);
  });
}

for (const { id, what, field, value } of REFUSED) {
  test(
    `an update that is refused for ${what} changes neither whose tokens serve nor who may be principal of another client`,
    row(id),
    async ({ vault, arrange }) => {
      const [client, next, other] = [await arrange.tenant(), await arrange.freePrincipal(), await arrange.scimClient()];
      const user = await arrange.user(client);
      const path = scimClientPath(client.clientName);
      const before = await vault.read(path);

      const refused = await vault.write(path, { access_grant_principal: next.principalId, [field]: value });
      const ofNext = [await next.scim.get(user.path), await next.scim.get('/Users')];
      const ofClient = [await client.scim.get(user.path), await client.scim.put(user.path, user.sent)];
      const given = await vault.write(other.path, { access_grant_principal: next.principalId });

      expect(refused).toBeRefused();
      for (const answer of ofNext) expect(answer, 'a request of the principal that it named').toBeRefused();
      for (const answer of ofClient) expect(answer, 'a request of the principal').toHaveStatus([200, 204]);
      expect(given, 'an update of another client to the principal that it named').toHaveStatus([200, 204]);
      expect((await vault.read(path)).data, 'the client').toEqual(before.data);
    },
  );
}

test('the lifetime of tokens as a duration', row('VAULT-CLIENT-54'), async ({ vault, arrange, observe }) => {
  const words: string[] = [];

  for (const { sent, accepted } of [
    { sent: '720h', accepted: [2_592_000, '720h', '720h0m0s'] },
    { sent: '1h30m', accepted: [5_400, '1h30m', '1h30m0s'] },
  ]) {
    const client = await arrange.scimClient();
    const fields = { access_grant_principal: client.principalId, max_token_ttl: sent };
    const before = await vault.read(client.path);
    const answer = await vault.write(client.path, fields);
    expect(answer.status, 'the status, which is no breakdown').toBeLessThan(500);
    const { data } = await vault.read(client.path);
    const meant = isAccepted(answer) ? accepted : [before.data?.max_token_ttl];
    expect(meant, 'what the stored lifetime may be').toContain(data?.max_token_ttl);
    words.push(
      `"${sent}" is answered with status ${answer.status} and stored as ${JSON.stringify(data?.max_token_ttl)}`,
    );
  }

  observe(words.join('; '));
});

const ALONE: { what: string; from: Record<string, unknown>; updates: Record<string, unknown> }[] = [
  {
    what: 'what was set',
    from: OTHER_SETTINGS,
    updates: {
      max_active_tokens: 4,
      max_token_ttl: 7_200,
      default_schema_version: '2.2',
      allow_user_adoption: false,
      allow_group_adoption: false,
    },
  },
  { what: 'the defaults', from: {}, updates: { allow_user_adoption: true, allow_group_adoption: true } },
];

for (const { what, from, updates } of ALONE) {
  test(`an update of one field leaves ${what} of the others`, row('VAULT-CLIENT-45'), async ({ vault, arrange }) => {
    const extra = { allowed_extra_alias_mount_accessors: [(await arrange.authMount()).accessor] };
    const { path, principalId } = await arrange.scimClient({ ...from, ...extra });
    let before = (await vault.read(path)).data;

    for (const [field, to] of Object.entries(updates)) {
      await vault.write(path, { access_grant_principal: principalId, [field]: to });

      const after = (await vault.read(path)).data;
      expect({ ...after, [field]: to }, `the client after an update of ${field}`).toEqual({ ...before, [field]: to });
      before = after;
    }
  });
}

test('updates of different fields at once are all stored', row('VAULT-CLIENT-45'), async ({ vault, arrange }) => {
  const { path, principalId } = await arrange.scimClient();
  const fields = { max_active_tokens: 5, max_token_ttl: 600, allow_user_adoption: true, allow_group_adoption: true };
  const before = await vault.read(path);

  const answers = await Promise.all(
    Object.entries(fields).map(([field, value]) =>
      vault.write(path, { access_grant_principal: principalId, [field]: value }),
    ),
  );

  for (const answer of answers) expect(answer, 'one of the updates').toHaveStatus([200, 204]);
  expect((await vault.read(path)).data, 'the client').toEqual({ ...before.data, ...fields });
});

/** What an update may be refused for, beside settings that are fine. */
const REFUSALS: { why: string; fields: Record<string, unknown> }[] = [
  { why: 'a schema version', fields: { default_schema_version: '9.9' } },
  { why: 'a limit of active tokens', fields: { max_active_tokens: 0 } },
  { why: 'a lifetime of tokens', fields: { max_token_ttl: -1 } },
  { why: 'its principal', fields: { access_grant_principal: '' } },
  { why: 'its alias mount', fields: { alias_mount_accessor: 'auth_userpass_00000000' } },
  { why: 'an extra alias mount', fields: { allowed_extra_alias_mount_accessors: ['auth_userpass_00000000'] } },
];

test(
  'fields that an update leaves out keep their values, whatever refused updates before it sent',
  row('VAULT-CLIENT-45'),
  async ({ vault, arrange }) => {
    const extra = { allowed_extra_alias_mount_accessors: [(await arrange.authMount()).accessor] };
    const { path, principalId } = await arrange.scimClient();

    for (const { why, fields } of REFUSALS) {
      const update = { access_grant_principal: principalId, ...OTHER_SETTINGS, ...extra, ...fields };
      await vault.write(path, update);
      await putClient(vault, path, update);
      const before = await vault.read(path);
      const next = await vault.write(path, { access_grant_principal: principalId });

      expect(next, `an update after one with a bad value for ${why}`).toHaveStatus([200, 204]);
      const kept = { ...before.data, access_grant_principal: principalId };
      expect((await vault.read(path)).data, `the client after one with a bad value for ${why}`).toEqual(kept);
    }
  },
);
