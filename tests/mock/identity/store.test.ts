import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock, formatInstant } from '../../../src/mock/clock.ts';
import { StoreConflict, type StoreConflictKind } from '../../../src/mock/identity/records.ts';
import { IdentityStore } from '../../../src/mock/identity/store.ts';

const newStore = () => new IdentityStore(new Clock(), 'root');

function conflicts(kind: StoreConflictKind, act: () => unknown): void {
  assert.throws(act, (error: unknown) => error instanceof StoreConflict && error.kind === kind);
}

test('names are unique in any letter case and keep their spelling [S13]', () => {
  const store = newStore();
  const jane = store.createEntity({ name: 'Jane' });
  conflicts('entity-name-in-use', () => store.createEntity({ name: 'jANE' }));
  assert.equal(store.entityByName('JANE'), jane);
  assert.equal(store.updateEntity(jane.id, { name: 'JANE' }).name, 'JANE');
  store.updateEntity(jane.id, { name: 'x' });
  assert.equal(store.entityByName('jane'), undefined);
  store.createGroup({ name: 'Admins' });
  conflicts('group-name-in-use', () => store.createGroup({ name: 'admins' }));
});

test('a refused change changes nothing', () => {
  const store = newStore();
  const a = store.createEntity({ name: 'a', externalId: 'e' });
  store.createEntity({ name: 'b' });
  const before = { ...a };
  conflicts('entity-name-in-use', () => store.updateEntity(a.id, { name: 'b', externalId: 'f', disabled: true }));
  assert.deepEqual(a, before);
  assert.deepEqual([...store.entitiesByExternalId('f')], []);
  const group = store.createGroup({ name: 'g', memberEntityIds: [a.id] });
  conflicts('member-not-found', () => store.updateGroup(group.id, { name: 'h', memberEntityIds: ['none'] }));
  conflicts('member-not-found', () => store.changeMembers(group.id, { remove: [a.id], add: ['none'] }));
  assert.equal(store.groupByName('h'), undefined);
  assert.deepEqual([...group.memberEntityIds], [a.id]);
});

test('a deleted entity takes aliases and memberships along, and frees its names [S18a]', () => {
  const store = newStore();
  const entity = store.createEntity({ name: 'a', externalId: 'e', scimClientId: 'c' });
  const alias = store.createAlias({ name: 'a', mountAccessor: 'm', canonicalId: entity.id });
  const group = store.createGroup({ name: 'g', memberEntityIds: [entity.id] });
  assert.equal(store.deleteEntity(entity.id), true);
  assert.equal(store.deleteEntity(entity.id), false);
  assert.equal(store.alias(alias.id), undefined);
  assert.equal(store.aliasByFactors('m', 'a'), undefined);
  assert.equal(group.memberEntityIds.size, 0);
  assert.equal(store.countEntitiesOfClient('c'), 0);
  assert.deepEqual([...store.entitiesByExternalId('e')], []);
  store.createEntity({ name: 'a', externalId: 'e', scimClientId: 'c' });
});

test('an alias name is taken once on a mount, and an entity has one alias there [S18b]', () => {
  const store = newStore();
  const a = store.createEntity({});
  const b = store.createEntity({});
  const alias = store.createAlias({ name: 'x', mountAccessor: 'm', canonicalId: a.id });
  conflicts('alias-in-use', () => store.createAlias({ name: 'X', mountAccessor: 'm', canonicalId: b.id }));
  conflicts('alias-mount-in-use', () => store.createAlias({ name: 'y', mountAccessor: 'm', canonicalId: a.id }));
  conflicts('entity-not-found', () => store.createAlias({ name: 'z', mountAccessor: 'm', canonicalId: 'none' }));
  store.updateAlias(alias.id, { name: 'renamed', canonicalId: b.id });
  assert.equal(store.aliasByFactors('m', 'x'), undefined);
  assert.deepEqual([...store.aliasesOf(b.id)], [alias]);
  assert.deepEqual([...store.aliasesOf(a.id)], []);
});

test("a client's entities come in the order in which it got them", () => {
  const store = newStore();
  const first = store.createEntity({ scimClientId: 'c' });
  const adopted = store.createEntity({});
  const second = store.createEntity({ scimClientId: 'c' });
  store.updateEntity(adopted.id, { scimClientId: 'c' });
  assert.deepEqual([...store.entitiesOfClient('c')], [first, second, adopted]);
  store.updateEntity(first.id, { scimClientId: '' });
  assert.deepEqual([...store.entitiesOfClient('c')], [second, adopted]);
});

test('times advance with every change and print as RFC 3339 with nanoseconds', () => {
  const store = newStore();
  const entity = store.createEntity({});
  const { creationTime } = entity;
  assert.equal(entity.lastUpdateTime, creationTime);
  store.updateEntity(entity.id, { disabled: true });
  assert.ok(entity.lastUpdateTime > creationTime);
  assert.equal(entity.creationTime, creationTime);
  assert.ok(Math.abs(Number(creationTime / 1_000_000n) - Date.now()) < 1000);
  assert.equal(formatInstant(1_700_000_000_120_000_000n), '2023-11-14T22:13:20.12Z');
  assert.equal(formatInstant(1_700_000_000_000_000_000n), '2023-11-14T22:13:20Z');
});

test('look-ups do not slow down with the number of entities', () => {
  const timeOf = (size: number) => {
    const store = newStore();
    const ids = Array.from({ length: size }, (_, index) => store.createEntity({ name: `user-${index}` }).id);
    store.createGroup({ name: 'g', memberEntityIds: ids });
    const begin = performance.now();
    for (let round = 0; round < 2000; round += 1) {
      store.entityByName(`USER-${round % size}`);
      store.groupsOf(ids[round % size] ?? '');
    }
    return performance.now() - begin;
  };
  timeOf(100);
  assert.ok(timeOf(20_000) < 20 * timeOf(100) + 20);
});
