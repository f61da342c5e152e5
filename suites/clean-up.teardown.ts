import { endRun, expect, test } from '../src/harness/index.ts';

test('the run leaves nothing behind', async ({ bench, record }, testInfo) => {
  const leftovers = await endRun(bench, record, testInfo);
  expect(leftovers, 'what is left of the run').toEqual([]);
});
