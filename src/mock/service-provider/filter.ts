import { SchemaUrn } from '../../protocol/scim.ts';
import { type Behaviour, sameName } from '../behaviour.ts';
import { parseDateTime } from './date-time.ts';
import { invalidFilter } from './scim-error.ts';

/** One comparison: all that Vault's filters consist of (Vault API documentation, SCIM, "Filtering"). */
export interface Comparison {
  readonly attribute: string;
  readonly operator: string;
  /** A string, a boolean, or for times nanoseconds since the epoch. */
  readonly value: string | boolean | bigint;
}

const EXPRESSION = /^\s*([A-Za-z][\w:.$-]*)\s+([A-Za-z]+)\s+(\S[\s\S]*?)\s*$/;

/**
 * @param schema the core schema of the resource type, whose URN may qualify the attribute
 * @throws ScimError 400 `invalidFilter` for everything that this version does not serve
 */
export function parseFilter(text: string, resourceType: 'User' | 'Group', behaviour: Behaviour): Comparison {
  const table = resourceType === 'User' ? behaviour.userFilters : behaviour.groupFilters;
  const match = EXPRESSION.exec(text);
  if (!match) throw invalidFilter('the filter is not a single comparison');
  const [, name = '', operatorName = '', literal = ''] = match;
  const schema = resourceType === 'User' ? SchemaUrn.user : SchemaUrn.group;
  const bare = withoutUrn(name, schema);
  const attribute = Object.keys(table).find((known) => sameName(known, bare, behaviour));
  if (attribute === undefined) throw invalidFilter(`filtering ${resourceType} resources by ${name} is not supported`);
  const operator = operatorName.toLowerCase();
  if (!table[attribute]?.includes(operator)) {
    throw invalidFilter(`the operator ${operatorName} is not supported for ${attribute}`);
  }
  return { attribute, operator, value: parseLiteral(literal, attribute) };
}

export function withoutUrn(name: string, urn: string): string {
  const prefix = `${urn}:`.toLowerCase();
  return name.toLowerCase().startsWith(prefix) ? name.slice(prefix.length) : name;
}

export function comparesTime(comparison: Comparison, instant: bigint): boolean {
  const { operator, value } = comparison;
  if (typeof value !== 'bigint') return false;
  if (operator === 'gt') return instant > value;
  if (operator === 'ge') return instant >= value;
  if (operator === 'lt') return instant < value;
  return instant <= value;
}

function parseLiteral(literal: string, attribute: string): string | boolean | bigint {
  let value: unknown;
  try {
    value = JSON.parse(literal);
  } catch {
    throw invalidFilter('the filter is not a single comparison with a JSON value');
  }
  if (attribute === 'active') {
    if (typeof value !== 'boolean') throw invalidFilter('active is compared with true or false');
    return value;
  }
  if (typeof value !== 'string') throw invalidFilter(`${attribute} is compared with a string`);
  if (attribute !== 'meta.lastModified') return value;
  const instant = parseDateTime(value);
  if (instant === null) throw invalidFilter('meta.lastModified is compared with an RFC 3339 date and time');
  return instant;
}
