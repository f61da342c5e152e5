import { SchemaUrn } from '../../protocol/scim.ts';
import type { Behaviour } from '../behaviour.ts';
import { checkSchemas, checkUnknown, readAttributes, readBoolean, readName, readString } from './attributes.ts';
import type { ScimClient } from './client-registry.ts';
import { acceptedExtensionUrns } from './extension.ts';
import { invalidValue } from './scim-error.ts';

/** What a POST or PUT of a user says; undefined is: not said. */
export interface UserInput {
  readonly userName: string;
  readonly externalId: string | undefined;
  readonly active: boolean | undefined;
  readonly metadata: Record<string, string> | undefined;
}

const READ_ONLY = ['id', 'meta', 'groups'];

/** @throws ScimError 400 for a body that Vault's user schema does not allow */
export function readUser(body: unknown, client: ScimClient, behaviour: Behaviour): UserInput {
  const urns = acceptedExtensionUrns(client, behaviour);
  const known = ['schemas', 'userName', 'externalId', 'active', ...READ_ONLY, ...urns];
  const { values, unknown } = readAttributes(body, known, behaviour);
  checkSchemas(values.get('schemas'), SchemaUrn.user, urns, behaviour);
  checkUnknown(unknown, behaviour);
  const externalId = values.get('externalId') ?? undefined;
  const active = values.get('active') ?? undefined;
  const given = urns.filter((urn) => values.has(urn));
  if (given.length > 1) throw invalidValue('the metadata extension is given in two versions');
  return {
    userName: readName(values.get('userName'), 'userName', behaviour),
    externalId: externalId === undefined ? undefined : readString(externalId, 'externalId'),
    active: active === undefined ? undefined : readBoolean(active, 'active'),
    metadata: given[0] === undefined ? undefined : readMetadata(values.get(given[0]), behaviour),
  };
}

/** The map that the extension object holds as `items` of `key` and `value`. @throws ScimError 400 `invalidValue` */
export function readMetadata(extension: unknown, behaviour: Behaviour): Record<string, string> {
  if (extension === null) return {};
  const { values, unknown } = readAttributes(extension, ['items'], behaviour);
  checkUnknown(unknown, behaviour);
  return readItems(values.get('items'), behaviour);
}

/** @throws ScimError 400 `invalidValue` unless it is a list of `{key, value}` with strings, each key once */
export function readItems(items: unknown, behaviour: Behaviour): Record<string, string> {
  if (items === undefined || items === null) return {};
  if (!Array.isArray(items)) throw invalidValue('items has to be a list');
  const metadata = new Map<string, string>();
  for (const item of items) {
    const { values, unknown } = readAttributes(item, ['key', 'value'], behaviour);
    checkUnknown(unknown, behaviour);
    const key = readString(values.get('key'), 'items.key');
    const value = values.get('value');
    if (typeof value !== 'string' || !value.isWellFormed()) throw invalidValue('items.value has to be a string');
    if (metadata.has(key)) throw invalidValue(`the metadata key ${key} is given twice`);
    metadata.set(key, value);
  }
  return Object.fromEntries(metadata);
}
