import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { contractNames, excusedBy, readContract, rowById } from '../../src/rulebook/rulebook.ts';

const FILE = new URL('../../fixtures/catalogue/documented-limits.csv', import.meta.url);

it('the list of documented limits names exactly the Vault rows that the contracts rest on', () => {
  const expected = new Map<string, Set<string>>();
  for (const { vault, row } of contractNames().flatMap((name) => readContract(name)?.entries ?? [])) {
    const excuses = expected.get(vault) ?? new Set();
    expected.set(vault, excuses.add(rowById(row).authority === 'rfc' ? 'rfc' : 'vendors'));
  }

  const listed = readFileSync(FILE, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');

  assert.deepEqual(
    listed.map((id) => [id, excusedBy(id)]),
    [...expected].map(([id, excuses]) => [id, [...excuses].sort()]).sort(),
  );
});
