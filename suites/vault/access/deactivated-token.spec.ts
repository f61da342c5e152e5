import {
  ACTIVITY_FORMS,
  expect,
  groupBody,
  isAccepted,
  metadataOf,
  provisionedMember,
  readSecret,
  row,
  setActive,
  test,
} from '../../../src/harness/index.ts';

const deactivate = [{ op: 'replace', path: 'active', value: false }];

test(
  'a deactivated user can neither write nor delete with the token that it has already',
  row('VAULT-ACCESS-10'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const secret = await arrange.secret();
    const policy = await arrange.policy({ [secret]: ['create', 'read', 'update', 'delete'] });
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName, [policy]));
    const value = { data: { value: 'written' } };
    await arrange.during(() => session.writeOrThrow('write a secret as a user', secret, value));
    const before = await vault.read(secret);

    await tenant.scim.patch(user.path, deactivate);
    const answers = [await session.write(secret, { data: { value: 'written later' } }), await session.remove(secret)];

    expect(
      answers.map(({ status }) => status),
      'statuses of the write and the deletion',
    ).toEqual([403, 403]);
    const after = await vault.read(secret);
    expect(after.data, 'the secret').toEqual(before.data);
  },
);

test(
  'a deactivated user can neither list nor look around with the token that it has already',
  row('VAULT-ACCESS-10'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const secret = await arrange.secret();
    const folder = secret.replace(/\/data\/[^/]+$/, '/metadata');
    const policy = await arrange.policy({ [folder]: ['list'], [`${folder}/*`]: ['list'] });
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName, [policy]));
    const first = await arrange.during(() => session.list(folder));
    const before = await vault.read(secret);

    await tenant.scim.patch(user.path, deactivate);
    const second = await session.list(folder);

    expect(isAccepted(first), 'whether the list was served before').toBe(true);
    expect(second, 'the list of the secrets').toHaveStatus(403);
    const after = await vault.read(secret);
    expect(after.data, 'the secret').toEqual(before.data);
  },
);

test(
  'a deactivated user can neither renew its token nor issue another',
  row('VAULT-ACCESS-10'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const secret = await arrange.secret();
    const own = { 'auth/token/renew-self': ['update'], 'auth/token/create': ['create', 'update'] };
    const policy = await arrange.policy(own);
    const { session } = await arrange.signedIn(await arrange.person(tenant, user.userName, [policy]));
    await arrange.during(() => session.writeOrThrow('renew a token', 'auth/token/renew-self', {}));
    const before = await vault.read(secret);

    await tenant.scim.patch(user.path, deactivate);
    const answers = [
      await session.write('auth/token/renew-self', {}),
      await session.write('auth/token/create', { ttl: '15m' }),
    ];

    expect(
      answers.map(({ status }) => status),
      'statuses of the renewal and the issue',
    ).toEqual([403, 403]);
    const after = await vault.read(secret);
    expect(after.data, 'the secret').toEqual(before.data);
  },
);

test(
  'no token of a deactivated user reads what its group, its entity or its sign-in gave, also the second time',
  row('VAULT-ACCESS-10'),
  async ({ tenant, vault, arrange }) => {
    const user = await arrange.user(tenant);
    const store = await arrange.secretStore();
    const [ofEntity, ofSignIn] = [await arrange.secret(`${store}/entity`), await arrange.secret(`${store}/sign-in`)];
    const ofGroup = await arrange.secretOf(await arrange.group(tenant, [user]));
    const policies = [await arrange.policy({ [ofEntity]: ['read'] })];
    const path = `identity/entity/id/${user.id}`;
    await arrange.during(() => vault.writeOrThrow('set policies on an entity', path, { policies }));
    const person = await arrange.person(tenant, user.userName, [await arrange.policy({ [ofSignIn]: ['read'] })]);
    const sessions = [await arrange.signedIn(person), await arrange.signedIn(person)];
    const reads = sessions.flatMap(({ session }) =>
      [ofGroup, ofEntity, ofSignIn].map((secret) => ({ session, secret })),
    );
    const before = await vault.read(ofGroup);

    for (const { form, send } of ACTIVITY_FORMS) {
      for (const time of ['first', 'second']) {
        for (const { session, secret } of reads) await arrange.during(() => readSecret(session, secret));

        await send(tenant, user, false);

        for (const { session, secret } of reads) {
          const reason = `a secret, read after ${form} deactivated the user the ${time} time`;
          expect(await session.read(secret), reason).toHaveStatus(403);
        }
        await send(tenant, user, true);
      }
    }
    const after = await vault.read(ofGroup);
    expect(after.data, 'the secret of the group').toEqual(before.data);
  },
);

test(
  'a deactivated user reads nothing with the token that it has, whatever else SCIM changes of it',
  row('VAULT-ACCESS-10'),
  async ({ tenant, vault, arrange }) => {
    const { user, group, person, secret } = await provisionedMember(arrange, tenant);
    const { session } = await arrange.signedIn(person);
    await arrange.during(() => readSecret(session, secret));
    await arrange.during(() => setActive(tenant, user, false));
    const inactive = { ...user.sent, active: false };
    const before = await vault.read(secret);

    for (const [what, change] of [
      ['a replace that repeats it', () => tenant.scim.put(user.path, inactive)],
      ['new metadata', () => tenant.scim.put(user.path, { ...inactive, ...metadataOf({ site: 'north' }) })],
      ['a rename', () => tenant.scim.put(user.path, { ...inactive, userName: `${user.userName}-x` })],
      ['its first name again', () => tenant.scim.put(user.path, inactive)],
      ['another deactivation', () => tenant.scim.patch(user.path, deactivate)],
      ['a replace of its group', () => tenant.scim.put(group.path, groupBody(`${group.displayName}-x`, [user.id]))],
    ] as const) {
      await change();

      expect(await session.read(secret), `the secret after ${what}`).toHaveStatus(403);
    }
    expect((await vault.read(secret)).data, 'the secret').toEqual(before.data);
  },
);
