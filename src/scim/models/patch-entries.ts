import { equivalent } from './equivalence.ts';
import type { Filter } from './filter.ts';
import { isObject, isUnassigned, type JsonObject, keyNamed, valueNamed } from './json.ts';
import { type AttributeDescription, attributeNamed } from './resource-description.ts';

/** A value without its unassigned members. */
export function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => !isUnassigned(one)));
}

/** Given values that neither the present ones nor each other repeat (RFC 7644 section 3.5.2.1). */
export function distinctValues(
  given: readonly unknown[],
  present: readonly unknown[],
  attribute: AttributeDescription,
): unknown[] {
  const fresh: unknown[] = [];
  for (const one of given) {
    if (one === null) continue;
    const isKnown = [...present, ...fresh].some((other) => repeats(one, other, attribute));
    if (!isKnown) fresh.push(structuredClone(one));
  }
  return fresh;
}

/**
 * Whether a given value says nothing that a present one does not say. Sub-attributes which the server adds,
 * such as `$ref` and `display`, do not make a value another one; a `type` that the client chooses does.
 */
function repeats(given: unknown, present: unknown, attribute: AttributeDescription): boolean {
  if (!isObject(given) || !isObject(present)) return equivalent([given], [present]).length === 0;
  const type = attributeNamed(attribute.subAttributes, 'type');
  const isTypeChosen = type?.mutability === 'readWrite';
  const compared = attribute.subAttributes
    .map(({ name }) => name)
    .filter((name) => keyNamed(given, name) !== undefined || (isTypeChosen && name.toLowerCase() === 'type'));
  return compared.every(
    (name) => equivalent([{ [name]: valueNamed(given, name) }], [{ [name]: valueNamed(present, name) }]).length === 0,
  );
}

/** A new primary value resets the others (RFC 7644 section 3.5.2); of several new ones the last stays. */
export function keepOnePrimary(entries: unknown, touched: readonly unknown[]): void {
  if (!Array.isArray(entries)) return;
  const winner = touched.filter((entry) => isObject(entry) && valueNamed(entry, 'primary') === true).at(-1);
  if (winner === undefined) return;
  for (const entry of entries) {
    if (!isObject(entry) || entry === winner) continue;
    const key = keyNamed(entry, 'primary');
    if (key !== undefined && entry[key] === true) entry[key] = false;
  }
}

/** Sub-attribute values that a filter of equalities joined by `and` demands, else undefined. */
export function equalitiesOf(filter: Filter): JsonObject | undefined {
  if (filter.kind === 'compare' && filter.operator === 'eq') return { [filter.path]: filter.value };
  if (filter.kind !== 'and') return undefined;
  const left = equalitiesOf(filter.left);
  const right = equalitiesOf(filter.right);
  return left && right ? { ...left, ...right } : undefined;
}
