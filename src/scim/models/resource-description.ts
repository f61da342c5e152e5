import { isObject, type JsonObject } from './json.ts';

/**
 * What a server says about its resources, in one typed form: the input of every reference model and of the
 * resource oracles. Built from the bodies of `/Schemas` and `/ResourceTypes` (RFC 7643 sections 6 and 7).
 */

export const ATTRIBUTE_TYPES = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
  'complex',
] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

export interface AttributeDescription {
  name: string;
  type: AttributeType;
  multiValued: boolean;
  required: boolean;
  caseExact: boolean;
  mutability: string;
  returned: string;
  uniqueness: string;
  canonicalValues: readonly string[];
  subAttributes: readonly AttributeDescription[];
}

export interface SchemaDescription {
  urn: string;
  attributes: readonly AttributeDescription[];
}

export interface ResourceDescription {
  /** Name of the resource type, as in `meta.resourceType`. */
  name: string;
  /** Path below the base URL, starting with `/`. */
  endpoint: string;
  core: SchemaDescription;
  extensions: readonly { schema: SchemaDescription; required: boolean }[];
}

/** All resource types of one server. */
export interface ResourceSchemas {
  resourceTypes: readonly ResourceDescription[];
}

/** Lone surrogates are replaced: names become parts of JSON pointers, which cannot hold them. */
function textOf(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value.toWellFormed() : fallback;
}

/** Attribute without further characteristics: the defaults of RFC 7643 section 2.2. */
export function attribute(
  name: string,
  type: AttributeType = 'string',
  more: Partial<AttributeDescription> = {},
): AttributeDescription {
  return {
    name,
    type,
    multiValued: false,
    required: false,
    // Section 2.3.7: references are case-exact unless the schema says otherwise.
    caseExact: type === 'reference' || type === 'binary',
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    canonicalValues: [],
    subAttributes: [],
    ...more,
  };
}

/** The attributes of every resource; their characteristics win over `/Schemas` (RFC 7643 section 3.1). */
export const COMMON_ATTRIBUTES: readonly AttributeDescription[] = [
  attribute('schemas', 'reference', { multiValued: true, required: true, caseExact: true, returned: 'always' }),
  attribute('id', 'string', { required: true, caseExact: true, mutability: 'readOnly', returned: 'always' }),
  attribute('externalId', 'string', { caseExact: true }),
  attribute('meta', 'complex', {
    mutability: 'readOnly',
    subAttributes: [
      attribute('resourceType', 'string', { caseExact: true, mutability: 'readOnly' }),
      attribute('created', 'dateTime', { mutability: 'readOnly' }),
      attribute('lastModified', 'dateTime', { mutability: 'readOnly' }),
      attribute('location', 'reference', { mutability: 'readOnly' }),
      attribute('version', 'string', { caseExact: true, mutability: 'readOnly' }),
    ],
  }),
];

/** Sub-attributes that a multi-valued complex attribute has unless it defines them itself (RFC 7643 section 2.4). */
export const DEFAULT_SUB_ATTRIBUTES: readonly AttributeDescription[] = [
  attribute('value'),
  attribute('display', 'string', { mutability: 'immutable' }),
  attribute('type'),
  attribute('primary', 'boolean'),
  attribute('$ref', 'reference'),
];

function attributeFrom(source: JsonObject): AttributeDescription {
  const named = ATTRIBUTE_TYPES.find((type) => type === source.type);
  const type = named ?? (Array.isArray(source.subAttributes) ? 'complex' : 'string');
  const plain = attribute(textOf(source.name, ''), type);
  const declared = Array.isArray(source.subAttributes) ? source.subAttributes.filter(isObject).map(attributeFrom) : [];
  const multiValued = source.multiValued === true;
  const missing =
    type === 'complex' && multiValued
      ? DEFAULT_SUB_ATTRIBUTES.filter((usual) => !attributeNamed(declared, usual.name))
      : [];
  return {
    ...plain,
    multiValued,
    required: source.required === true,
    caseExact: typeof source.caseExact === 'boolean' ? source.caseExact : plain.caseExact,
    mutability: textOf(source.mutability, plain.mutability),
    returned: textOf(source.returned, plain.returned),
    uniqueness: textOf(source.uniqueness, plain.uniqueness),
    canonicalValues: Array.isArray(source.canonicalValues)
      ? source.canonicalValues.filter((value) => typeof value === 'string')
      : [],
    subAttributes: [...declared, ...missing],
  };
}

function schemaFrom(source: JsonObject, urn: string, isCore: boolean): SchemaDescription {
  const attributes = Array.isArray(source.attributes) ? source.attributes.filter(isObject).map(attributeFrom) : [];
  return {
    urn,
    attributes: isCore ? attributes.filter((one) => !attributeNamed(COMMON_ATTRIBUTES, one.name)) : attributes,
  };
}

/** Resources of a ListResponse; a bare array is read too, its form being another check's business. */
function entriesOf(body: unknown): JsonObject[] {
  const entries = isObject(body) ? body.Resources : body;
  return Array.isArray(entries) ? entries.filter(isObject) : [];
}

const KNOWN_DESCRIPTIONS = new Map<string, ResourceSchemas>();
const KEPT_DESCRIPTIONS = 32;

/**
 * Describes the resource types of a server from the bodies of `GET /Schemas` and `GET /ResourceTypes`.
 * The same bodies give the same object, so that everything compiled from it is compiled once.
 * A schema that a resource type names but `/Schemas` lacks is described without attributes.
 */
export function describeResources(schemas: unknown, resourceTypes: unknown): ResourceSchemas {
  const key = JSON.stringify([schemas, resourceTypes]);
  const known = KNOWN_DESCRIPTIONS.get(key);
  if (known) return known;
  const definitions = new Map(entriesOf(schemas).map((entry) => [textOf(entry.id, '').toLowerCase(), entry]));
  const schemaOf = (urn: string, isCore: boolean): SchemaDescription =>
    schemaFrom(definitions.get(urn.toLowerCase()) ?? {}, urn, isCore);
  const described: ResourceSchemas = {
    resourceTypes: entriesOf(resourceTypes).map((entry) => {
      const extensions = Array.isArray(entry.schemaExtensions) ? entry.schemaExtensions.filter(isObject) : [];
      const endpoint = textOf(entry.endpoint, '').replace(/\/+$/, '');
      return {
        name: textOf(entry.name, textOf(entry.id, '')),
        endpoint: endpoint.startsWith('/') ? endpoint : `/${endpoint}`,
        core: schemaOf(textOf(entry.schema, ''), true),
        extensions: extensions.map((extension) => ({
          schema: schemaOf(textOf(extension.schema, ''), false),
          required: extension.required === true,
        })),
      };
    }),
  };
  if (KNOWN_DESCRIPTIONS.size >= KEPT_DESCRIPTIONS) KNOWN_DESCRIPTIONS.clear();
  KNOWN_DESCRIPTIONS.set(key, described);
  return described;
}

const BY_NAME = new WeakMap<readonly AttributeDescription[], Map<string, AttributeDescription>>();

/** Attribute by name in any letter case (RFC 7643 section 2.1), or undefined. */
export function attributeNamed(
  attributes: readonly AttributeDescription[],
  name: string,
): AttributeDescription | undefined {
  let names = BY_NAME.get(attributes);
  if (!names) {
    names = new Map(attributes.map((one) => [one.name.toLowerCase(), one]));
    BY_NAME.set(attributes, names);
  }
  return names.get(name) ?? names.get(name.toLowerCase());
}

/** Where a dotted, perhaps URN-qualified name leads. */
export interface AttributePath {
  /** URN of the extension whose object holds the attribute; null for core and common attributes. */
  extension: string | null;
  /** Undefined when the path names an extension as a whole. */
  attribute?: AttributeDescription;
  subAttribute?: AttributeDescription;
}

/**
 * Resolves an attribute name in standard notation (RFC 7644 section 3.10).
 * Undefined when the resource type has no such attribute.
 */
export function resolvePath(resource: ResourceDescription, path: string): AttributePath | undefined {
  const lower = path.toLowerCase();
  let extension: SchemaDescription | null = null;
  let rest = path;
  if (lower.startsWith('urn:')) {
    const schemas = [resource.core, ...resource.extensions.map((one) => one.schema)];
    // The URN itself has dots and colons, and one URN may be the start of another: the longest wins.
    const owner = schemas
      .filter((one) => lower === one.urn.toLowerCase() || lower.startsWith(`${one.urn.toLowerCase()}:`))
      .sort((a, b) => b.urn.length - a.urn.length)[0];
    if (!owner) return undefined;
    extension = owner === resource.core ? null : owner;
    rest = path.slice(owner.urn.length + 1);
    if (rest === '') return extension ? { extension: extension.urn } : undefined;
  }
  const [name = '', subName, ...more] = rest.split('.');
  if (more.length > 0) return undefined;
  const found = extension
    ? attributeNamed(extension.attributes, name)
    : (attributeNamed(COMMON_ATTRIBUTES, name) ?? attributeNamed(resource.core.attributes, name));
  if (!found) return undefined;
  const place = { extension: extension?.urn ?? null, attribute: found };
  if (subName === undefined) return place;
  const subAttribute = attributeNamed(found.subAttributes, subName);
  return subAttribute ? { ...place, subAttribute } : undefined;
}
