import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseContract } from '../../src/targets/contract-choice.ts';

test('A version with a contract of its own is held to it.', () => {
  for (const version of ['2.0.0', '2.0.1', '2.0.4', '2.2.0']) {
    const expected = { name: `vault-${version}`, basis: 'reported', beyondKnown: false };
    assert.deepEqual(chooseContract(null, version), expected);
  }
});

test('A version without a contract is held to the nearest older one, marked as assumed.', () => {
  assert.deepEqual(chooseContract(null, '2.0.3'), { name: 'vault-2.0.1', basis: 'assumed', beyondKnown: false });
  assert.deepEqual(chooseContract(null, '2.1.9'), { name: 'vault-2.0.4', basis: 'assumed', beyondKnown: false });
  assert.deepEqual(chooseContract(null, '2.2.10'), { name: 'vault-2.2.0', basis: 'assumed', beyondKnown: false });
});

test('A minor version above the newest known one is marked as such.', () => {
  assert.deepEqual(chooseContract(null, '2.3.0'), { name: 'vault-2.2.0', basis: 'assumed', beyondKnown: true });
  assert.deepEqual(chooseContract(null, '2.10.0'), { name: 'vault-2.2.0', basis: 'assumed', beyondKnown: true });
});

test('SCIM_CONTRACT wins over the reported version.', () => {
  const expected = { name: 'vault-2.0.4', basis: 'configured', beyondKnown: false };
  assert.deepEqual(chooseContract('vault-2.0.4', '2.2.0'), expected);
});
