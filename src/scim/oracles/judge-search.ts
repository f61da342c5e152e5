import type { Answer } from '../answer.ts';
import { isObject, type JsonObject } from '../models/json.ts';
import { type Finding, FindingList } from './finding.ts';
import type { OracleName } from './rows.ts';

/** A filter by an exact value, and whether the resource has to be among what it finds. */
export interface Search {
  oracle: OracleName;
  /** Where no other resource can have the value. */
  alone?: OracleName;
  /** Path and query below the SCIM base. */
  path: string;
  id: string;
  isFound: boolean;
}

/** Values that no server compares in a way of its own: checks of their own send the others. */
const ORDINARY = /^[\w.@-]{1,128}$/;

/** By which name connectors look for a resource, and which oracle decides what they find. */
const NAMES = {
  user: {
    collection: 'Users',
    attribute: 'userName',
    found: 'found-by-user-name',
    alone: 'found-alone-by-user-name',
    renamed: 'found-by-new-user-name',
    deleted: 'deleted-user-found',
    refused: 'found-by-refused-user-name',
  },
  group: {
    collection: 'Groups',
    attribute: 'displayName',
    found: 'found-by-display-name',
    alone: 'found-alone-by-display-name',
    renamed: 'found-by-new-display-name',
    deleted: 'deleted-group-found',
    refused: 'found-by-refused-display-name',
  },
} as const;

/**
 * The searches that tell whether the indexes of a server follow what is written.
 *
 * @param shown as a read by id shows it
 * @param formerName the name that it had before it was renamed, or null; it may have come back to it
 */
export function searchesFor(type: 'user' | 'group', shown: JsonObject, formerName: string | null): Search[] {
  const { collection, attribute, found, alone, renamed } = NAMES[type];
  const { id, [attribute]: name, externalId } = shown;
  if (typeof id !== 'string') return [];
  const former = isSameName(formerName, name) ? null : formerName;
  const oracle = former === null ? found : renamed;
  const byExternalId = { oracle: 'found-by-external-id', id, isFound: true } as const;
  return [
    ...search(collection, attribute, name, { oracle, alone, id, isFound: true }),
    ...search(collection, attribute, former, { oracle, id, isFound: false }),
    ...(type === 'user' ? search(collection, 'externalId', externalId, byExternalId) : []),
  ];
}

/** The searches that tell whether a server still finds what was deleted. @param shown as it was last shown */
export function searchesForDeleted(type: 'user' | 'group', shown: JsonObject): Search[] {
  const { collection, attribute, deleted: oracle } = NAMES[type];
  const { id, [attribute]: name, active } = shown;
  if (typeof id !== 'string') return [];
  const gone = { oracle, id, isFound: false };
  const amongInactive = active === false ? [{ ...gone, path: filterPath(collection, 'active eq false') }] : [];
  return [...search(collection, attribute, name, gone), ...amongInactive];
}

/**
 * The searches that tell whether the indexes of a server took over what it refused to write.
 *
 * @param shown as a read by id shows it
 * @param refused the values that were refused
 */
export function searchesForRefused(type: 'user' | 'group', shown: JsonObject, refused: JsonObject): Search[] {
  const { collection, attribute, refused: byName } = NAMES[type];
  const { id } = shown;
  if (typeof id !== 'string') return [];
  const searchFor = (name: string, oracle: OracleName) => {
    const value = refused[name];
    const isOther = typeof value === 'string' && !isSameName(value, shown[name]);
    return isOther ? search(collection, name, value, { oracle, id, isFound: false }) : [];
  };
  return [
    ...searchFor(attribute, byName),
    ...(type === 'user' ? searchFor('externalId', 'found-by-refused-external-id') : []),
  ];
}

/** Judges an answer to the search; one that is refused is for checks of their own. */
export function judgeSearch({ oracle, alone, id, isFound }: Search, { status, body }: Answer): Finding[] {
  if (status !== 200 || !isObject(body)) return [];
  const entries = Array.isArray(body.Resources) ? body.Resources.filter(isObject) : [];
  const findings = new FindingList('GET with a filter', true);
  findings.judge(oracle, entries.some((entry) => entry.id === id) === isFound, {
    expected: isFound ? [id] : [],
    actual: entries.map((entry) => entry.id),
  });
  const others = entries.filter((entry) => entry.id !== id).length;
  if (alone !== undefined) findings.judge(alone, others === 0, { expected: 0, actual: others });
  return findings.toArray();
}

function isSameName(one: string | null, other: unknown): boolean {
  return typeof other === 'string' && one?.toLowerCase() === other.toLowerCase();
}

function search(collection: string, attribute: string, value: unknown, wanted: Omit<Search, 'path'>): Search[] {
  if (typeof value !== 'string' || !ORDINARY.test(value)) return [];
  return [{ ...wanted, path: filterPath(collection, `${attribute} eq "${value}"`) }];
}

function filterPath(collection: string, filter: string): string {
  return `/${collection}?filter=${encodeURIComponent(filter)}`;
}
