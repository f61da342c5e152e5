import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formatsModule from 'ajv-formats';
import { isDateTime } from '../models/instant.ts';
import { isObject, type JsonObject } from '../models/json.ts';
import { ORACLES, type OracleName } from './rows.ts';

/**
 * JSON Schemas here carry two words of our own: `oracle` names the oracle that a breach of that (sub)schema
 * belongs to, `absent` the one for a missing property where it differs.
 */
export interface SchemaProblem {
  oracle: OracleName;
  /** Attribute path without indexes: `emails.value`. */
  path: string;
  problem: string;
  /** Name of the offending property for undeclared ones. */
  property?: string;
}

/** Base64 in either alphabet; padding may be left out (RFC 7643 section 2.3.6). */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
}

let compiler: Ajv | undefined;

/** One Ajv for the process; made at first use, because most processes of a run judge nothing. */
export function schemaCompiler(): Ajv {
  if (compiler) return compiler;
  compiler = new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false,
    strictTypes: false,
  });
  formatsModule.default(compiler, ['uri', 'uri-reference']);
  compiler.addFormat('xsd-date-time', isDateTime);
  compiler.addFormat('base64', isBase64);
  compiler.addVocabulary(['oracle', 'absent']);
  return compiler;
}

export type MessageSchemaName = 'error' | 'list-response' | 'service-provider-config' | 'resource-type' | 'schema';

const MESSAGE_SCHEMAS = new Map<MessageSchemaName, ValidateFunction>();

/**
 * A message with its members spelled as its schema declares them, because names compare without case (RFC
 * 7643 section 2.1). The same value when nothing has to be renamed at that level.
 */
export function messageWithDeclaredNames(name: MessageSchemaName, value: unknown): unknown {
  return spelledAs(messageValidator(name).schema, value);
}

function spelledAs(schema: unknown, value: unknown): unknown {
  if (!isObject(schema)) return value;
  if (Array.isArray(value))
    return isObject(schema.items) ? value.map((entry) => spelledAs(schema.items, entry)) : value;
  if (!isObject(value) || !isObject(schema.properties)) return value;
  const result: JsonObject = {};
  for (const [key, one] of Object.entries(value)) {
    const declared = declaredName(schema.properties, key);
    const isFree = declared !== undefined && (declared === key || !(declared in value));
    const target = isFree ? declared : key;
    result[target] = isFree ? spelledAs(schema.properties[declared], one) : one;
  }
  return result;
}

function declaredName(properties: JsonObject, key: string): string | undefined {
  if (Object.hasOwn(properties, key)) return key;
  const lower = key.toLowerCase();
  return Object.keys(properties).find((candidate) => candidate.toLowerCase() === lower);
}

/** Validator of a message or discovery resource, from `fixtures/schemas/scim/<name>.schema.json`. */
export function messageValidator(name: MessageSchemaName): ValidateFunction {
  const known = MESSAGE_SCHEMAS.get(name);
  if (known) return known;
  const file = new URL(`../../../fixtures/schemas/scim/${name}.schema.json`, import.meta.url);
  const validate = schemaCompiler().compile(JSON.parse(readFileSync(file, 'utf8')));
  MESSAGE_SCHEMAS.set(name, validate);
  return validate;
}

function oracleNamed(value: unknown): OracleName | undefined {
  return typeof value === 'string' && value in ORACLES ? (value as OracleName) : undefined;
}

/** The oracle of the property that is missing, else that of the object which lacks it. */
function oracleOf(error: ErrorObject, fallback: OracleName): OracleName {
  const parent = isObject(error.parentSchema) ? error.parentSchema : {};
  if (error.keyword === 'required') {
    const properties = isObject(parent.properties) ? parent.properties : {};
    const missing = properties[String(error.params.missingProperty)];
    if (isObject(missing)) {
      const owner = oracleNamed(missing.absent) ?? oracleNamed(missing.oracle);
      if (owner) return owner;
    }
  }
  if (error.keyword === 'additionalProperties') return 'declared-only';
  if (error.keyword === 'not' && isObject(parent.not)) {
    return oracleNamed(parent.not.oracle) ?? oracleNamed(parent.oracle) ?? fallback;
  }
  return oracleNamed(parent.oracle) ?? fallback;
}

function pathOf(error: ErrorObject): string {
  const names = error.instancePath
    .split('/')
    .slice(1)
    .filter((name) => !/^\d+$/.test(name))
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const more = error.params.missingProperty ?? error.params.additionalProperty;
  return [...names, ...(typeof more === 'string' ? [more] : [])].join('.');
}

/** Whether an error only says that another error exists, or why one candidate of `contains` did not do. */
function isEcho(error: ErrorObject): boolean {
  return error.keyword === 'if' || error.schemaPath.includes('/contains/');
}

/**
 * Validates a value and gives each breach to the oracle that the schema names for it.
 * An empty array means that the value conforms.
 */
export function problemsOf(validate: ValidateFunction, value: unknown, fallback: OracleName): SchemaProblem[] {
  if (validate(value)) return [];
  return (validate.errors ?? [])
    .filter((error) => !isEcho(error))
    .map((error) => {
      const property = error.params.additionalProperty;
      const path = pathOf(error);
      const problem = error.keyword === 'required' ? 'is missing' : (error.message ?? error.keyword);
      const base = { oracle: oracleOf(error, fallback), path, problem: `${path || 'body'} ${problem}` };
      return typeof property === 'string' ? { ...base, problem: `${path} is not declared`, property } : base;
    });
}
