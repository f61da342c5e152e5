import { expect, highRiskWhen, isAccepted, policiesOf, row, test, wordsOf } from '../../../src/harness/index.ts';

test('a SCIM token used outside of the SCIM paths', row('VAULT-STOK-13'), async ({ vault, arrange, observe }) => {
  const tenant = await arrange.tenant();
  const secret = await arrange.secret();
  const policy = await arrange.policy({ [secret]: ['read', 'create', 'update'] });
  const { token } = await arrange.credential(tenant, {
    policies: [policy, ...policiesOf(tenant)],
    fields: { type: 'scim' },
  });
  const asScimToken = vault.with({ token, actor: 'SCIM token' });
  const before = await vault.read(secret);

  const read = await asScimToken.read(secret);
  const written = await asScimToken.write(secret, { data: {}, options: { cas: 0 } });

  expect(read.status, 'the status of the read').toBeLessThan(500);
  expect(written).toBeRefused();
  expect((await vault.read(secret)).data, 'the secret').toEqual(before.data);
  observe(`a secret that its policy grants: ${wordsOf(read)}`, highRiskWhen(isAccepted(read)));
});
