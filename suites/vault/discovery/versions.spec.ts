import { documentsIn, expect, row, test, userBody, wordsOf } from '../../../src/harness/index.ts';

const METADATA = 'urn:ietf:params:scim:schemas:extension:vault:2.0:Metadata';
const VAULT_URN = /^urn:ietf:params:scim:schemas:extension:/;

test('extension URNs for schema version 2.2', row('VAULT-DISC-17'), async ({ arrange, observe }) => {
  const tenant = await arrange.tenant({ clientFields: { default_schema_version: '2.2' } });
  const metadata = { schemas: [METADATA], [METADATA]: { items: [{ key: 'team', value: 'red' }] } };
  const body = userBody(arrange.unique('user'));

  const schemas = await tenant.scim.get('/Schemas');
  const user = await tenant.scim.post('/Users', { ...body, ...metadata, schemas: [...(body.schemas ?? []), METADATA] });

  const offered = documentsIn(schemas).map(({ id }) => String(id));
  const shown = Object.keys((user.body as object | undefined) ?? {});
  const extensions = (urns: string[]) =>
    urns
      .filter((urn) => VAULT_URN.test(urn))
      .sort()
      .join(', ') || 'none';
  observe(`Schemas: ${extensions(offered)}; user: ${extensions(shown)}`);
  expect(schemas.status, 'status of the schemas').toBeLessThan(500);
});

test('whether this release serves SCIM', row('VAULT-DISC-18'), async ({ vault, tenant, observe }) => {
  const clients = await vault.list('identity/scim/client');
  const users = await tenant.scim.get('/Users');

  observe(`SCIM clients: ${wordsOf(clients)}; users: ${wordsOf(users)}`);
});
