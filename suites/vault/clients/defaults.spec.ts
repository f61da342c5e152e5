import {
  type Arrange,
  DELETIONS,
  expect,
  expectGone,
  putClient,
  row,
  scimClientPath,
  test,
} from '../../../src/harness/index.ts';

/** What a setting is by default, and another value that it may have. */
const DEFAULTS: { id: string; field: string; value: unknown; former: (arrange: Arrange) => unknown }[] = [
  {
    id: 'VAULT-CLIENT-33',
    field: 'allowed_extra_alias_mount_accessors',
    value: [],
    former: async (arrange) => [(await arrange.authMount()).accessor],
  },
  { id: 'VAULT-CLIENT-34', field: 'default_schema_version', value: '2.2', former: () => '2.0' },
  { id: 'VAULT-CLIENT-35', field: 'allow_user_adoption', value: false, former: () => true },
  { id: 'VAULT-CLIENT-36', field: 'allow_group_adoption', value: false, former: () => true },
  { id: 'VAULT-CLIENT-37', field: 'max_active_tokens', value: 2, former: () => 7 },
  { id: 'VAULT-CLIENT-38', field: 'max_token_ttl', value: 0, former: () => 3_600 },
];

for (const { id, field, value, former } of DEFAULTS) {
  test(
    `${field} of a new SCIM client is ${JSON.stringify(value)}, whatever a deleted one of its name had, however deleted`,
    row(id),
    async ({ vault, arrange }) => {
      const fresh = await arrange.scimClient();
      const set = { [field]: await former(arrange) };
      const { path, principalId } = await arrange.scimClient(set);

      expect((await vault.read(fresh.path)).data?.[field], field).toEqual(value);
      for (const { how, flags } of DELETIONS) {
        await vault.remove(path, flags);
        await expectGone(vault, path, 'the deleted client');
        await vault.write(path, { access_grant_principal: principalId });

        const again = await vault.read(path);
        expect(again.data?.[field], `${field} under the name of the client, after ${how}`).toEqual(value);
        await vault.write(path, { access_grant_principal: principalId, ...set });
      }
    },
  );

  test(
    `${field} of a new SCIM client is ${JSON.stringify(value)}, whatever a refused create of its name sent`,
    row(id),
    async ({ vault, arrange }) => {
      const path = scimClientPath(arrange.unique('client'));
      const set = { [field]: await former(arrange) };
      const principals = [undefined, (await arrange.scimClient()).principalId];

      for (const principal of principals) {
        const create = { access_grant_principal: principal, ...set };
        const refused = [await vault.write(path, create), await putClient(vault, path, create)];
        for (const answer of refused) expect(answer, 'a create without a principal of its own').toBeRefused();
      }
      const created = await vault.write(path, { access_grant_principal: await arrange.entity() });

      expect(created).toHaveStatus(200);
      expect((await vault.read(path)).data?.[field], field).toEqual(value);
    },
  );
}
