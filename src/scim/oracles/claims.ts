import { isObject, type JsonObject, keyNamed, valueNamed } from '../models/json.ts';
import { type AttributeDescription, COMMON_ATTRIBUTES } from '../models/resource-description.ts';
import { idsIn } from './member-ids.ts';
import type { RequestTarget } from './request-target.ts';
import type { OracleName } from './rows.ts';

/** What a write that was accepted has to leave in one attribute of its resource. */
export interface Claim {
  oracle: OracleName;
  attribute: string;
  expected: unknown;
  /** Ids of the resources that have to exist for the claim to be one. */
  members: string[];
  /** Whether a value has the form of the one that was sent. */
  hasForm(shown: unknown): boolean;
  isKept(shown: unknown): boolean;
}

/** A resource as it was last shown before the write. */
type Before = JsonObject | undefined;

/** Values that no server has a reason to alter: checks of their own send the unusual ones. */
const ORDINARY = /^[\w.@+-]+(?: [\w.@+-]+)*$/;
const LONGEST = 128;
const ONE_MEMBER = /^members\[value eq "([^"\\]+)"\]$/;

/** What a create leaves (RFC 7644 section 3.3). No server has to keep an externalId (RFC 7643 section 3.1); Vault keeps those of users. */
export function claimsOfCreate(body: JsonObject, target: RequestTarget): Claim[] {
  const isUser = target.endpoint === '/Users';
  const oracles: Record<string, OracleName> = isUser
    ? { userName: 'created-user-name', externalId: 'created-external-id', active: 'created-active' }
    : { displayName: 'created-display-name' };
  return [
    ...simpleValues(body, target)
      .filter(({ name }) => isUser || name !== 'externalId')
      .map(({ name, value }) => same(oracles[name] ?? 'created-value', name, value)),
    ...claimsOnMembers(idsIn(valueNamed(body, 'members')), 'created-members', 'created-members'),
  ];
}

/** What a replace leaves (RFC 7644 section 3.5.1). Vault documents that it never changes an externalId. */
export function claimsOfReplace(body: JsonObject, target: RequestTarget): Claim[] {
  const isUser = target.endpoint === '/Users';
  const oracleOf = (name: string, value: unknown): OracleName => {
    if (isUser && name === 'userName') return 'replaced-user-name';
    if (isUser && name === 'active') return value === true ? 'replaced-active' : 'replaced-inactive';
    return !isUser && name === 'displayName' ? 'replaced-display-name' : 'replaced-value';
  };
  return [
    ...simpleValues(body, target)
      .filter(({ name }) => name !== 'externalId')
      .map(({ name, value }) => same(oracleOf(name, value), name, value)),
    ...claimsOnMembers(idsIn(valueNamed(body, 'members')), 'replaced-members-added', 'replaced-members-removed'),
  ];
}

/** What a patch leaves (RFC 7644 section 3.5.2), where it is one of the forms that connectors send. */
export function claimsOfPatch(body: JsonObject, target: RequestTarget, before: Before): Claim[] {
  const operations = Array.isArray(body.Operations) ? body.Operations.filter(isObject) : [];
  if (operations.length === 0) return [];
  return target.endpoint === '/Users'
    ? claimsOfActivity(operations, target, before)
    : claimsOfMemberPatch(operations, target, before);
}

function claimsOfActivity(operations: JsonObject[], target: RequestTarget, before: Before): Claim[] {
  const [{ op, path, value } = {}, ...more] = operations;
  if (more.length > 0 || op !== 'replace') return [];
  const hasOnlyActive = path === undefined && isObject(value) && Object.keys(value).join() === 'active';
  const active = path === 'active' ? value : hasOnlyActive ? (value as JsonObject).active : undefined;
  if (typeof active !== 'boolean') return [];
  return [
    same(active ? 'patched-active' : 'patched-inactive', 'active', active),
    ...untouched('patched-user-else', before, target, ['active']),
  ];
}

function claimsOfMemberPatch(operations: JsonObject[], target: RequestTarget, before: Before): Claim[] {
  const known = before && (idsIn(before.members) ?? []);
  const names = untouched('patched-group-else', before, target, []);
  if (operations.every(({ op, path }) => op === 'add' && path === 'members')) {
    const lists = operations.map(({ value }) => idsIn(value));
    if (lists.includes(null)) return [];
    const added = lists.flatMap((list) => list ?? []);
    return [
      holding(added.length === 1 ? 'patched-member-added' : 'patched-members-added', added),
      ...(known ? [holding('patched-members-kept', known)] : []),
      ...names,
    ];
  }
  if (operations.some(({ op }) => op !== 'remove')) return [];
  const filtered = operations.map(({ path }) => ONE_MEMBER.exec(String(path))?.[1] ?? null);
  if (!filtered.includes(null)) {
    const removed = filtered.filter((id) => id !== null);
    const others = known?.filter((id) => !removed.includes(id));
    return [
      lacking('patched-member-filtered-out', removed),
      ...(others ? [holding('patched-members-not-filtered-out', others)] : []),
      ...names,
    ];
  }
  const listed = operations.map(({ path, value }) => (path === 'members' ? idsIn(value) : null));
  if (listed.includes(null)) return [];
  return [
    lacking(
      'patched-members-removed',
      listed.flatMap((list) => list ?? []),
    ),
    ...names,
  ];
}

function claimsOnMembers(ids: string[] | null, missing: OracleName, extra: OracleName): Claim[] {
  if (ids === null) return [];
  const isKept = (shown: unknown) => (idsIn(shown) ?? []).every((id) => ids.includes(id));
  return [
    holding(missing, ids),
    { oracle: extra, attribute: 'members', expected: ids, members: ids, hasForm: isMemberList, isKept },
  ];
}

function untouched(oracle: OracleName, before: Before, target: RequestTarget, touched: string[]): Claim[] {
  if (!before) return [];
  return simpleValues(before, target)
    .filter(({ name }) => !touched.includes(name))
    .map(({ name, value }) => same(oracle, name, value));
}

function same(oracle: OracleName, attribute: string, expected: unknown): Claim {
  const isKept = (shown: unknown) => folded(shown) === folded(expected);
  const hasForm = (shown: unknown) => typeof shown === typeof expected;
  return { oracle, attribute, expected, members: [], hasForm, isKept };
}

/** Letter case is the business of checks of their own. */
function folded(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function holding(oracle: OracleName, ids: string[]): Claim {
  const isKept = (shown: unknown) => ids.every((id) => (idsIn(shown) ?? []).includes(id));
  return { oracle, attribute: 'members', expected: { with: ids }, members: ids, hasForm: isMemberList, isKept };
}

function lacking(oracle: OracleName, ids: string[]): Claim {
  const isKept = (shown: unknown) => ids.every((id) => !(idsIn(shown) ?? []).includes(id));
  return { oracle, attribute: 'members', expected: { without: ids }, members: [], hasForm: isMemberList, isKept };
}

function isMemberList(value: unknown): boolean {
  return idsIn(value) !== null;
}

/** Ordinary values of attributes that the server describes as writable and shown. */
function simpleValues(body: JsonObject, { description }: RequestTarget): { name: string; value: unknown }[] {
  if (!description) return [];
  const attributes = [...COMMON_ATTRIBUTES.filter(({ name }) => name === 'externalId'), ...description.core.attributes];
  return attributes.filter(isSimple).flatMap(({ name, type }) => {
    const key = keyNamed(body, name);
    const value = key === name ? body[key] : undefined;
    const fits = type === 'boolean' ? typeof value === 'boolean' : isOrdinary(value);
    return fits ? [{ name, value }] : [];
  });
}

function isSimple({ type, multiValued, mutability, returned }: AttributeDescription): boolean {
  const isShown = returned === 'default' || returned === 'always';
  return (type === 'string' || type === 'boolean') && !multiValued && mutability === 'readWrite' && isShown;
}

function isOrdinary(value: unknown): boolean {
  return typeof value === 'string' && value.length <= LONGEST && ORDINARY.test(value);
}
