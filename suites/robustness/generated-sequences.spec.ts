import { concurrentSequences, expect, row, sequentialSequences, test } from '../../src/harness/index.ts';

test('operations that follow each other have their documented effect', row('VAULT-SEQ-01'), async ({ sequences }) => {
  test.setTimeout(sequences.allowedMs);

  const { what, expected, actual } = await sequences.explore(sequentialSequences(40));

  expect(actual, what).toEqual(expected);
});

test('some order explains operations at the same time', row('VAULT-SEQ-02'), async ({ sequences }) => {
  test.setTimeout(sequences.allowedMs);

  const { what, expected, actual } = await sequences.explore(concurrentSequences(20));

  expect(actual, what).toEqual(expected);
});
