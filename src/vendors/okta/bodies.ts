import { MessageUrn, SchemaUrn } from '../../protocol/scim.ts';

/** Somebody whose Okta profile is mapped to the app. */
export interface Person {
  userName: string;
  givenName: string;
  familyName: string;
  displayName: string;
  /** Id of the Okta user. */
  ext: string;
  /** Eight random characters in every create; nobody can sign in with it. */
  password: string;
}

/** A provisioned person as Okta puts it into a group. */
export interface Member {
  uid: string;
  userName: string;
}

type Json = Record<string, unknown>;

/** Members have no `type` and no `$ref` (test data that copies Okta; SCIM-SDK issue 419). */
function entryOf({ uid, userName }: Member): Json {
  return { value: uid, display: userName };
}

/** OK-B08, OK-B09 and OK-B11 with any number of members. */
export function groupText(name: string, members: readonly Member[]): string {
  return JSON.stringify({ schemas: [SchemaUrn.group], displayName: name, members: members.map(entryOf) });
}

/** OK-B13, OK-B14 and OK-B15 with any number of members: one removal each, all before the addition. */
export function memberChangeText(removed: readonly Member[], added: readonly Member[]): string {
  return patchText([
    ...removed.map(({ uid }) => ({ op: 'remove', path: `members[value eq "${uid}"]` })),
    ...(added.length === 0 ? [] : [{ op: 'add', path: 'members', value: added.map(entryOf) }]),
  ]);
}

/** OK-B16 and OK-B17 with any number of members. */
export function memberReplacementText(members: readonly Member[]): string {
  return patchText([{ op: 'replace', path: 'members', value: members.map(entryOf) }]);
}

/**
 * OK-B05: the representation that was just read, with Okta's values merged in. Emptied attributes are sent as empty
 * strings (OIN test plan).
 *
 * @param mapped attributes besides name, e-mail and externalId that the app maps
 */
export function profileText(representation: unknown, person: Person, mapped: Json = {}): string {
  const { userName, givenName, familyName, displayName, ext } = person;
  const read = objectOf(representation);
  const name = { ...objectOf(read.name), givenName, familyName };
  const emails = [{ primary: true, type: 'work', value: userName }];
  const values = { userName, name, emails, displayName, locale: 'en-US', externalId: ext, active: true };
  return sortedText({ ...read, ...values, ...mapped });
}

/** OK-B07: the representation that was just read, with another `active` and the id of the Okta user. */
export function activeText(representation: unknown, ext: string, active: boolean): string {
  return sortedText({ ...objectOf(representation), externalId: ext, active });
}

function patchText(operations: Json[]): string {
  return JSON.stringify({ schemas: [MessageUrn.patchOp], Operations: operations });
}

/** The members of an echoed representation stand in alphabetical order, on every level (capture of PUTs with headers). */
function sortedText(value: Json): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
