import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSpecificity, patternMatches } from '../../../src/mock/acl/pattern.ts';

const CASES: [pattern: string, path: string, matches: boolean][] = [
  ['secret/a', 'secret/a', true],
  ['secret/a', 'secret/a/b', false],
  ['secret/a', 'secret/A', false],
  ['secret/*', 'secret/', true],
  ['secret/*', 'secret/a/b', true],
  ['secret/*', 'secret', false],
  ['secret/a*', 'secret/ab/c', true],
  ['*', 'anything/at/all', true],
  ['secret/+/x', 'secret/a/x', true],
  ['secret/+/x', 'secret/a/b/x', false],
  ['secret/+', 'secret/a', true],
  ['secret/+/*', 'secret/a/b/c', true],
  ['secret/+/b*', 'secret/a/bc', true],
  ['secret/+/b*', 'secret/a/c', false],
  ['+/a', 'x/a', true],
  ['secret/a+', 'secret/a+', true],
  ['secret/a+', 'secret/ab', false],
];

for (const [pattern, path, matches] of CASES) {
  test(`"${pattern}" ${matches ? 'covers' : 'does not cover'} "${path}" [S18i]`, () => {
    assert.equal(patternMatches(pattern, path), matches);
  });
}

test('of two matching patterns the more specific one wins, by the documented order [S18i]', () => {
  const weakestFirst = ['*', 'secret/+/*', 'secret/*', 'secret/+/b', 'secret/a/*', 'secret/a/b'];
  for (const [index, weaker] of weakestFirst.entries()) {
    for (const stronger of weakestFirst.slice(index + 1)) {
      assert.ok(compareSpecificity(stronger, weaker) > 0, `${stronger} over ${weaker}`);
      assert.ok(compareSpecificity(weaker, stronger) < 0);
    }
    assert.equal(compareSpecificity(weaker, weaker), 0);
  }
});
