import { expect, row, test } from '../../src/harness/index.ts';

const BY = { by: 'tenant' } as const;
const NEW = { ...BY, active: true, department: 0 } as const;
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

test('16 patches of one group at the same time', row('VAULT-SEQ-03'), async ({ sequences }) => {
  const { what, expected, actual } = await sequences.perform([
    ...numbers(16).map((user) => ({ kind: 'create user', user, ...NEW }) as const),
    { kind: 'create group', group: 0, members: [], ...BY },
    { together: numbers(16).map((user) => ({ kind: 'add members', group: 0, members: [user], ...BY }) as const) },
  ]);

  expect(actual, what).toEqual(expected);
});

test('creates of one userName at the same time', row('VAULT-SEQ-04'), async ({ sequences }) => {
  const { what, expected, actual } = await sequences.perform([
    {
      together: numbers(8).map(
        (i) => ({ kind: 'create user', user: 0, ...NEW, by: i % 2 === 0 ? 'tenant' : 'other' }) as const,
      ),
    },
  ]);

  expect(actual, what).toEqual(expected);
});

test('deletes and patches at the same time', row('VAULT-SEQ-05'), async ({ sequences }) => {
  const { what, expected, actual } = await sequences.perform([
    ...numbers(3).map((user) => ({ kind: 'create user', user, ...NEW }) as const),
    { kind: 'create group', group: 0, members: [0], ...BY },
    { kind: 'create group', group: 1, members: [], ...BY },
    {
      together: [
        { kind: 'set active', user: 0, active: false, ...BY },
        { kind: 'delete user', user: 0, ...BY },
      ],
    },
    {
      together: [
        { kind: 'add members', group: 0, members: [1], ...BY },
        { kind: 'delete user', user: 1, ...BY },
        { kind: 'create group', group: 2, members: [1], ...BY },
      ],
    },
    {
      together: [
        { kind: 'add members', group: 1, members: [2], ...BY },
        { kind: 'delete group', group: 1, ...BY },
      ],
    },
  ]);

  expect(actual, what).toEqual(expected);
});
