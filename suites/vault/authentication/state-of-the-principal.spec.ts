import { expect, highRiskWhen, row, test, userBody, wordsOf } from '../../../src/harness/index.ts';

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
