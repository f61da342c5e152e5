import { isObject, isUnassigned, type JsonObject } from './json.ts';
import {
  type AttributeDescription,
  attributeNamed,
  COMMON_ATTRIBUTES,
  type ResourceDescription,
  resolvePath,
  type SchemaDescription,
} from './resource-description.ts';

/** One of the two parameters; together they are undefined (RFC 7644 section 3.9). */
export type Projection =
  | { attributes?: readonly string[]; excludedAttributes?: never }
  | { excludedAttributes: readonly string[]; attributes?: never };

/** Names of a query parameter: comma-separated, blanks around a name do not count. */
export function namesOf(parameter: string): string[] {
  return parameter
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Named attributes by their place: `urn#attribute` or `#attribute` → sub-attributes, empty for the whole. */
type Places = Map<string, Set<string>>;

const WHOLE_EXTENSION = '*';

function placesOf(names: readonly string[], description: ResourceDescription): Places {
  const places: Places = new Map();
  const wholes = new Set<string>();
  for (const name of names) {
    const place = resolvePath(description, name);
    // An unknown name does not break the request; it selects nothing.
    if (!place) continue;
    const key = `${place.extension ?? ''}#${place.attribute?.name ?? WHOLE_EXTENSION}`;
    const known = places.get(key) ?? new Set<string>();
    places.set(key, known);
    if (place.subAttribute) known.add(place.subAttribute.name);
    else wholes.add(key);
  }
  // A name of the whole outweighs names of its parts.
  for (const key of wholes) places.set(key, new Set());
  return places;
}

interface Selection {
  /** Requested or excluded places. */
  places: Places;
  mode: 'default' | 'only' | 'without';
}

/**
 * The representation of a resource under `attributes` or `excludedAttributes` (RFC 7644 section 3.9).
 *
 * `returned: always` survives everything, `never` and `writeOnly` nothing, `request` needs its name,
 * `default` is replaced by `attributes` and reduced by `excludedAttributes`. `schemas` stays as it is.
 * Unassigned attributes and containers that the projection empties are left out.
 *
 * @param resource every attribute of the resource, also those returned on request only
 */
export function project(
  resource: JsonObject,
  description: ResourceDescription,
  projection: Projection = {},
): JsonObject {
  const selection = selectionOf(projection, description);
  const result: JsonObject = {};
  for (const [name, value] of Object.entries(resource)) {
    if (isUnassigned(value)) continue;
    const extension = description.extensions.find(({ schema }) => schema.urn.toLowerCase() === name.toLowerCase());
    const kept = extension
      ? projectedExtension(value, extension.schema, selection)
      : projectedAttribute(value, name, '', coreAttribute(description, name), selection);
    if (!isUnassigned(kept)) result[name] = kept;
  }
  return result;
}

function selectionOf(projection: Projection, description: ResourceDescription): Selection {
  const { attributes, excludedAttributes } = projection;
  if (attributes && attributes.length > 0) return { mode: 'only', places: placesOf(attributes, description) };
  if (excludedAttributes && excludedAttributes.length > 0) {
    return { mode: 'without', places: placesOf(excludedAttributes, description) };
  }
  return { mode: 'default', places: new Map() };
}

function coreAttribute(description: ResourceDescription, name: string): AttributeDescription | undefined {
  return attributeNamed(COMMON_ATTRIBUTES, name) ?? attributeNamed(description.core.attributes, name);
}

function projectedExtension(value: unknown, schema: SchemaDescription, selection: Selection): unknown {
  if (!isObject(value)) return value;
  const isNamed = selection.places.has(`${schema.urn}#${WHOLE_EXTENSION}`);
  const inner: Selection = isNamed ? wholeSelection(schema, selection) : selection;
  const result: JsonObject = {};
  for (const [name, one] of Object.entries(value)) {
    const kept = projectedAttribute(one, name, schema.urn, attributeNamed(schema.attributes, name), inner);
    if (!isUnassigned(kept)) result[name] = kept;
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

/** An extension named as a whole names each of its attributes. */
function wholeSelection(schema: SchemaDescription, selection: Selection): Selection {
  const places: Places = new Map(
    schema.attributes
      // Naming the extension is no explicit request for what is returned on request only.
      .filter((one) => selection.mode === 'without' || one.returned !== 'request')
      .map((one) => [`${schema.urn}#${one.name}`, new Set()]),
  );
  return { mode: selection.mode, places };
}

function projectedAttribute(
  value: unknown,
  _name: string,
  extension: string,
  attribute: AttributeDescription | undefined,
  selection: Selection,
): unknown {
  if (!attribute) return selection.mode === 'only' ? undefined : value;
  const named = selection.places.get(`${extension}#${attribute.name}`);
  if (!isReturned(attribute, named !== undefined && (named.size === 0 || selection.mode === 'only'), selection.mode)) {
    return undefined;
  }
  if (attribute.type !== 'complex') return value;
  const parts = named && named.size > 0 ? named : undefined;
  const mode = parts ? selection.mode : 'default';
  if (!Array.isArray(value)) return projectedParts(value, attribute, parts, mode);
  return value.map((entry) => projectedParts(entry, attribute, parts, mode)).filter((entry) => !isUnassigned(entry));
}

function isReturned(attribute: AttributeDescription, isNamed: boolean, mode: Selection['mode']): boolean {
  if (attribute.returned === 'never' || attribute.mutability === 'writeOnly') return false;
  if (attribute.returned === 'always') return true;
  if (mode === 'only') return isNamed;
  if (mode === 'without' && isNamed) return false;
  return attribute.returned !== 'request';
}

function projectedParts(
  value: unknown,
  attribute: AttributeDescription,
  parts: Set<string> | undefined,
  mode: Selection['mode'],
): unknown {
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [name, one] of Object.entries(value)) {
    const described = attributeNamed(attribute.subAttributes, name);
    const keeps = described ? isReturned(described, parts?.has(described.name) ?? false, mode) : mode !== 'only';
    if (keeps && !isUnassigned(one)) result[name] = one;
  }
  return Object.keys(result).length === 0 ? undefined : result;
}
