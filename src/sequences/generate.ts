import fc from 'fast-check';
import type { Operation, Party, Step } from './operation.ts';

/** Few of each, so that operations meet. */
const USERS = 4;
const GROUPS = 3;

const user = fc.nat(USERS - 1);
const group = fc.nat(GROUPS - 1);
const members = fc.uniqueArray(user, { maxLength: 3 });
const someMembers = fc.uniqueArray(user, { minLength: 1, maxLength: 3 });
const active = fc.boolean();
const department = fc.nat(2);
/** Mostly one client, so that most operations find what they are about; the other one meets it all. */
const by = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Party>('tenant') },
  { weight: 1, arbitrary: fc.constant<Party>('other') },
);

type Of<Kind extends Operation['kind']> = Extract<Operation, { kind: Kind }>;
type Fields<Kind extends Operation['kind']> = {
  [Name in Exclude<keyof Of<Kind>, 'kind' | 'by'>]: fc.Arbitrary<Of<Kind>[Name]>;
};

function one<Kind extends Operation['kind']>(
  weight: number,
  kind: Kind,
  fields: Fields<Kind>,
): { weight: number; arbitrary: fc.Arbitrary<Operation> } {
  const arbitrary = fc.record({ kind: fc.constant(kind), by, ...fields }) as unknown as fc.Arbitrary<Operation>;
  return { weight, arbitrary };
}

const WRITES = [
  one(5, 'create user', { user, active: fc.oneof(fc.constant(true), active), department }),
  one(4, 'replace user', { user, name: user, active, department }),
  one(3, 'set active', { user, active }),
  one(2, 'delete user', { user }),
  one(4, 'create group', { group, members }),
  one(4, 'replace group', { group, name: group, members }),
  one(5, 'add members', { group, members: someMembers }),
  one(4, 'remove member', { group, member: user }),
  one(2, 'delete group', { group }),
];

const READS = [
  one(2, 'read user', { user }),
  one(2, 'read group', { group }),
  one(2, 'list', {
    type: fc.constantFrom('Users', 'Groups'),
    count: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
  }),
  one(1, 'find user', { attribute: fc.constantFrom('userName', 'externalId'), user }),
  one(1, 'find users', { active }),
  one(1, 'find group', { name: group }),
];

const operation: fc.Arbitrary<Operation> = fc.oneof(...WRITES, ...READS, one(1, 'remove all members', { group }));

/** Changes of one group, and of the users in it, by the client that owns them all. */
const crowd: fc.Arbitrary<Operation[]> = fc
  .array(
    fc.oneof(
      one(4, 'add members', { group, members: fc.tuple(user) }),
      one(3, 'remove member', { group, member: user }),
      one(1, 'replace group', { group, name: group, members }),
      one(1, 'delete user', { user }),
      one(1, 'set active', { user, active }),
      one(1, 'delete group', { group }),
    ),
    { minLength: 2, maxLength: 6, size: 'max' },
  )
  .map((operations) =>
    operations.map((operation) => ({ ...operation, ...('group' in operation ? { group: 0 } : {}), by: 'tenant' })),
  );

const own = { by: 'tenant', active: true, department: 0 } as const;

/** Some of these come first, so that fewer operations find nothing to work on. */
const beginning = fc.subarray<Operation>([
  { kind: 'create user', user: 0, ...own },
  { kind: 'create user', user: 1, ...own },
  { kind: 'create user', user: 2, ...own },
  { kind: 'create user', user: 3, ...own, by: 'other' },
  { kind: 'create group', group: 0, by: 'tenant', members: [0] },
  { kind: 'create group', group: 1, by: 'tenant', members: [] },
]);

/**
 * Sequences of valid SCIM operations, one after the other.
 *
 * @param length Largest number of operations.
 */
export function sequences(length: number): fc.Arbitrary<Step[]> {
  return begun(operation, length);
}

/**
 * Sequences in which some operations are sent at the same time, often on one user and one group. What `remove all members` means for members that it
 * does not name is an open question, so that it never meets others.
 *
 * @param length Largest number of steps.
 */
export function concurrentSequences(length: number): fc.Arbitrary<Step[]> {
  const meeting = fc.array(fc.oneof(...WRITES), { minLength: 2, maxLength: 6, size: 'max' });
  return begun(
    fc.oneof<fc.WeightedArbitrary<Step>[]>(
      { weight: 2, arbitrary: operation },
      { weight: 1, arbitrary: fc.record({ together: fc.oneof(meeting, crowd) }) },
    ),
    length,
  );
}

function begun(step: fc.Arbitrary<Step>, length: number): fc.Arbitrary<Step[]> {
  const rest = fc.array(step, { minLength: Math.ceil(length / 3), maxLength: length, size: 'max' });
  return fc.tuple(beginning, rest).map(([first, then]) => [...first, ...then].slice(0, length));
}
