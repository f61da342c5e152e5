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
