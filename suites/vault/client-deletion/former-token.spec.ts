import {
  expect,
  row,
  scimClientPath,
  sendEachRequest,
  storedSubjects,
  subjectsOf,
  test,
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
