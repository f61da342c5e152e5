import { SchemaUrn } from '../../protocol/scim.ts';
import { membersOf } from '../connector/answer-members.ts';
import { isListResponse, listIn } from './documents.ts';

/** The account schema of a source: attributes with dots, as they were discovered. */
export interface AccountSchema {
  attributes: readonly string[];
  /** Left out of everything that is written (SailPoint: SCIM 2.0, additional settings). */
  readOnly: ReadonlySet<string>;
}

/** Attribute of the account schema that entitlements come from (measured IdentityIQ 8.5 lab). */
const ENTITLEMENTS = 'groups';

/** What a source in relaxed configuration takes for the schema. */
export const BUILT_IN_SCHEMA: AccountSchema = {
  attributes: [
    'id',
    'userName',
    'externalId',
    'displayName',
    'active',
    'name.givenName',
    'emails.value',
    'groups.value',
  ],
  readOnly: new Set(['id', 'meta', 'groups']),
};

/** Whether entitlements of accounts can be aggregated at all. */
export function hasEntitlements({ attributes }: AccountSchema): boolean {
  return attributes.includes(`${ENTITLEMENTS}.value`);
}

/** Builds the account schema from `/Schemas`: the attributes of User, flattened with dots. Null when there is none. */
export function accountSchemaIn(body: unknown): AccountSchema | null {
  if (!isListResponse(body)) return null;
  const user = listIn(body, 'Resources').find(({ id }) => id === SchemaUrn.user);
  if (user === undefined) return null;
  const top = listIn(user, 'attributes');
  return {
    attributes: ['id', ...top.flatMap(flattened)],
    readOnly: new Set(['id', 'meta', ...top.filter(({ mutability }) => mutability === 'readOnly').map(nameOf)]),
  };
}

/** Only what the schema lets a client write. */
export function writable(values: Record<string, unknown>, { readOnly }: AccountSchema): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !readOnly.has(name)));
}

/** Ids of the groups that a user shows, which are the account's entitlements. */
export function entitlementsIn(user: unknown): string[] {
  return listIn(membersOf(user) ?? {}, ENTITLEMENTS).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

function flattened(attribute: Record<string, unknown>): string[] {
  const name = nameOf(attribute);
  const inner = listIn(attribute, 'subAttributes');
  return inner.length === 0 ? [name] : inner.map((sub) => `${name}.${nameOf(sub)}`);
}

function nameOf({ name }: Record<string, unknown>): string {
  return String(name);
}
