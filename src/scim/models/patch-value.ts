import { instantOf } from './instant.ts';
import { isObject, isUnassigned } from './json.ts';
import { type AttributeDescription, attributeNamed } from './resource-description.ts';

function isSimpleValue(value: unknown, attribute: AttributeDescription): boolean {
  switch (attribute.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value);
    case 'decimal':
      return typeof value === 'number';
    case 'dateTime':
      return typeof value === 'string' && instantOf(value) !== undefined;
    default:
      return typeof value === 'string';
  }
}

/**
 * Why one value does not fit its attribute, or undefined when it does (RFC 7643 section 2.3).
 * Null fits everywhere: it means unassigned.
 */
export function misfit(value: unknown, attribute: AttributeDescription): string | undefined {
  if (value === null) return undefined;
  if (attribute.type !== 'complex') {
    return isSimpleValue(value, attribute)
      ? undefined
      : `a value of ${attribute.name} is not of type ${attribute.type}`;
  }
  if (!isObject(value)) return `a value of ${attribute.name} is not an object`;
  for (const [name, one] of Object.entries(value)) {
    const described = attributeNamed(attribute.subAttributes, name);
    if (!described) return `${attribute.name} has no sub-attribute ${name}`;
    const fault = misfit(one, described);
    if (fault) return fault;
  }
  return undefined;
}

/** Sub-attributes that a value sets although nobody but the server may. */
export function readOnlyParts(value: unknown, attribute: AttributeDescription): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .filter(
      ([name, one]) => attributeNamed(attribute.subAttributes, name)?.mutability === 'readOnly' && !isUnassigned(one),
    )
    .map(([name]) => name);
}
