import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { judgeAnswer } from '../../../src/scim/oracles/judge-answer.ts';
import { ORACLES } from '../../../src/scim/oracles/rows.ts';
import { answerOf, BASE, LIST_URN } from '../answers.ts';

const context = { baseUrl: BASE, resourceSchemas: null, isVault: false };

const failuresOf = (path: string, body: unknown) =>
  judgeAnswer(answerOf({ path, body }), context)
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ oracle }) => oracle as string)
    .sort();

const CONFIG = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 100 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer', description: 'A token' }],
};

const CONFIG_BREACHES: [change: Record<string, unknown>, oracles: string[]][] = [
  [{}, []],
  [{ schemas: ['urn:x'] }, ['config-urn']],
  [{ patch: undefined }, ['config-patch']],
  [{ patch: { supported: 'yes' } }, ['config-patch']],
  [{ bulk: undefined }, ['config-bulk', 'config-bulk-limits']],
  [{ bulk: { supported: false } }, ['config-bulk-limits']],
  [{ filter: { supported: true, maxResults: '100' } }, ['config-filter-limit']],
  [{ filter: { supported: 1, maxResults: 100 } }, ['config-filter']],
  [{ changePassword: {} }, ['config-change-password']],
  [{ sort: null }, ['config-sort']],
  [{ etag: undefined }, ['config-etag']],
  [{ documentationUri: 'ftp://x' }, ['config-urls']],
  [{ authenticationSchemes: [] }, ['config-schemes']],
  [{ authenticationSchemes: [{ type: 'oauth2', name: 'x' }] }, ['config-scheme-form']],
  [{ authenticationSchemes: [{ type: 'magic', name: 'x', description: 'y' }] }, ['config-scheme-type']],
];

for (const [change, oracles] of CONFIG_BREACHES) {
  test(`a configuration with ${JSON.stringify(change)} is judged by ${oracles.join(', ') || 'no failure'}`, () => {
    assert.deepEqual(failuresOf('/ServiceProviderConfig', { ...CONFIG, ...change }), oracles);
  });
}

test('a list instead of a configuration is no single object', () => {
  assert.ok(failuresOf('/ServiceProviderConfig', [CONFIG]).includes('config-object'));
});

const ATTRIBUTE = {
  name: 'a',
  type: 'string',
  multiValued: false,
  required: false,
  mutability: 'readOnly',
  returned: 'default',
};

const schemaWith = (attribute: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: 'urn:x:y',
  attributes: [{ ...ATTRIBUTE, ...attribute }],
  ...more,
});

const SCHEMA_BREACHES: [title: string, body: unknown, oracles: string[]][] = [
  ['a correct schema', schemaWith({}), []],
  ['an attribute without multiValued', schemaWith({ multiValued: undefined }), ['schema-attribute-form']],
  ['a name with a blank', schemaWith({ name: 'a b' }), ['schema-attribute-name']],
  ['a type of its own', schemaWith({ type: 'colour' }), ['schema-attribute-type']],
  ['a complex attribute without parts', schemaWith({ type: 'complex' }), ['schema-sub-attributes']],
  [
    'a complex part',
    schemaWith({ type: 'complex', subAttributes: [{ ...ATTRIBUTE, type: 'complex' }] }),
    ['schema-no-nesting'],
  ],
  ['another mutability', schemaWith({ mutability: 'fixed' }), ['schema-mutability']],
  ['another returned', schemaWith({ returned: 'often' }), ['schema-returned']],
  ['another uniqueness', schemaWith({ uniqueness: 'some' }), ['schema-uniqueness']],
  [
    'a reference type that is no array',
    schemaWith({ type: 'reference', referenceTypes: 'User' }),
    ['schema-reference-types'],
  ],
  ['no URN', schemaWith({}, { id: 'User' }), ['schema-id']],
  ['a message schema', schemaWith({}, { id: 'urn:ietf:params:scim:api:messages:2.0:Error' }), ['schema-no-message']],
  ['another schema URN', schemaWith({}, { schemas: ['urn:z'] }), ['schema-urn']],
];

for (const [title, body, oracles] of SCHEMA_BREACHES) {
  test(`${title} in /Schemas is judged by ${oracles.join(', ') || 'no failure'}`, () => {
    assert.deepEqual(failuresOf('/Schemas/urn:x:y', body), oracles);
  });
}

const TYPE = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
  name: 'User',
  endpoint: '/Users',
  schema: 'urn:x:y',
};

const TYPE_BREACHES: [change: Record<string, unknown>, oracles: string[]][] = [
  [{}, []],
  [{ name: undefined }, ['type-name']],
  [{ schemas: ['urn:x'] }, ['type-urn']],
  [{ endpoint: 'https://x/Users' }, ['type-endpoint']],
  [{ schema: undefined }, ['type-schema']],
  [{ schemaExtensions: [{ required: true }] }, ['type-extension-schema']],
  [{ schemaExtensions: [{ schema: 'urn:e:f' }] }, ['type-extension-required']],
  [{ meta: { resourceType: 'User' } }, ['discovery-entry-form']],
];

for (const [change, oracles] of TYPE_BREACHES) {
  test(`a resource type with ${JSON.stringify(change)} is judged by ${oracles.join(', ') || 'no failure'}`, () => {
    assert.deepEqual(failuresOf('/ResourceTypes/User', { ...TYPE, ...change }), oracles);
  });
}

test('discovery lists are ListResponses', () => {
  assert.deepEqual(failuresOf('/Schemas', [schemaWith({})]), ['list-urn', 'schemas-list']);
  const list = { SCHEMAS: [LIST_URN], totalresults: 1, resources: [TYPE] };
  assert.deepEqual(failuresOf('/ResourceTypes', list), []);
});

test('every oracle that a message schema names exists', () => {
  const folder = new URL('../../../fixtures/schemas/scim/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    for (const [, name = ''] of text.matchAll(/"(?:oracle|absent)": "([^"]+)"/g)) {
      assert.ok(name in ORACLES, `${file}: ${name}`);
    }
  }
});
