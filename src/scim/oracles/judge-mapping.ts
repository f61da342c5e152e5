import { isObject, type JsonObject } from '../models/json.ts';
import { type Finding, FindingList } from './finding.ts';
import { shownIds } from './member-ids.ts';
import type { OracleName } from './rows.ts';

/** The SCIM client that made a resource. */
export interface MakingClient {
  /** Null where the version of Vault tells none. */
  id: string | null;
  /** `alias_mount_accessor`, or null without one. */
  aliasAccessor: string | null;
}

/** The last write to the resource itself that Vault accepted. */
export interface OwnWrite {
  method: 'POST' | 'PUT' | 'PATCH';
  /** Whether the user was active before it, or null where nobody saw it. */
  wasActive: boolean | null;
  /** `active` as the write itself said it, or null where it did not as plainly as that. */
  toldActive: boolean | null;
}

/** What an administrator changed himself, so that SCIM does not decide it alone. */
export type Administered = 'policies' | 'aliases';

/** What an administrator has set on an entity or group, whole. */
export interface AdministratorsPolicies {
  names: readonly string[];
  /** The last write to the resource itself before that. */
  setAfter: OwnWrite;
  /** Whether he has set policies on others since, so that those may have come here. */
  othersSince: boolean;
}

export interface Provisioned {
  type: 'user' | 'group';
  client: MakingClient;
  write: OwnWrite;
  /** Whether writes to it were refused since the last accepted one. */
  wasRefused: boolean;
  administered: ReadonlySet<Administered>;
  policies: AdministratorsPolicies | null;
}

const POLICIES_OF_ADMINISTRATOR = {
  user: { POST: 'policies-set-on-entity', PUT: 'entity-policies-replaced', PATCH: 'entity-policies-patched' },
  group: {
    POST: 'policies-set-on-vault-group',
    PUT: 'vault-group-policies-replaced',
    PATCH: 'vault-group-policies-patched',
  },
} as const;

const METADATA = /^urn:ietf:params:scim:schemas:extension:vault:[\d.]+:Metadata$/i;

/**
 * Compares a resource as SCIM shows it with what Vault's identity API shows under the same id, of one state.
 *
 * @param record `data` of the entity or group; null where there is none
 */
export function judgeMapping(provisioned: Provisioned, resource: JsonObject, record: JsonObject | null): Finding[] {
  const isUser = provisioned.type === 'user';
  const findings = new FindingList(`GET identity/${isUser ? 'entity' : 'group'}/id/{id}`, true);
  findings.judge(isUser ? 'entity-of-user' : 'vault-group', record !== null);
  if (record === null) return findings.toArray();
  const judge = isUser ? judgeEntity : judgeVaultGroup;
  judge(provisioned, resource, record, findings);
  return findings.toArray();
}

/**
 * Compares the groups that the record of a user's entity lists with the members that the test's groups have.
 *
 * @param members ids by group; groups that are not among them are others' business
 */
export function judgeDirectGroups(
  id: string,
  entity: JsonObject,
  members: ReadonlyMap<string, readonly string[]>,
): Finding[] {
  const findings = new FindingList('GET identity/entity/id/{id}', true);
  const listed = Array.isArray(entity.direct_group_ids) ? entity.direct_group_ids.map(String) : [];
  const expected = [...members].flatMap(([group, ids]) => (ids.includes(id) ? [group] : []));
  const actual = listed.filter((group) => members.has(group));
  same(findings, 'entity-groups', expected.sort(), actual.sort());
  return findings.toArray();
}

/** Judges that nothing is left of a resource that SCIM deleted. @param record as for `judgeMapping` */
export function judgeDeleted(type: Provisioned['type'], record: JsonObject | null): Finding[] {
  const isUser = type === 'user';
  const findings = new FindingList(`GET identity/${isUser ? 'entity' : 'group'}/id/{id}`, true);
  findings.judge(isUser ? 'entity-of-deleted-user' : 'vault-group-of-deleted-group', record === null, {
    expected: null,
    actual: record,
  });
  return findings.toArray();
}

function judgeEntity(provisioned: Provisioned, user: JsonObject, entity: JsonObject, findings: FindingList): void {
  const { client, write, wasRefused, administered } = provisioned;
  const isReplaced = write.method === 'PUT';
  same(findings, isReplaced ? 'entity-renamed' : 'entity-name', user.userName, entity.name);
  if (typeof user.externalId === 'string') same(findings, 'entity-external-id', user.externalId, entity.external_id);
  // Where SCIM does not even show what it was told, the fault is not in what it made of it.
  if (typeof user.active === 'boolean' && user.active === (write.toldActive ?? user.active)) {
    const oracle = wasRefused ? 'entity-activity-kept' : activityOracle(write, user.active);
    same(findings, oracle, !user.active, entity.disabled);
  }
  same(findings, isReplaced ? 'entity-metadata-replaced' : 'entity-metadata', metadataOf(user), entity.metadata ?? {});
  judgeMark('entity-mark', 'entity-mark-of-client', client, entity, findings);
  judgePolicies('entity-policies', provisioned, entity, findings);
  if (!administered.has('aliases')) judgeAliases(provisioned, user, entity, findings);
}

function activityOracle({ method, wasActive }: OwnWrite, isActive: boolean): OracleName {
  if (method === 'POST') return isActive ? 'entity-created-enabled' : 'entity-created-disabled';
  if (wasActive === isActive) return 'entity-activity-kept';
  if (isActive) return 'entity-enabled';
  return method === 'PUT' ? 'entity-disabled-by-replace' : 'entity-disabled-by-patch';
}

function judgeAliases(
  { client, write }: Provisioned,
  user: JsonObject,
  entity: JsonObject,
  findings: FindingList,
): void {
  const aliases = Array.isArray(entity.aliases) ? entity.aliases.filter(isObject) : [];
  const names = aliases.map(({ name, mount_accessor }) => ({ name, mount_accessor }));
  if (client.aliasAccessor === null) {
    same(findings, 'no-alias', [], names);
    return;
  }
  const isReplaced = write.method === 'PUT';
  const [alias, ...more] = aliases;
  const isOne = alias !== undefined && more.length === 0;
  findings.judge(isReplaced ? 'alias-kept' : 'alias-count', isOne, { expected: 'one alias', actual: names });
  if (!isOne) return;
  same(findings, isReplaced ? 'alias-renamed' : 'alias-name', user.userName, alias.name);
  same(findings, isReplaced ? 'alias-kept' : 'alias-mount', client.aliasAccessor, alias.mount_accessor);
  same(findings, 'alias-owner', entity.id, alias.canonical_id);
  same(findings, 'alias-mark', entity.scim_client_id, alias.scim_client_id);
}

/** SCIM sets none, and leaves those of an administrator. */
function judgePolicies(none: OracleName, provisioned: Provisioned, record: JsonObject, findings: FindingList): void {
  const { type, write, administered, policies } = provisioned;
  if (administered.has('policies')) return;
  const stored = Array.isArray(record.policies) ? record.policies.map(String) : [];
  if (policies === null) {
    same(findings, none, [], stored);
    return;
  }
  const isUntouched = policies.setAfter === write || policies.othersSince;
  const oracle = POLICIES_OF_ADMINISTRATOR[type][isUntouched ? 'POST' : write.method];
  same(findings, oracle, [...new Set(policies.names)].sort(), stored.toSorted());
}

function judgeVaultGroup(provisioned: Provisioned, group: JsonObject, record: JsonObject, findings: FindingList): void {
  const { client, write } = provisioned;
  const isReplaced = write.method === 'PUT';
  same(findings, isReplaced ? 'vault-group-renamed' : 'vault-group-name', group.displayName, record.name);
  same(findings, 'vault-group-type', 'internal', record.type);
  judgeMark('vault-group-mark', 'vault-group-mark-of-client', client, record, findings);
  judgePolicies('vault-group-policies', provisioned, record, findings);
  const shown = shownIds(group.members);
  if (shown === null) return;
  const inVault = Array.isArray(record.member_entity_ids) ? record.member_entity_ids.map(String) : [];
  const missing = shown.filter((id) => !inVault.includes(id));
  const extra = inVault.filter((id) => !shown.includes(id));
  const detail = { expected: shown, actual: inVault };
  if (write.method === 'PATCH') {
    findings.judge('vault-group-member-added', missing.length === 0, detail);
    findings.judge('vault-group-member-removed', extra.length === 0, detail);
  } else {
    const oracle = isReplaced ? 'vault-group-members-replaced' : 'vault-group-members';
    findings.judge(oracle, missing.length + extra.length === 0, detail);
  }
}

function judgeMark(any: OracleName, own: OracleName, client: MakingClient, record: JsonObject, findings: FindingList) {
  const mark = record.scim_client_id;
  findings.judge(any, typeof mark === 'string' && mark !== '', { expected: 'a mark', actual: mark ?? null });
  if (client.id !== null) same(findings, own, client.id, mark);
}

function metadataOf(user: JsonObject): JsonObject {
  const urn = Object.keys(user).find((key) => METADATA.test(key));
  const extension = urn === undefined ? null : user[urn];
  const items = isObject(extension) && Array.isArray(extension.items) ? extension.items.filter(isObject) : [];
  return Object.fromEntries(items.map(({ key, value }) => [String(key), value]));
}

function same(findings: FindingList, oracle: OracleName, expected: unknown, actual: unknown): void {
  findings.judge(oracle, comparable(expected) === comparable(actual), { expected, actual: actual ?? null });
}

/** Letter case is the business of checks of their own, and an object has no order. */
function comparable(value: unknown): string {
  const ordered = isObject(value) ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : value;
  return JSON.stringify(ordered ?? null).toLowerCase();
}
