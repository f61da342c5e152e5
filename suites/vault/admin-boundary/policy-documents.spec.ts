import { expect, row, test } from '../../../src/harness/index.ts';

const REPEATED = 'path "secret/data/one" {\n  capabilities = ["read"]\n  capabilities = ["list"]\n}\n';

test('a policy with a repeated attribute is refused', row('VAULT-ADMIN-25'), async ({ vault, arrange }) => {
  const path = `sys/policies/acl/${arrange.unique('policy')}`;
  const before = await vault.read(path);

  const answer = await vault.write(path, { policy: REPEATED });

  expect(answer).toBeRefused();
  const after = await vault.read(path);
  expect(after, 'a read of the policy').toHaveStatus(404);
  expect(after.body, 'the policy').toEqual(before.body);
});
