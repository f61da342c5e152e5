import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ASSUMPTIONS } from '../../src/mock/assumptions.ts';
import { pairwise } from '../../src/proof/covering-array.ts';
import { VAULT_VERSIONS } from '../../src/protocol/vault.ts';

const FACTORS = new Map<string, readonly string[]>([
  ['version', VAULT_VERSIONS],
  ...ASSUMPTIONS.map(({ name, default: first, alternatives }): [string, string[]] => [name, [first, ...alternatives]]),
]);

test('Every two answers meet in a run, the version among them, and the runs stay few.', () => {
  const choices = pairwise(FACTORS);
  const names = [...FACTORS.keys()];
  const missing = names.flatMap((first, index) =>
    names
      .slice(index + 1)
      .flatMap((second) =>
        (FACTORS.get(first) ?? []).flatMap((a) =>
          (FACTORS.get(second) ?? [])
            .filter((b) => !choices.some((choice) => choice[first] === a && choice[second] === b))
            .map((b) => `${first}=${a} ${second}=${b}`),
        ),
      ),
  );
  assert.deepEqual(missing, []);
  assert.ok(choices.length <= 26, `${choices.length} runs`);
});

test('The same questions give the same runs.', () => {
  const few = new Map([...FACTORS].slice(0, 12));
  assert.deepEqual(pairwise(few), pairwise(few));
});
