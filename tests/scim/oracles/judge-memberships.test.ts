import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/scim/models/json.ts';
import { judgeMemberships } from '../../../src/scim/oracles/judge-memberships.ts';

const JANE = { id: 'u1', groups: [{ value: 'g1' }] };
const TEAM = { id: 'g1', members: [{ value: 'u1' }] };
const OTHERS = { id: 'g2', members: [{ value: 'u2' }] };

/** The oracles that fail. */
function blamed(user: JsonObject, groups: JsonObject[]): string[] {
  return judgeMemberships(user, groups).flatMap(({ oracle, outcome }) => (outcome === 'failed' ? [oracle] : []));
}

test('A user shows the groups that it is a member of, and no other.', () => {
  assert.deepEqual(blamed(JANE, [TEAM, OTHERS]), []);
  assert.deepEqual(blamed({ ...JANE, groups: undefined }, [TEAM, OTHERS]), ['groups-of-member']);
  assert.deepEqual(blamed({ ...JANE, groups: [{ value: 'g1' }, { value: 'g2' }] }, [TEAM, OTHERS]), [
    'groups-of-others',
  ]);
});

test('Members and groups in another form are for other oracles.', () => {
  assert.deepEqual(blamed(JANE, [{ ...TEAM, members: 'u1' }]), []);
  assert.deepEqual(blamed({ ...JANE, groups: 'g1' }, [TEAM]), []);
});
