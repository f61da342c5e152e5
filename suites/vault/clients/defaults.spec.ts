import { expect, row, test } from '../../../src/harness/index.ts';

const DEFAULTS: { id: string; field: string; value: unknown }[] = [
  { id: 'VAULT-CLIENT-33', field: 'allowed_extra_alias_mount_accessors', value: [] },
  { id: 'VAULT-CLIENT-34', field: 'default_schema_version', value: '2.2' },
  { id: 'VAULT-CLIENT-35', field: 'allow_user_adoption', value: false },
  { id: 'VAULT-CLIENT-36', field: 'allow_group_adoption', value: false },
  { id: 'VAULT-CLIENT-37', field: 'max_active_tokens', value: 2 },
  { id: 'VAULT-CLIENT-38', field: 'max_token_ttl', value: 0 },
];

for (const { id, field, value } of DEFAULTS) {
  test(`${field} of a new SCIM client is ${JSON.stringify(value)}`, row(id), async ({ vault, arrange }) => {
    const client = await arrange.scimClient();

    const answer = await vault.read(client.path);

    expect(answer.data?.[field], field).toEqual(value);
  });
}
