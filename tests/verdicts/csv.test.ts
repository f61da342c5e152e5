import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvLines } from '../../src/verdicts/csv.ts';

test('Lines are read by the names of the first one, without blanks around values and empty lines.', () => {
  assert.deepEqual(csvLines('\ufeffid, title\r\nA,"one, two"\r\n'), [{ id: 'A', title: 'one, two' }]);
  assert.deepEqual(csvLines('id,title\n\n A ,"says ""so"" "\n'), [{ id: 'A', title: 'says "so"' }]);
});

for (const [what, text] of [
  ['fewer values than names', 'id,title\nA\n'],
  ['more values than names', 'id,title\nA,b,c\n'],
  ['an open quote', 'id,title\nA,"b\n'],
] as const) {
  test(`A line with ${what} is an error that says where.`, () => {
    assert.throws(() => csvLines(text), /^Error: CSV, record \d: /);
  });
}
