import {
  expect,
  groupBody,
  HOLDING_TOKENS,
  issuedToken,
  issueFrom,
  policiesOf,
  REVOCATIONS,
  roleFields,
  row,
  sendEachRequest,
  storedSubjects,
  subjectsOf,
  test,
  tokenFields,
  userBody,
} from '../../../src/harness/index.ts';

for (const { by, revoke } of REVOCATIONS) {
  test(
    `each request with a child of a token that is revoked by ${by} is refused`,
    row('VAULT-AUTH-32'),
    async ({ tenant, vault, arrange }) => {
      const subjects = await subjectsOf(arrange, tenant);
      const parent = await arrange.credential(tenant, { policies: policiesOf(tenant), grants: HOLDING_TOKENS });
      const session = vault.with({ token: parent.token, actor: 'another credential' });
      const issue = (from: typeof session, fields = {}) =>
        arrange.during(() => issueFrom(from, 'auth/token/create', fields));
      const child = await issue(session);
      const token = issuedToken(child);
      const others = [
        { kind: 'a batch token', token: issuedToken(await issue(session, { type: 'batch' })) },
        { kind: 'a child of the child', token: issuedToken(await issue(child.session)) },
      ];
      const before = await storedSubjects(vault, subjects);
      for (const one of [token, ...others.map((other) => other.token)]) {
        expect(await tenant.scim.get('/Users', { token: one }), 'the list before the revocation').toHaveStatus(200);
      }
      await revoke(vault, parent);

      const asked = await sendEachRequest(tenant.scim, subjects, { token });
      for (const other of others) {
        const { path } = subjects.user;
        asked.push({
          request: `a read with ${other.kind}`,
          answer: await tenant.scim.get(path, { token: other.token }),
        });
        const answer = await tenant.scim.delete(path, { token: other.token });
        asked.push({ request: `a deletion with ${other.kind}`, answer });
      }

      for (const { request, answer } of asked) expect(answer, request).toHaveStatus(403);
      expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
    },
  );
}

/** How a token comes to have two uses: fields of its role, and fields of its order. */
const TWO_USES = [
  { by: 'its order', ofRole: {}, ofOrder: { num_uses: 2 } },
  { by: 'its role', ofRole: { token_num_uses: 2 }, ofOrder: {} },
];

for (const { by, ofRole, ofOrder } of TWO_USES) {
  test(
    `a token that has two uses by ${by} is refused when it has used them up, reading and writing`,
    row('VAULT-AUTH-33'),
    async ({ tenant, vault, arrange }) => {
      const role = await arrange.tokenRole(tenant);
      const policies = policiesOf(tenant);
      await vault.write(`auth/token/roles/${role}`, { ...roleFields(tenant.clientName, policies), ...ofRole });
      const order = () => vault.write(`auth/token/create/${role}`, tokenFields(tenant.clientName, policies, ofOrder));
      const [reader, writer] = [issuedToken(await order()), issuedToken(await order())];
      const sent = userBody(arrange.unique('user'));
      const path = `identity/entity/name/${sent.userName}`;
      const before = await vault.read(path);

      const served = [
        await tenant.scim.get('/Users', { token: reader }),
        await tenant.scim.get('/Groups', { token: reader }),
        await tenant.scim.post('/Groups', groupBody(arrange.unique('group')), { token: writer }),
        await tenant.scim.post('/Groups', groupBody(arrange.unique('group')), { token: writer }),
      ];
      const refused = [
        await tenant.scim.get('/Users', { token: reader }),
        await tenant.scim.post('/Users', sent, { token: reader }),
        await tenant.scim.get('/Users', { token: writer }),
        await tenant.scim.post('/Users', sent, { token: writer }),
      ];

      for (const answer of served) expect(answer, 'a request within the uses').toHaveStatus([200, 201]);
      for (const answer of refused) expect(answer, 'a request beyond the uses').toHaveStatus(403);
      expect((await vault.read(path)).body, 'the entity').toEqual(before.body);
    },
  );
}

test(
  'the token of a userpass user with two uses is refused when it has used them up',
  row('VAULT-AUTH-33'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const place = { aliasMount: await arrange.authMount() };
    const person = await arrange.person(place, arrange.unique('login'), policiesOf(tenant));
    await arrange.alias(tenant.principalId ?? '', place, person.name);
    await vault.write(`auth/${place.aliasMount.path}/users/${person.name}`, { token_num_uses: 2 });
    const token = issuedToken(await arrange.signedIn(person));
    const sent = userBody(arrange.unique('user'));
    const path = `identity/entity/name/${sent.userName}`;
    const before = await vault.read(path);

    const served = [await tenant.scim.get('/Users', { token }), await tenant.scim.get('/Groups', { token })];
    const refused = [await tenant.scim.get('/Users', { token }), await tenant.scim.post('/Users', sent, { token })];

    for (const answer of served) expect(answer, 'a request within the uses').toHaveStatus(200);
    for (const answer of refused) expect(answer, 'a request beyond the uses').toHaveStatus(403);
    expect((await vault.read(path)).body, 'the entity').toEqual(before.body);
  },
);

test(
  'replaces, patches and deletions use up the uses of a token as well',
  row('VAULT-AUTH-33'),
  async ({ tenant, vault, arrange }) => {
    const [user, left] = [await arrange.user(tenant), await arrange.user(tenant)];
    const { scim } = await arrange.credential(tenant, { fields: { num_uses: 3 } });
    const stored = `identity/entity/id/${left.id}`;
    const before = await vault.read(stored);

    const served = [
      await scim.put(user.path, { ...user.sent, active: false }),
      await scim.patch(user.path, [{ op: 'replace', path: 'active', value: true }]),
      await scim.delete(user.path),
    ];
    const refused = [
      await scim.put(left.path, { ...left.sent, active: false }),
      await scim.patch(left.path, [{ op: 'replace', path: 'active', value: false }]),
      await scim.delete(left.path),
    ];

    for (const answer of served) expect(answer, 'a request within the uses').toHaveStatus([200, 204]);
    for (const answer of refused) expect(answer, 'a request beyond the uses').toHaveStatus(403);
    expect((await vault.read(stored)).data, 'the entity').toEqual(before.data);
  },
);
