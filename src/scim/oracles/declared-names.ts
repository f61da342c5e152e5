import { isObject, type JsonObject } from '../models/json.ts';
import {
  type AttributeDescription,
  attributeNamed,
  COMMON_ATTRIBUTES,
  type ResourceDescription,
} from '../models/resource-description.ts';
import { typeOracle } from './resource-validator.ts';
import type { OracleName } from './rows.ts';

/** A resource with its attributes spelled as declared, and what was met on the way. */
export interface NamedResource {
  resource: JsonObject;
  /** Oracles that had something to look at: a check without a value to judge does not pass, it is silent. */
  seen: Set<OracleName>;
  /** Values of references, with their attribute path. */
  references: { path: string; value: string }[];
  /** Paths of values outside of the suggested ones. */
  uncanonical: string[];
}

/**
 * Renames attributes to their declared spelling, because names compare without case (RFC 7643 section 2.1),
 * and notes which kinds of values the resource holds. Of two names that differ only in case the first keeps
 * the declared spelling and the other stays as it is, so that it counts as undeclared.
 */
export function withDeclaredNames(resource: JsonObject, description: ResourceDescription): NamedResource {
  const found: NamedResource = { resource, seen: new Set(), references: [], uncanonical: [] };
  const extensions = extensionsOf(description);
  found.resource = renamed(
    resource,
    (name) =>
      attributeNamed(COMMON_ATTRIBUTES, name) ??
      attributeNamed(description.core.attributes, name) ??
      extensions.get(name.toLowerCase()),
    '',
    found,
  );
  return found;
}

const EXTENSIONS = new WeakMap<ResourceDescription, Map<string, AttributeDescription>>();

/** The extensions of a type as attributes, by their URN in lower case. */
function extensionsOf(description: ResourceDescription): Map<string, AttributeDescription> {
  let known = EXTENSIONS.get(description);
  if (!known) {
    const attributes = description.extensions.map(({ schema, required }): [string, AttributeDescription] => [
      schema.urn.toLowerCase(),
      { ...EXTENSION, name: schema.urn, required, subAttributes: schema.attributes },
    ]);
    known = new Map(attributes);
    EXTENSIONS.set(description, known);
  }
  return known;
}

const EXTENSION: AttributeDescription = {
  name: '',
  type: 'complex',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  canonicalValues: [],
  subAttributes: [],
};

function renamed(
  source: JsonObject,
  lookUp: (name: string) => AttributeDescription | undefined,
  prefix: string,
  found: NamedResource,
): JsonObject {
  const result: JsonObject = {};
  for (const [name, value] of Object.entries(source)) {
    const attribute = lookUp(name);
    if (!attribute) {
      result[name] = value;
      continue;
    }
    const target = attribute.name in result ? name : attribute.name;
    result[target] = named(value, attribute, prefix === '' ? attribute.name : `${prefix}.${attribute.name}`, found);
  }
  return result;
}

function named(value: unknown, attribute: AttributeDescription, path: string, found: NamedResource): unknown {
  if (value === null) return value;
  if (attribute.multiValued) {
    found.seen.add(attribute.name === 'schemas' ? 'schemas-present' : 'multi-valued-form');
    return Array.isArray(value) ? value.map((entry) => namedSingle(entry, attribute, path, found)) : value;
  }
  return namedSingle(value, attribute, path, found);
}

function namedSingle(value: unknown, attribute: AttributeDescription, path: string, found: NamedResource): unknown {
  if (attribute.type === 'complex') {
    found.seen.add(attribute.name.toLowerCase().startsWith('urn:') ? 'extension-container' : 'singular-form');
    if (!isObject(value)) return value;
    return renamed(value, (name) => attributeNamed(attribute.subAttributes, name), path, found);
  }
  found.seen.add(typeOracle(attribute));
  if (typeof value === 'string') {
    if (attribute.type === 'reference' && attribute.name !== 'schemas') found.references.push({ path, value });
    if (attribute.canonicalValues.length > 0) {
      found.seen.add('canonical-value');
      const isSuggested = attribute.canonicalValues.some((one) => one.toLowerCase() === value.toLowerCase());
      if (!isSuggested) found.uncanonical.push(path);
    }
  }
  return value;
}
