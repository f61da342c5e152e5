import { type Comparison, type Filter, FilterError, type FilterValue } from './filter.ts';
import { instantOf } from './instant.ts';
import { isObject, isUnassigned, type JsonObject, valueNamed } from './json.ts';
import {
  type AttributeDescription,
  attribute,
  attributeNamed,
  type ResourceDescription,
  resolvePath,
} from './resource-description.ts';

/** What a path means in a filter: the described attribute and the values it has. */
interface Target {
  attribute: AttributeDescription;
  values: unknown[];
}

/** Finds the values of a path; undefined when the path names nothing that is described. */
type Scope = (path: string) => Target | undefined;

/**
 * Whether a resource matches a filter (RFC 7644 section 3.4.2.2).
 *
 * Strings compare by the `caseExact` of their attribute and in Unicode form C, dateTimes as instants, several
 * values match when any one does. `ne` holds for a resource without the attribute, `eq null` is the opposite
 * of `pr`. An attribute that the type lacks has no value (section 3.4.2.1); see {@link undescribedPaths}.
 * Throws a {@link FilterError} (`invalidFilter`) where attribute, operator and value do not fit.
 */
export function matchesFilter(filter: Filter, resource: JsonObject, description: ResourceDescription): boolean {
  return holds(filter, (path) => targetIn(resource, path, description));
}

/** Whether one entry of a multi-valued attribute matches the filter in brackets behind its name. */
export function matchesEntry(filter: Filter, entry: unknown, owner: AttributeDescription): boolean {
  return holds(filter, entryScope(entry, owner));
}

/** Paths of a filter that the resource type does not describe: a server may refuse these. */
export function undescribedPaths(filter: Filter, description: ResourceDescription): string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...undescribedPaths(filter.left, description), ...undescribedPaths(filter.right, description)];
    case 'not':
      return undescribedPaths(filter.operand, description);
    default:
      return resolvePath(description, filter.path) ? [] : [filter.path];
  }
}

function holds(filter: Filter, scope: Scope): boolean {
  switch (filter.kind) {
    case 'and': {
      // Both sides are evaluated, so that a faulty right side is refused whatever the data.
      const left = holds(filter.left, scope);
      return holds(filter.right, scope) && left;
    }
    case 'or': {
      const left = holds(filter.left, scope);
      return holds(filter.right, scope) || left;
    }
    case 'not':
      return !holds(filter.operand, scope);
    case 'present':
      return (scope(filter.path)?.values ?? []).some(hasValue);
    case 'value-path': {
      const target = scope(filter.path);
      if (!target) return false;
      // An entry without values lets a faulty filter be refused when there are no entries.
      if (target.values.length === 0) holds(filter.filter, entryScope({}, target.attribute));
      return target.values.map((entry) => holds(filter.filter, entryScope(entry, target.attribute))).some(Boolean);
    }
    default: {
      const target = scope(filter.path);
      if (!target) return filter.value === null ? filter.operator === 'eq' : filter.operator === 'ne';
      return compares(comparable(target, filter.path), filter.operator, filter.value, filter.path);
    }
  }
}

function entryScope(entry: unknown, owner: AttributeDescription): Scope {
  return (path) => {
    if (owner.type !== 'complex') {
      return path.toLowerCase() === 'value' ? { attribute: owner, values: valuesOf(entry) } : undefined;
    }
    const found = attributeNamed(owner.subAttributes, path);
    return found && { attribute: found, values: isObject(entry) ? valuesOf(valueNamed(entry, path)) : [] };
  };
}

function targetIn(resource: JsonObject, path: string, description: ResourceDescription): Target | undefined {
  const place = resolvePath(description, path);
  if (!place) return undefined;
  const holder = place.extension === null ? resource : valueNamed(resource, place.extension);
  if (!place.attribute) return { attribute: attribute(path, 'complex'), values: valuesOf(holder) };
  const values = isObject(holder) ? valuesOf(valueNamed(holder, place.attribute.name)) : [];
  const { subAttribute } = place;
  if (!subAttribute) return { attribute: place.attribute, values };
  return {
    attribute: subAttribute,
    values: values.flatMap((entry) => (isObject(entry) ? valuesOf(valueNamed(entry, subAttribute.name)) : [])),
  };
}

function valuesOf(value: unknown): unknown[] {
  if (isUnassigned(value)) return [];
  return Array.isArray(value) ? value.filter((one) => one !== null) : [value];
}

function hasValue(value: unknown): boolean {
  return isObject(value) ? Object.values(value).some((one) => !isUnassigned(one)) : !isUnassigned(value);
}

/** A complex multi-valued attribute stands for its `value`; a singular one has no value of its own. */
function comparable(target: Target, path: string): Target {
  if (target.attribute.type !== 'complex') return target;
  const value = target.attribute.multiValued ? attributeNamed(target.attribute.subAttributes, 'value') : undefined;
  if (!value) throw new FilterError(`${path} is complex: a sub-attribute has to be named`);
  return {
    attribute: value,
    values: target.values.flatMap((entry) => (isObject(entry) ? valuesOf(valueNamed(entry, 'value')) : [])),
  };
}

const ORDERING: readonly Comparison[] = ['gt', 'ge', 'lt', 'le'];
const SUBSTRING: readonly Comparison[] = ['co', 'sw', 'ew'];

function checkFit(described: AttributeDescription, operator: Comparison, value: FilterValue, path: string): void {
  const { type } = described;
  if (ORDERING.includes(operator) && (type === 'boolean' || type === 'binary')) {
    throw new FilterError(`${operator} does not apply to ${path}, which is ${type}`);
  }
  if (SUBSTRING.includes(operator) && ['boolean', 'integer', 'decimal'].includes(type)) {
    throw new FilterError(`${operator} does not apply to ${path}, which is ${type}`);
  }
  if (value === null) {
    if (operator !== 'eq' && operator !== 'ne') throw new FilterError(`${operator} does not apply to null`);
    return;
  }
  const needed = type === 'boolean' ? 'boolean' : type === 'integer' || type === 'decimal' ? 'number' : 'string';
  const given: string = typeof value;
  if (given !== needed) throw new FilterError(`${path} is ${type}: its value is a ${needed}`);
  if (type === 'dateTime' && !SUBSTRING.includes(operator) && instantOf(String(value)) === undefined) {
    throw new FilterError(`${path} is dateTime: its value is an xsd:dateTime`);
  }
}

function compares(target: Target, operator: Comparison, value: FilterValue, path: string): boolean {
  checkFit(target.attribute, operator, value, path);
  const present = target.values.filter(hasValue);
  if (value === null) return operator === 'eq' ? present.length === 0 : present.length > 0;
  if (operator === 'ne' && present.length === 0) return true;
  return present.some((one) => comparesOne(one, operator, value, target.attribute));
}

function comparesOne(
  actual: unknown,
  operator: Comparison,
  value: FilterValue,
  described: AttributeDescription,
): boolean {
  const a = prepared(actual, described, operator);
  const b = prepared(value, described, operator);
  switch (operator) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'co':
      return String(a).includes(String(b));
    case 'sw':
      return String(a).startsWith(String(b));
    case 'ew':
      return String(a).endsWith(String(b));
    default: {
      const order = orderOf(a, b);
      if (order === undefined) return false;
      if (operator === 'gt') return order > 0;
      if (operator === 'ge') return order >= 0;
      return operator === 'lt' ? order < 0 : order <= 0;
    }
  }
}

function orderOf(a: unknown, b: unknown): number | undefined {
  const isComparable =
    typeof a === typeof b && (typeof a === 'string' || typeof a === 'number' || typeof a === 'bigint');
  if (!isComparable) return undefined;
  const [left, right] = [a as string, b as string];
  return left < right ? -1 : left > right ? 1 : 0;
}

function prepared(value: unknown, described: AttributeDescription, operator: Comparison): unknown {
  if (typeof value !== 'string') return value;
  if (described.type === 'dateTime' && !SUBSTRING.includes(operator)) return instantOf(value) ?? value;
  const text = value.normalize('NFC');
  return described.caseExact ? text : text.toLowerCase();
}
