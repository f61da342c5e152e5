import {
  DELETIONS,
  expect,
  row,
  scimClientPath,
  sendEachRequest,
  storedSubjects,
  subjectsOf,
  test,
  userBody,
  waitUntilGone,
} from '../../../src/harness/index.ts';

for (const flag of ['delete-linked-resources', 'unlink-resources']) {
  test(
    `each request with a token of a client that was deleted with ${flag} is refused`,
    row('VAULT-CLDEL-22'),
    async ({ vault, arrange }) => {
      const client = await arrange.tenant();
      const subjects = await subjectsOf(arrange, client);
      expect(await client.scim.get('/Users'), 'the list before the deletion').toHaveStatus(200);
      await vault.remove(scimClientPath(client.clientName), { [flag]: 'true' });
      await arrange.during(() => waitUntilGone(vault, scimClientPath(client.clientName)));
      const before = await storedSubjects(vault, subjects);

      const asked = await sendEachRequest(client.scim, subjects);

      for (const { request, answer } of asked) expect(answer, request).toBeRefused();
      expect(await storedSubjects(vault, subjects), 'what Vault stores').toEqual(before);
    },
  );
}

test(
  'a sign-in of the principal is refused when its SCIM client is deleted, in whatever way',
  row('VAULT-CLDEL-22'),
  async ({ vault, arrange }) => {
    const client = await arrange.tenant();
    const path = scimClientPath(client.clientName);
    const fields = { access_grant_principal: client.principalId };
    const { scim } = await arrange.login(client, 'userpass');
    const sent = userBody(arrange.unique('user'));
    const entity = `identity/entity/name/${sent.userName}`;
    const before = await vault.read(entity);

    for (const { how, flags } of DELETIONS) {
      expect(await scim.get('/Users'), `the list before ${how}`).toHaveStatus(200);
      await vault.remove(path, flags);
      await arrange.during(() => waitUntilGone(vault, path));
      const refused = [await scim.get('/Users'), await scim.get('/Groups'), await scim.post('/Users', sent)];
      await vault.write(path, fields);

      for (const answer of refused) expect(answer, `a request after ${how}`).toBeRefused();
    }
    expect((await vault.read(entity)).body, 'the entity of a new user').toEqual(before.body);
  },
);
