import {
  createVaultEntity,
  expect,
  highRiskWhen,
  idOf,
  row,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

/** Both reads of the secret and the read of the entity succeed. */
const UNTOUCHED = [200, 200, 200];

test(
  "what a client gains over an administrator's entity by a create",
  row('VAULT-ACCESS-30'),
  async ({ vault, arrange, observe }) => {
    const clientFields = { allow_user_adoption: true };
    const tenant = await arrange.tenant({ aliasMount: 'userpass', clientFields });
    const secret = await arrange.secret();
    const policies = [await arrange.policy({ [secret]: ['read'] })];
    const name = arrange.unique('operator');
    const id = await arrange.during(() => createVaultEntity(vault, arrange.unique('entity'), { policies }));
    await arrange.alias(id, tenant, name);
    const { session } = await arrange.signedIn(await arrange.person(tenant, name));

    const create = await tenant.scim.post('/Users', userBody(name));
    const adopted = idOf(create) === id;
    const kept = await session.read(secret);
    await tenant.scim.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
    const disabled = await session.read(secret);
    await tenant.scim.delete(`/Users/${id}`);
    const deleted = await vault.read(`identity/entity/id/${id}`);

    expect(create.status, 'status of the create').toBeLessThan(500);
    const left = [kept.status, disabled.status, deleted.status];
    expect(adopted ? UNTOUCHED : left, 'reads and entity of somebody who was not adopted').toEqual(UNTOUCHED);
    observe(
      `create: ${wordsOf(create)}${adopted ? ', the entity is adopted' : ''}; the administrator's secret: ${kept.status}` +
        `, after active false ${disabled.status}; the entity after DELETE: ${deleted.status}`,
      highRiskWhen(adopted),
    );
  },
);
