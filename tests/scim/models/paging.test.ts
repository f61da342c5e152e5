import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { expectedPage, expectedWalk } from '../../../src/scim/models/paging.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];

test('without parameters the page is everything', () => {
  assert.deepEqual(expectedPage(ids), { startIndex: 1, itemsPerPage: 5, totalResults: 5, ids, isPartial: false });
});

test('a startIndex below 1 means 1', () => {
  for (const startIndex of [0, -7]) assert.deepEqual(expectedPage(ids, { startIndex, count: 2 }).ids, ['a', 'b']);
});

test('a count of 0 or less gives the total only', () => {
  for (const count of [0, -3]) {
    assert.deepEqual(expectedPage(ids, { count }), {
      startIndex: 1,
      itemsPerPage: 0,
      totalResults: 5,
      ids: [],
      isPartial: true,
    });
  }
});

test('the last page is short, and behind the end there is nothing', () => {
  assert.deepEqual(expectedPage(ids, { startIndex: 5, count: 2 }).ids, ['e']);
  assert.deepEqual(expectedPage(ids, { startIndex: 6, count: 2 }), {
    startIndex: 6,
    itemsPerPage: 0,
    totalResults: 5,
    ids: [],
    isPartial: true,
  });
});

test('a count above the limit of the server is capped', () => {
  assert.equal(expectedPage(ids, { count: 1000, maxResults: 3 }).itemsPerPage, 3);
  assert.equal(expectedPage(ids, { defaultCount: 2 }).itemsPerPage, 2);
});

test('a walk visits each resource once and in order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 20 }), (all, count) => {
      const pages = expectedWalk(all, count);
      assert.deepEqual(
        pages.flatMap((page) => page.ids),
        all,
      );
      for (const page of pages) assert.equal(page.totalResults, all.length);
    }),
  );
});

test('no page is longer than count or tells another total', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer(), fc.integer(), (all, startIndex, count) => {
      const page = expectedPage(all, { startIndex, count });
      assert.ok(page.ids.length <= Math.max(count, 0));
      assert.equal(page.itemsPerPage, page.ids.length);
      assert.equal(page.totalResults, all.length);
      assert.ok(page.startIndex >= 1);
    }),
  );
});
