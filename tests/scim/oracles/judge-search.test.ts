import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/scim/models/json.ts';
import {
  judgeSearch,
  type Search,
  searchesFor,
  searchesForDeleted,
  searchesForRefused,
} from '../../../src/scim/oracles/judge-search.ts';
import { answerOf } from '../answers.ts';

const JANE = { id: 'u1', userName: 'jane@example.com', externalId: 'x-1' };
const TEAM = { id: 'g1', displayName: 'team' };

const asked = (searches: Search[]) =>
  searches.map(({ oracle, path, isFound }) => `${oracle} ${decodeURIComponent(path)} ${isFound}`);

/** The oracles that fail when each search finds these ids. */
function blamed(searches: Search[], ...ids: string[]): string[] {
  const body = { Resources: ids.map((id) => ({ id })) };
  const findings = searches.flatMap((search) => judgeSearch(search, answerOf({ body })));
  return findings.flatMap(({ oracle, outcome }) => (outcome === 'failed' ? [oracle] : []));
}

const BROKEN: [oracle: string, searches: Search[], found: string[]][] = [
  ['found-by-user-name', searchesFor('user', { ...JANE, externalId: undefined }, null), []],
  ['found-alone-by-user-name', searchesFor('user', { ...JANE, externalId: undefined }, null), ['u1', 'u2']],
  ['found-alone-by-display-name', searchesFor('group', TEAM, null), ['g0', 'g1']],
  ['found-by-external-id', searchesFor('user', { ...JANE, userName: 'has a space' }, null), []],
  ['found-by-new-user-name', searchesFor('user', { id: 'u1', userName: 'a b' }, 'joan'), ['u1']],
  ['deleted-user-found', searchesForDeleted('user', JANE), ['u1']],
  ['found-by-display-name', searchesFor('group', TEAM, null), []],
  ['found-by-new-display-name', searchesFor('group', { id: 'g1', displayName: 'a b' }, 'crew'), ['g1']],
  ['deleted-group-found', searchesForDeleted('group', TEAM), ['g1']],
  ['found-by-refused-user-name', searchesForRefused('user', JANE, { userName: 'joan' }), ['u1']],
  ['found-by-refused-external-id', searchesForRefused('user', JANE, { externalId: 'x-2' }), ['u1']],
  ['found-by-refused-display-name', searchesForRefused('group', TEAM, { displayName: 'crew' }), ['g1']],
];

for (const [oracle, searches, found] of BROKEN) {
  test(`A filter that finds [${found}] breaks ${oracle}.`, () => {
    assert.deepEqual(blamed(searches, ...found), [oracle]);
  });
}

test('A user is looked for by its name, its former name and its externalId, a group by its names.', () => {
  assert.deepEqual(asked(searchesFor('user', JANE, 'joan')), [
    'found-by-new-user-name /Users?filter=userName eq "jane@example.com" true',
    'found-by-new-user-name /Users?filter=userName eq "joan" false',
    'found-by-external-id /Users?filter=externalId eq "x-1" true',
  ]);
  assert.deepEqual(asked(searchesFor('group', TEAM, 'crew')), [
    'found-by-new-display-name /Groups?filter=displayName eq "team" true',
    'found-by-new-display-name /Groups?filter=displayName eq "crew" false',
  ]);
});

test('Whoever has come back to a former name is found by it.', () => {
  const [by] = asked(searchesFor('group', TEAM, 'Team'));
  assert.equal(by, 'found-by-display-name /Groups?filter=displayName eq "team" true');
  assert.equal(searchesFor('group', TEAM, 'Team').length, 1);
});

test('Of what was refused only texts are looked for that the resource does not have.', () => {
  assert.deepEqual(
    searchesForRefused('user', JANE, { userName: 'Jane@example.com', externalId: 7, active: false }),
    [],
  );
  assert.deepEqual(searchesForRefused('group', TEAM, { externalId: 'x-2' }), []);
});

test('Who was inactive when it was deleted is looked for among the inactive too.', () => {
  assert.deepEqual(asked(searchesForDeleted('user', { id: 'u1', userName: 'jane', active: false })), [
    'deleted-user-found /Users?filter=userName eq "jane" false',
    'deleted-user-found /Users?filter=active eq false false',
  ]);
});

test('What is found as it must be, what is refused, and unusual values are blamed for nothing.', () => {
  const unusual: JsonObject = { id: 'u1', userName: 'a "b"', externalId: 'ü' };
  const [refused] = searchesFor('group', TEAM, null).map((search) => judgeSearch(search, answerOf({ status: 400 })));

  assert.deepEqual(blamed(searchesFor('group', TEAM, null), 'g1'), []);
  assert.deepEqual(refused, []);
  assert.deepEqual([...searchesFor('user', unusual, 'x y'), ...searchesForDeleted('user', {})], []);
});
