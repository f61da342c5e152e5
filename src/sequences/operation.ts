/** The two SCIM clients that a sequence acts as. */
export type Party = 'tenant' | 'other';

/**
 * One SCIM request of a generated sequence. Users, groups and their names are numbers: `user: 1` is whatever user
 * was made last as number 1, by whichever client. That way a sequence still means something when operations are
 * taken out of it. The names are shared by both clients, as they are in a namespace of Vault.
 */
export type Operation =
  | { kind: 'create user'; by: Party; user: number; active: boolean; department: number }
  | { kind: 'replace user'; by: Party; user: number; name: number; active: boolean; department: number }
  | { kind: 'set active'; by: Party; user: number; active: boolean }
  | { kind: 'delete user'; by: Party; user: number }
  | { kind: 'read user'; by: Party; user: number }
  | { kind: 'create group'; by: Party; group: number; members: number[] }
  | { kind: 'replace group'; by: Party; group: number; name: number; members: number[] }
  | { kind: 'add members'; by: Party; group: number; members: number[] }
  | { kind: 'remove member'; by: Party; group: number; member: number }
  | { kind: 'remove all members'; by: Party; group: number }
  | { kind: 'delete group'; by: Party; group: number }
  | { kind: 'read group'; by: Party; group: number }
  | { kind: 'list'; by: Party; type: 'Users' | 'Groups'; count: number | null }
  | { kind: 'find user'; by: Party; attribute: 'userName' | 'externalId'; user: number }
  | { kind: 'find users'; by: Party; active: boolean }
  | { kind: 'find group'; by: Party; name: number };

/** One operation after the answer to the one before, or several at the same time. */
export type Step = Operation | { together: Operation[] };

export function operationsIn(step: Step): Operation[] {
  return 'together' in step ? step.together : [step];
}

export function countOperations(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + operationsIn(step).length, 0);
}

/** The sequence in words, one line a step. */
export function describeSteps(steps: readonly Step[]): string[] {
  return steps.map((step, i) => {
    const operations = operationsIn(step).map(describeOperation);
    return `${i + 1}. ${'together' in step ? `at the same time: ${operations.join('; ')}` : operations.join('')}`;
  });
}

/** `tenant: add members to group 0: users 1, 2` */
export function describeOperation(operation: Operation): string {
  return `${operation.by}: ${wordsOf(operation)}`;
}

function wordsOf(operation: Operation): string {
  switch (operation.kind) {
    case 'create user':
      return `create user ${operation.user}, ${activity(operation.active)}`;
    case 'replace user':
      return `replace user ${operation.user} by name ${operation.name}, ${activity(operation.active)}`;
    case 'set active':
      return `make user ${operation.user} ${activity(operation.active)}`;
    case 'delete user':
    case 'read user':
      return `${operation.kind} ${operation.user}`;
    case 'create group':
      return `create group ${operation.group} with ${users(operation.members)}`;
    case 'replace group':
      return `replace group ${operation.group} by name ${operation.name} with ${users(operation.members)}`;
    case 'add members':
      return `add ${users(operation.members)} to group ${operation.group}`;
    case 'remove member':
      return `remove user ${operation.member} from group ${operation.group}`;
    case 'remove all members':
      return `remove all members of group ${operation.group}`;
    case 'delete group':
    case 'read group':
      return `${operation.kind} ${operation.group}`;
    case 'list':
      return `list ${operation.type}${operation.count === null ? '' : ` in pages of ${operation.count}`}`;
    case 'find user':
      return `find user ${operation.user} by ${operation.attribute}`;
    case 'find users':
      return `find ${activity(operation.active)} users`;
    case 'find group':
      return `find group by name ${operation.name}`;
  }
}

function users(numbers: number[]): string {
  if (numbers.length === 0) return 'no user';
  return `user${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}`;
}

function activity(active: boolean): string {
  return active ? 'active' : 'inactive';
}
