import type { ValidateFunction } from 'ajv';
import {
  type AttributeDescription,
  COMMON_ATTRIBUTES,
  type ResourceDescription,
} from '../models/resource-description.ts';
import { schemaCompiler } from './json-schema.ts';
import type { OracleName } from './rows.ts';

/**
 * `complete`: every required attribute that is returned by default must be there.
 * `projected`: the request asked for a part, only what is returned always must be.
 */
export type Completeness = 'complete' | 'projected';

type JsonSchema = Record<string, unknown>;

const TYPE_ORACLE: Partial<Record<AttributeDescription['type'], OracleName>> = {
  boolean: 'boolean-form',
  integer: 'integer-form',
  dateTime: 'date-time-form',
  binary: 'binary-form',
  reference: 'reference-form',
};

/** The oracle that decides on the form of one attribute's single value. */
export function typeOracle(attribute: AttributeDescription): OracleName {
  return TYPE_ORACLE[attribute.type] ?? 'value-type';
}

function valueForm(attribute: AttributeDescription): JsonSchema {
  switch (attribute.type) {
    case 'boolean':
      return { type: ['boolean', 'null'] };
    case 'integer':
      return { type: ['integer', 'null'] };
    case 'decimal':
      return { type: ['number', 'null'] };
    case 'dateTime':
      return { type: ['string', 'null'], format: 'xsd-date-time' };
    case 'binary':
      return { type: ['string', 'null'], format: 'base64' };
    case 'reference':
      return { type: ['string', 'null'], format: 'uri-reference' };
    default:
      return { type: ['string', 'null'] };
  }
}

function isHidden(attribute: AttributeDescription): boolean {
  return attribute.returned === 'never' || attribute.mutability === 'writeOnly';
}

function isDue(attribute: AttributeDescription, completeness: Completeness): boolean {
  if (!attribute.required || isHidden(attribute)) return false;
  return attribute.returned === 'always' || (attribute.returned === 'default' && completeness === 'complete');
}

function absentOracle(attribute: AttributeDescription, resource: string, completeness: Completeness): OracleName {
  if (attribute.name === 'id') return 'id-present';
  if (attribute.name === 'schemas') return 'schemas-present';
  if (completeness === 'projected') return 'minimum-set';
  if (resource === 'User' && attribute.name === 'userName') return 'required-user-name';
  if (resource === 'Group' && attribute.name === 'displayName') return 'required-display-name';
  return 'required-value';
}

/** A password is all three in most schemas: what shows it breaks each of their rules. */
function hiddenSchema({ name, returned, mutability }: AttributeDescription): JsonSchema {
  const oracles: OracleName[] = [];
  if (name.toLowerCase() === 'password') oracles.push('password-absent');
  if (returned === 'never') oracles.push('never-returned');
  if (mutability === 'writeOnly') oracles.push('write-only-absent');
  return { allOf: oracles.map((oracle) => ({ not: { oracle } })) };
}

function attributeSchema(attribute: AttributeDescription, resource: string, completeness: Completeness): JsonSchema {
  if (isHidden(attribute)) return hiddenSchema(attribute);
  const absent = absentOracle(attribute, resource, completeness);
  const isComplex = attribute.type === 'complex';
  const single: JsonSchema = isComplex
    ? { oracle: 'singular-form', ...objectSchema(attribute.subAttributes, resource, completeness) }
    : { oracle: typeOracle(attribute), ...valueForm(attribute) };
  if (attribute.multiValued) {
    const filled = attribute.name === 'schemas' ? { minItems: 1, type: 'array' } : { type: ['array', 'null'] };
    const oracle: OracleName = attribute.name === 'schemas' ? 'schemas-present' : 'multi-valued-form';
    return { oracle, absent, items: single, ...filled };
  }
  if (isDue(attribute, completeness) && attribute.type === 'string') {
    // Null is the same state as absent (RFC 7643 section 2.5), and an empty text says as little.
    return { ...single, absent, allOf: [{ oracle: absent, not: { enum: [null, ''] } }] };
  }
  return { ...single, absent };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function objectSchema(
  attributes: readonly AttributeDescription[],
  resource: string,
  completeness: Completeness,
): JsonSchema {
  return {
    type: ['object', 'null'],
    properties: Object.fromEntries(attributes.map((one) => [one.name, attributeSchema(one, resource, completeness)])),
    // A faulty description may name an attribute twice, which JSON Schema does not allow here.
    required: unique(attributes.filter((one) => isDue(one, completeness)).map((one) => one.name)),
    additionalProperties: false,
  };
}

/** The JSON Schema that a server's own description implies for a resource of one type. */
export function resourceJsonSchema(description: ResourceDescription, completeness: Completeness): JsonSchema {
  const own = objectSchema([...COMMON_ATTRIBUTES, ...description.core.attributes], description.name, completeness);
  const extensions = description.extensions.map(({ schema }) => [
    schema.urn,
    {
      // The sub-schema of an extension is judged as the extension's own, so that its names do not mean core ones.
      oracle: 'extension-container',
      absent: 'extension-required',
      ...objectSchema(schema.attributes, schema.urn, completeness),
    },
  ]);
  const dueExtensions = completeness === 'complete' ? description.extensions.filter((one) => one.required) : [];
  return {
    ...own,
    type: 'object',
    oracle: 'resource-object',
    properties: { ...(own.properties as JsonSchema), ...Object.fromEntries(extensions) },
    required: unique([...(own.required as string[]), ...dueExtensions.map((one) => one.schema.urn)]),
  };
}

const COMPILED = new WeakMap<ResourceDescription, Map<Completeness, ValidateFunction>>();

/** Compiled once per description; descriptions themselves are cached by content. */
export function resourceValidator(description: ResourceDescription, completeness: Completeness): ValidateFunction {
  let validators = COMPILED.get(description);
  if (!validators) {
    validators = new Map();
    COMPILED.set(description, validators);
  }
  let validate = validators.get(completeness);
  if (!validate) {
    validate = schemaCompiler().compile(resourceJsonSchema(description, completeness));
    validators.set(completeness, validate);
  }
  return validate;
}
