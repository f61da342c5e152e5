import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/scim/models/json.ts';
import {
  judgeDeleted,
  judgeDirectGroups,
  judgeMapping,
  type OwnWrite,
  type Provisioned,
} from '../../../src/scim/oracles/judge-mapping.ts';
import { METADATA_URN } from '../answers.ts';

const CREATED: OwnWrite = { method: 'POST', wasActive: null, toldActive: null };
const REPLACED: OwnWrite = { method: 'PUT', wasActive: true, toldActive: null };
const PATCHED: OwnWrite = { method: 'PATCH', wasActive: true, toldActive: null };

const JANE = {
  id: 'u1',
  userName: 'Jane',
  externalId: 'x-1',
  active: true,
  groups: [{ value: 'g1' }],
  [METADATA_URN]: { items: [{ key: 'site', value: 'north' }] },
};
const ALIAS = { name: 'jane', mount_accessor: 'auth_1', canonical_id: 'u1', scim_client_id: 'c1' };
const ENTITY = {
  id: 'u1',
  name: 'jane',
  external_id: 'x-1',
  disabled: false,
  metadata: { site: 'north' },
  policies: null,
  direct_group_ids: ['g0', 'g1'],
  scim_client_id: 'c1',
  aliases: [ALIAS],
};
const TEAM = { id: 'g1', displayName: 'team', members: [{ value: 'u1' }, { value: 'u2' }] };
const GROUP = {
  name: 'team',
  type: 'internal',
  member_entity_ids: ['u2', 'u1'],
  policies: [],
  scim_client_id: 'c1',
};

function provisioned(type: Provisioned['type'], write: OwnWrite, more: Partial<Provisioned> = {}): Provisioned {
  const client = { id: 'c1', aliasAccessor: 'auth_1' };
  return { type, write, client, wasRefused: false, administered: new Set(), policies: null, ...more };
}

/** The oracles that fail. */
function blamed(one: Provisioned, resource: JsonObject, record: JsonObject | null): string[] {
  return judgeMapping(one, resource, record).flatMap(({ oracle, outcome }) => (outcome === 'failed' ? [oracle] : []));
}

test('A user that SCIM shows otherwise than it was told is blamed elsewhere.', () => {
  const write: OwnWrite = { ...CREATED, toldActive: true };
  assert.deepEqual(blamed(provisioned('user', write), { ...JANE, active: false, externalId: undefined }, ENTITY), []);
});

test('A user and a group that Vault shows alike are blamed for nothing.', () => {
  for (const write of [CREATED, REPLACED, PATCHED]) {
    assert.deepEqual(blamed(provisioned('user', write), JANE, ENTITY), []);
    assert.deepEqual(blamed(provisioned('group', write), TEAM, GROUP), []);
  }
  assert.deepEqual(
    blamed(provisioned('group', CREATED), { ...TEAM, members: null }, { ...GROUP, member_entity_ids: null }),
    [],
  );
});

const ENTITIES: [oracle: string, write: OwnWrite, entity: JsonObject, user?: JsonObject][] = [
  ['entity-name', CREATED, { name: 'joan' }],
  ['entity-renamed', REPLACED, { name: 'joan' }],
  ['entity-external-id', PATCHED, { external_id: '' }],
  ['entity-created-enabled', CREATED, { disabled: true }],
  ['entity-created-disabled', CREATED, {}, { active: false }],
  ['entity-disabled-by-patch', PATCHED, {}, { active: false }],
  ['entity-disabled-by-replace', REPLACED, {}, { active: false }],
  ['entity-enabled', { method: 'PATCH', wasActive: false, toldActive: null }, { disabled: true }],
  ['entity-activity-kept', PATCHED, { disabled: true }],
  ['entity-metadata', CREATED, { metadata: { site: 'south' } }],
  ['entity-metadata-replaced', REPLACED, { metadata: null }],
  ['entity-mark-of-client', CREATED, { scim_client_id: 'c2', aliases: [{ ...ALIAS, scim_client_id: 'c2' }] }],
  ['entity-mark', CREATED, { scim_client_id: '', aliases: [{ ...ALIAS, scim_client_id: '' }] }],
  ['entity-policies', CREATED, { policies: ['admin'] }],
  ['alias-count', CREATED, { aliases: [] }],
  ['alias-count', CREATED, { aliases: [ALIAS, ALIAS] }],
  ['alias-kept', REPLACED, { aliases: [] }],
  ['alias-name', CREATED, { aliases: [{ ...ALIAS, name: 'joan' }] }],
  ['alias-renamed', REPLACED, { aliases: [{ ...ALIAS, name: 'joan' }] }],
  ['alias-mount', CREATED, { aliases: [{ ...ALIAS, mount_accessor: 'auth_2' }] }],
  ['alias-owner', CREATED, { aliases: [{ ...ALIAS, canonical_id: 'u2' }] }],
  ['alias-mark', CREATED, { aliases: [{ ...ALIAS, scim_client_id: '' }] }],
];

for (const [oracle, write, entity, user = {}] of ENTITIES) {
  const title = `After ${write.method}, an entity with ${JSON.stringify({ ...user, ...entity })} breaks ${oracle}.`;
  test(title, () => {
    assert.equal(blamed(provisioned('user', write), { ...JANE, ...user }, { ...ENTITY, ...entity })[0], oracle);
  });
}

const GROUPS: [oracle: string, write: OwnWrite, group: JsonObject][] = [
  ['vault-group-name', CREATED, { name: 'other' }],
  ['vault-group-renamed', REPLACED, { name: 'other' }],
  ['vault-group-type', CREATED, { type: 'external' }],
  ['vault-group-members', CREATED, { member_entity_ids: ['u1'] }],
  ['vault-group-members-replaced', REPLACED, { member_entity_ids: ['u1', 'u2', 'u3'] }],
  ['vault-group-member-added', PATCHED, { member_entity_ids: ['u1'] }],
  ['vault-group-member-removed', PATCHED, { member_entity_ids: ['u1', 'u2', 'u3'] }],
  ['vault-group-mark-of-client', CREATED, { scim_client_id: 'c2' }],
  ['vault-group-mark', CREATED, { scim_client_id: '' }],
  ['vault-group-policies', CREATED, { policies: ['admin'] }],
];

for (const [oracle, write, group] of GROUPS) {
  test(`After ${write.method}, a Vault group with ${JSON.stringify(group)} breaks ${oracle}.`, () => {
    assert.equal(blamed(provisioned('group', write), TEAM, { ...GROUP, ...group })[0], oracle);
  });
}

test('A disabled entity is blamed on what was refused, where something was.', () => {
  const disabled = { ...ENTITY, disabled: true };
  assert.deepEqual(blamed(provisioned('user', CREATED, { wasRefused: true }), JANE, disabled), [
    'entity-activity-kept',
  ]);
  assert.deepEqual(blamed(provisioned('user', CREATED), JANE, disabled), ['entity-created-enabled']);
});

test('What an administrator changed is left out, as is the id of a client that tells none.', () => {
  const administered = new Set(['policies', 'aliases'] as const);
  const client = { id: null, aliasAccessor: null };

  const found = blamed(provisioned('user', CREATED, { administered, client }), JANE, {
    ...ENTITY,
    policies: ['admin'],
    scim_client_id: 'c9',
  });

  assert.deepEqual(found, []);
});

const SET: [type: Provisioned['type'], since: OwnWrite | null, oracle: string][] = [
  ['user', null, 'policies-set-on-entity'],
  ['user', REPLACED, 'entity-policies-replaced'],
  ['user', PATCHED, 'entity-policies-patched'],
  ['group', null, 'policies-set-on-vault-group'],
  ['group', REPLACED, 'vault-group-policies-replaced'],
  ['group', PATCHED, 'vault-group-policies-patched'],
];

for (const [type, since, oracle] of SET) {
  test(`Policies of an administrator on a ${type} that others have taken the place of break ${oracle}.`, () => {
    const policies = { names: ['second', 'first', 'first'], setAfter: CREATED, othersSince: false };
    const one = provisioned(type, since ?? CREATED, { policies });
    const [resource, record] = type === 'user' ? [JANE, ENTITY] : [TEAM, GROUP];

    assert.deepEqual(blamed(one, resource, { ...record, policies: ['first', 'second'] }), []);
    assert.deepEqual(blamed(one, resource, { ...record, policies: ['first'] }), [oracle]);
  });
}

test('Policies that differ after others were set elsewhere are not blamed on the write between.', () => {
  const policies = { names: ['first'], setAfter: CREATED, othersSince: true };
  assert.deepEqual(blamed(provisioned('group', PATCHED, { policies }), TEAM, GROUP), ['policies-set-on-vault-group']);
});

test('A user of a client without alias mount has no alias.', () => {
  const client = { id: 'c1', aliasAccessor: null };
  assert.deepEqual(blamed(provisioned('user', CREATED, { client }), JANE, ENTITY), ['no-alias']);
});

test('What SCIM shows exists in Vault, and what it deleted does not.', () => {
  assert.deepEqual(blamed(provisioned('user', CREATED), JANE, null), ['entity-of-user']);
  assert.deepEqual(blamed(provisioned('group', CREATED), TEAM, null), ['vault-group']);
  const [user, group, gone] = [judgeDeleted('user', ENTITY), judgeDeleted('group', GROUP), judgeDeleted('user', null)];
  assert.deepEqual([user[0]?.oracle, user[0]?.outcome], ['entity-of-deleted-user', 'failed']);
  assert.deepEqual([group[0]?.oracle, group[0]?.outcome], ['vault-group-of-deleted-group', 'failed']);
  assert.equal(gone[0]?.outcome, 'passed');
});

test('An entity lists the groups that have its user as a member, and of the groups of the test no other.', () => {
  const failed = (members: [string, string[]][]) =>
    judgeDirectGroups('u1', ENTITY, new Map(members)).flatMap(({ oracle, outcome }) =>
      outcome === 'failed' ? [oracle] : [],
    );

  assert.deepEqual(
    failed([
      ['g1', ['u1']],
      ['g2', ['u2']],
    ]),
    [],
  );
  assert.deepEqual(failed([['g1', ['u2']]]), ['entity-groups']);
  assert.deepEqual(failed([['g3', ['u1']]]), ['entity-groups']);
});
