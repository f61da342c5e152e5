import { instantOf } from './instant.ts';
import { isObject, isUnassigned, type JsonObject } from './json.ts';
import {
  type AttributeDescription,
  attributeNamed,
  COMMON_ATTRIBUTES,
  type ResourceDescription,
} from './resource-description.ts';

export interface Difference {
  /** Attribute path, with the URN for extensions: `emails.value`, `urn:…:Metadata.items`. */
  path: string;
  /** Undefined when only the second resource has it. */
  expected: unknown;
  /** Undefined when only the first resource has it. */
  actual: unknown;
}

export interface EquivalenceOptions {
  /** Lets strings that are not case-exact differ in case, as a server may alter it (RFC 7643 section 7). */
  description?: ResourceDescription;
  /** Attribute paths that are not compared, in any letter case: `meta.lastModified`. */
  ignore?: readonly string[];
}

/** What is known of the place that is being compared. */
interface Place {
  path: string;
  attribute: AttributeDescription | undefined;
  /** Attributes below, or undefined where nothing is described. */
  below: (name: string) => AttributeDescription | undefined;
  isEntry: boolean;
}

/**
 * Differences between two resources that mean something: absent, null and an empty array are one state (RFC
 * 7643 section 2.5), attribute names compare without case, entries of an array without order, timestamps as
 * instants, and a missing `primary` is false (section 2.4). An empty array means that they are equivalent.
 */
export function equivalent(expected: unknown, actual: unknown, options: EquivalenceOptions = {}): Difference[] {
  const ignored = new Set((options.ignore ?? []).map((path) => path.toLowerCase()));
  const top = options.description;
  const place: Place = {
    path: '',
    attribute: undefined,
    below: (name) => top && topAttribute(top, name),
    isEntry: false,
  };
  return differences(expected, actual, place, ignored);
}

function topAttribute(description: ResourceDescription, name: string): AttributeDescription | undefined {
  const core = attributeNamed(COMMON_ATTRIBUTES, name) ?? attributeNamed(description.core.attributes, name);
  if (core) return core;
  const extension = description.extensions.find(({ schema }) => schema.urn.toLowerCase() === name.toLowerCase());
  const [sample] = COMMON_ATTRIBUTES;
  if (!extension || !sample) return undefined;
  return {
    ...sample,
    name: extension.schema.urn,
    type: 'complex',
    multiValued: false,
    subAttributes: extension.schema.attributes,
  };
}

/** Objects without any assigned member say nothing, like null. */
function isNothing(value: unknown): boolean {
  return isUnassigned(value) || (isObject(value) && Object.values(value).every(isNothing));
}

function differences(a: unknown, b: unknown, place: Place, ignored: ReadonlySet<string>): Difference[] {
  if (ignored.has(place.path.toLowerCase())) return [];
  if (isNothing(a) && isNothing(b)) return [];
  if (isObject(a) && isObject(b)) return memberDifferences(a, b, place, ignored);
  if (Array.isArray(a) && Array.isArray(b)) return entryDifferences(a, b, place, ignored);
  if (isSameSimple(a, b, place.attribute)) return [];
  return [{ path: place.path, expected: a, actual: b }];
}

function isSameSimple(a: unknown, b: unknown, attribute: AttributeDescription | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  if (!attribute || attribute.type === 'dateTime') {
    const instant = instantOf(a);
    if (instant !== undefined && instant === instantOf(b)) return true;
  }
  return attribute !== undefined && !attribute.caseExact && a.toLowerCase() === b.toLowerCase();
}

function memberDifferences(a: JsonObject, b: JsonObject, place: Place, ignored: ReadonlySet<string>): Difference[] {
  const left = byLowerName(a, place.isEntry);
  const right = byLowerName(b, place.isEntry);
  const found: Difference[] = [];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [name, value] = left.get(key) ?? right.get(key) ?? [key, undefined];
    const attribute = place.below(name);
    const inner: Place = {
      path: place.path === '' ? name : `${place.path}.${name}`,
      attribute,
      below: (sub) => attribute && attributeNamed(attribute.subAttributes, sub),
      isEntry: false,
    };
    found.push(...differences(left.has(key) ? value : undefined, right.get(key)?.[1], inner, ignored));
  }
  return found;
}

function byLowerName(object: JsonObject, isEntry: boolean): Map<string, [string, unknown]> {
  const members = new Map<string, [string, unknown]>();
  for (const [name, value] of Object.entries(object)) {
    const key = name.toLowerCase();
    if (isNothing(value) || (isEntry && key === 'primary' && value === false)) continue;
    members.set(key, [name, value]);
  }
  return members;
}

/** Pairs equal entries first; one entry left on both sides is compared in detail, more are listed whole. */
function entryDifferences(a: unknown[], b: unknown[], place: Place, ignored: ReadonlySet<string>): Difference[] {
  const inner: Place = { ...place, isEntry: true };
  const left: unknown[] = [];
  const right = [...b].filter((entry) => !isNothing(entry));
  for (const entry of a.filter((one) => !isNothing(one))) {
    const at = right.findIndex((other) => differences(entry, other, inner, ignored).length === 0);
    if (at < 0) left.push(entry);
    else right.splice(at, 1);
  }
  const [first] = left;
  const [other] = right;
  if (left.length === 1 && right.length === 1) return differences(first, other, inner, ignored);
  return [
    ...left.map((entry) => ({ path: place.path, expected: entry, actual: undefined })),
    ...right.map((entry) => ({ path: place.path, expected: undefined, actual: entry })),
  ];
}
