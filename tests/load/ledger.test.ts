import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ledger, outcomeOf } from '../../src/load/ledger.ts';

const step = (status: number) => ({ answer: { status } });

test('only a success is an acknowledgement, and a 5xx or no answer leaves open what happened', () => {
  const outcomes = [step(200), step(204), step(409), step(503), step(0), null].map(outcomeOf);
  assert.deepEqual(outcomes, ['acknowledged', 'acknowledged', 'refused', 'unknown', 'unknown', 'not sent']);
});

test('the ledger expects what was acknowledged, and nothing where the outcome is open', () => {
  const ledger = new Ledger();
  ledger.groupMade('g', 'group');
  for (const id of ['a', 'b', 'c', 'd']) ledger.userMade(id, id);
  ledger.member('g', 'a', true, 'acknowledged');
  ledger.member('g', 'b', true, 'refused');
  ledger.member('g', 'c', true, 'unknown');
  ledger.member('g', 'd', true, 'acknowledged');
  ledger.member('g', 'd', false, 'not sent');

  assert.deepEqual(Object.fromEntries(ledger.groups.get('g')?.members ?? []), {
    a: true,
    b: false,
    c: 'unknown',
    d: true,
  });
});

test('a request without an answer leaves open only what it could have changed', () => {
  const ledger = new Ledger();
  ledger.userMade('a', 'a');
  ledger.active('a', true, 'unknown');
  assert.equal(ledger.users.get('a')?.active, true);
  ledger.active('a', false, 'unknown');
  assert.equal(ledger.users.get('a')?.active, 'unknown');
});

test('a deleted user is expected in no group', () => {
  const ledger = new Ledger();
  ledger.groupMade('g', 'group');
  ledger.userMade('a', 'a');
  ledger.member('g', 'a', true, 'acknowledged');
  ledger.deleted('a', 'acknowledged');
  assert.equal(ledger.users.get('a')?.present, false);
  assert.equal(ledger.groups.get('g')?.members.get('a'), false);
});
