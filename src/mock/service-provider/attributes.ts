import { type Behaviour, sameName } from '../behaviour.ts';
import { invalidSyntax, invalidValue } from './scim-error.ts';

/** The known members of a JSON object by their proper names, and the names that nobody knows. */
export interface ReadAttributes {
  readonly values: ReadonlyMap<string, unknown>;
  readonly unknown: readonly string[];
}

/**
 * Sorts the members of a JSON object by the names that are known; null counts as absent (RFC 7643 section 2.5).
 *
 * @throws ScimError 400 when it is no object, or holds one attribute in two spellings
 */
export function readAttributes(json: unknown, known: readonly string[], behaviour: Behaviour): ReadAttributes {
  if (!isObject(json)) throw invalidSyntax('a JSON object is expected');
  const values = new Map<string, unknown>();
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(json)) {
    const proper = known.find((candidate) => sameName(candidate, name, behaviour));
    if (proper === undefined) {
      unknown.push(name);
      continue;
    }
    if (values.has(proper)) throw invalidSyntax(`the attribute ${proper} is given twice`);
    values.set(proper, value);
  }
  return { values, unknown };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws ScimError 400 `invalidValue` unless `schemas` is as the assumptions allow (RFC 7643 section 3) */
export function checkSchemas(
  value: unknown,
  required: string,
  declared: readonly string[],
  behaviour: Behaviour,
): void {
  const { assume } = behaviour;
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) {
    if (assume['missing-schemas'] === 'accept') return;
    throw invalidValue(`schemas has to name ${required}`);
  }
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
    throw invalidValue('schemas has to be a list of URIs');
  }
  const given = value.map((urn: string) => urn.toLowerCase());
  if (!given.includes(required.toLowerCase()) && assume['missing-schemas'] === 'reject') {
    throw invalidValue(`schemas has to name ${required}`);
  }
  const allowed = [required, ...declared].map((urn) => urn.toLowerCase());
  const foreign = value.find((urn: string) => !allowed.includes(urn.toLowerCase()));
  if (foreign !== undefined && assume['unknown-schema'] === 'reject') {
    throw invalidValue(`the schema ${foreign} is not supported here`);
  }
}

/** @throws ScimError 400 `invalidValue` for an unknown attribute, where the assumptions reject those */
export function checkUnknown(unknown: readonly string[], behaviour: Behaviour): void {
  if (unknown.length > 0 && behaviour.assume['unknown-attributes'] === 'reject') {
    throw invalidValue(`the attribute ${unknown[0]} is not supported`);
  }
}

/** The name of a user or group, as Vault is to store it. @throws ScimError 400 `invalidValue` */
export function readName(value: unknown, attribute: string, behaviour: Behaviour): string {
  const { assume } = behaviour;
  const given = readString(value, attribute);
  const name = assume['name-spaces'] === 'trim' ? given.trim() : given;
  if (name.trim() === '') throw invalidValue(`${attribute} is required and cannot be blank`);
  if (assume['name-spaces'] === 'reject' && name !== name.trim()) {
    throw invalidValue(`${attribute} cannot begin or end with a space`);
  }
  if (assume['name-slash'] === 'reject' && name.includes('/')) throw invalidValue(`${attribute} cannot hold a slash`);
  if (assume['name-length'] !== 'unlimited' && name.length > Number(assume['name-length'])) {
    throw invalidValue(`${attribute} is longer than ${assume['name-length']} characters`);
  }
  return name;
}

/** @throws ScimError 400 `invalidValue` unless it is a string that UTF-8 can carry, and not empty */
export function readString(value: unknown, attribute: string): string {
  if (value === undefined || value === null || value === '') throw invalidValue(`${attribute} is required`);
  if (typeof value !== 'string') throw invalidValue(`${attribute} has to be a string`);
  if (!value.isWellFormed()) throw invalidValue(`${attribute} holds a lone surrogate`);
  return value;
}

/** Only a JSON boolean counts: "False" is refused (Vault documentation, Microsoft Entra ID). @throws ScimError 400 */
export function readBoolean(value: unknown, attribute: string): boolean {
  if (typeof value !== 'boolean') throw invalidValue(`${attribute} has to be true or false`);
  return value;
}
