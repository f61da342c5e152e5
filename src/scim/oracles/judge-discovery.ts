import { isObject } from '../models/json.ts';
import type { FindingList } from './finding.ts';
import { type MessageSchemaName, messageValidator, messageWithDeclaredNames, problemsOf } from './json-schema.ts';
import type { OracleName } from './rows.ts';

const CONFIG_ORACLES: readonly OracleName[] = [
  'config-urn',
  'config-object',
  'config-patch',
  'config-bulk',
  'config-filter',
  'config-change-password',
  'config-sort',
  'config-etag',
  'config-bulk-limits',
  'config-filter-limit',
  'config-schemes',
  'config-scheme-form',
  'config-scheme-type',
];

const TYPE_ORACLES: readonly OracleName[] = [
  'discovery-entry-form',
  'type-urn',
  'type-name',
  'type-endpoint',
  'type-schema',
];

const SCHEMA_ORACLES: readonly OracleName[] = [
  'discovery-entry-form',
  'schema-urn',
  'schema-id',
  'schema-no-message',
  'schema-attribute-form',
  'schema-attribute-name',
  'schema-attribute-type',
  'schema-mutability',
  'schema-returned',
];

function judgeForm(
  body: unknown,
  schema: MessageSchemaName,
  looksAt: readonly OracleName[],
  fallback: OracleName,
  findings: FindingList,
): void {
  for (const { oracle, problem } of problemsOf(messageValidator(schema), body, fallback)) {
    findings.fail(oracle, { actual: problem, message: problem });
  }
  for (const oracle of looksAt) findings.pass(oracle);
}

/** `GET /ServiceProviderConfig` (RFC 7643 section 5). */
export function judgeConfiguration(body: unknown, findings: FindingList): void {
  const config = messageWithDeclaredNames('service-provider-config', body);
  if (isObject(config)) {
    // The limits are mandatory also when the object that should hold them is missing.
    if (!isObject(config.bulk)) findings.fail('config-bulk-limits', { actual: 'no bulk' });
    if (!isObject(config.filter)) findings.fail('config-filter-limit', { actual: 'no filter' });
    if (!Array.isArray(config.authenticationSchemes)) findings.fail('config-scheme-form', { actual: 'no schemes' });
  }
  judgeForm(config, 'service-provider-config', isObject(config) ? CONFIG_ORACLES : [], 'config-object', findings);
}

/** One entry of `/Schemas` or `/ResourceTypes` (RFC 7643 sections 6 and 7). */
export function judgeDiscoveryEntry(body: unknown, endpoint: string, findings: FindingList): void {
  const schema: MessageSchemaName = endpoint === '/Schemas' ? 'schema' : 'resource-type';
  const looksAt = endpoint === '/Schemas' ? SCHEMA_ORACLES : TYPE_ORACLES;
  const entry = messageWithDeclaredNames(schema, body);
  judgeForm(entry, schema, isObject(entry) ? looksAt : [], 'discovery-entry-form', findings);
}
