import {
  expect,
  idsOf,
  issuedToken,
  policiesOf,
  removeMember,
  roleFields,
  row,
  setActive,
  test,
  tokenFields,
} from '../../../src/harness/index.ts';

test(
  'SCIM tokens of a client of a child namespace serve it and are limited, beside a client of its name in the parent',
  row('VAULT-NS-22'),
  async ({ arrange }) => {
    const inside = await arrange.namespace();
    const clientFields = { max_active_tokens: 1 };
    const ofParent = await arrange.tenant({ clientFields });
    await arrange.credential(ofParent, { fields: { type: 'scim' } });
    const child = await arrange.tenant({ clientFields, name: ofParent.clientName }, inside);
    const user = await arrange.user(child);
    const policies = policiesOf(child);
    const role = arrange.unique('role');
    await arrange.during(() => inside.write(`auth/token/roles/${role}`, roleFields(child.clientName, policies)));
    const fields = tokenFields(child.clientName, policies, { type: 'scim' });

    const issued = [
      await inside.write(`auth/token/create/${role}`, fields),
      await inside.write(`auth/token/create/${role}`, fields),
    ];

    const lists = await Promise.all(issued.map((answer) => child.scim.get('/Users', { token: issuedToken(answer) })));
    const served = lists.filter(({ status }) => status === 200);
    expect(served.map(idsOf), 'the users that SCIM tokens list').toEqual([[user.id]]);
    const client = await inside.read(`identity/scim/client/${child.clientName}`);
    expect(client.data?.max_active_tokens, 'max_active_tokens of the client').toBe(1);
  },
);

test(
  'no SCIM token of a client of a child namespace lives longer than its max_token_ttl',
  row('VAULT-NS-22'),
  async ({ arrange }) => {
    const inside = await arrange.namespace();
    const child = await arrange.tenant({ clientFields: { max_token_ttl: 60, max_active_tokens: 4 } }, inside);
    const [policies, role] = [policiesOf(child), arrange.unique('role')];
    await arrange.during(() => inside.write(`auth/token/roles/${role}`, roleFields(child.clientName, policies)));

    for (const ttl of ['30s', '61s', '1h', undefined]) {
      const asked = tokenFields(child.clientName, policies, { type: 'scim', ttl });
      const { status, auth } = await inside.write(`auth/token/create/${role}`, asked);
      const looked = await inside.write('auth/token/lookup-accessor', { accessor: auth?.accessor ?? '' });

      expect(status, 'the status of an order').toBeLessThan(500);
      expect(Number(looked.data?.ttl ?? 0), 'the seconds that a lookup shows').toBeLessThanOrEqual(60);
    }
    const client = await inside.read(`identity/scim/client/${child.clientName}`);
    expect(client.data?.max_token_ttl, 'max_token_ttl of the client').toBe(60);
  },
);

test(
  'in a child namespace revoking a SCIM token frees its place under the limit',
  row('VAULT-NS-22'),
  async ({ arrange }) => {
    const inside = await arrange.namespace();
    const child = await arrange.tenant({ clientFields: { max_active_tokens: 1 } }, inside);
    const [policies, role] = [policiesOf(child), arrange.unique('role')];
    await arrange.during(() => inside.write(`auth/token/roles/${role}`, roleFields(child.clientName, policies)));
    const order = () =>
      inside.write(`auth/token/create/${role}`, tokenFields(child.clientName, policies, { type: 'scim' }));
    const serves = async (answer: Parameters<typeof issuedToken>[0]) =>
      (await child.scim.get('/Users', { token: issuedToken(answer) })).status === 200;

    const [first, beyond] = [await order(), await order()];
    const before = [await serves(first), await serves(beyond)];
    await inside.write('auth/token/revoke-accessor', { accessor: first.auth?.accessor ?? '' });
    const next = await order();
    const after = [await serves(first), await serves(next)];

    expect(before, 'whether the first token and one beyond the limit serve').toEqual([true, false]);
    expect(after, 'whether the revoked token and the next one serve').toEqual([false, true]);
    const client = await inside.read(`identity/scim/client/${child.clientName}`);
    expect(client.data?.max_active_tokens, 'max_active_tokens of the client').toBe(1);
  },
);

test(
  'an active member of a group of a child namespace reads a secret by its policy',
  row('VAULT-NS-23'),
  async ({ arrange }) => {
    const inside = await arrange.namespace();
    const child = await arrange.tenant({ aliasMount: 'userpass' }, inside);
    const user = await arrange.user(child);
    const group = await arrange.group(child, [user]);
    const secret = await arrange.secret(undefined, inside);
    const policies = [await arrange.policy({ [secret]: ['read'] }, inside)];
    const mount = child.aliasMount?.path.replace(/^auth\//, '') ?? '';
    const password = arrange.unique('password');
    const before = await inside.read(secret);
    await arrange.during(async () => {
      await inside.writeOrThrow('give a group a policy', `identity/group/id/${group.id}`, { policies });
      await inside.writeOrThrow('create a userpass user', `auth/${mount}/users/${user.userName}`, { password });
    });
    const signIn = await inside
      .with({ token: null, actor: 'login' })
      .write(`auth/${mount}/login/${user.userName}`, { password });
    const session = inside.with({ token: issuedToken(signIn), actor: 'person' });

    expect(signIn.auth?.entity_id, 'entity of the sign-in').toBe(user.id);
    expect(await session.read(secret), 'the secret').toHaveStatus(200);
    await setActive(child, user, false);
    expect(await session.read(secret), 'the secret of an inactive user').toHaveStatus(403);
    await setActive(child, user, true);
    expect(await session.read(secret), 'the secret of a user that is active again').toHaveStatus(200);
    await removeMember(child, group, user);
    expect(await session.read(secret), 'the secret of a former member').toHaveStatus(403);
    expect((await inside.read(secret)).data, 'the secret').toEqual(before.data);
  },
);
