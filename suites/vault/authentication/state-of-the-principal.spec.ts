import { expect, highRiskWhen, listed, listOf, row, test, userBody, wordsOf } from '../../../src/harness/index.ts';

test(
  'a SCIM token of a disabled principal is refused and changes nothing',
  row('VAULT-STOK-16'),
  async ({ vault, arrange }) => {
    const tenant = await arrange.tenant();
    const token = await arrange.credential(tenant, { fields: { type: 'scim' } });
    const sent = userBody(arrange.unique('user'));
    const entity = `identity/entity/name/${sent.userName}`;
    const before = await vault.read(entity);
    await vault.write(`identity/entity/id/${tenant.principalId}`, { disabled: true });

    const read = await token.scim.get('/Users');
    const created = await token.scim.post('/Users', sent);

    expect(read).toBeRefused();
    expect(created).toBeRefused();
    const after = await vault.read(entity);
    expect([after.status, after.body], 'the entity of the user').toEqual([before.status, before.body]);
  },
);

test('re-enabling the principal makes its old token serve again', row('VAULT-AUTH-18'), async ({ vault, arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const principal = `identity/entity/id/${tenant.principalId}`;

  await vault.write(principal, { disabled: true });
  await vault.write(principal, { disabled: false });

  expect(listed(await tenant.scim.get('/Users')), 'the users of the client').toEqual(listOf(user));
});

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
