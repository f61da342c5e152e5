import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roundTripOf } from '../../src/targets/round-trip.ts';

const took = (...durations: number[]) => durations.map((durationMs) => ({ durationMs }));

test('What an exchange takes is the median of those seen, whatever their order', () => {
  assert.equal(roundTripOf(took(900, 4, 6)), 6);
});

test('It is nothing where no exchange was seen', () => {
  assert.equal(roundTripOf([]), 0);
});
