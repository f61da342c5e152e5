import { refusing, serving } from '../access-watch.ts';
import { jsonOf, matches, USER } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { everySeen, seenIn } from '../scim-objects.ts';
import { operationsOf } from '../scim-requests.ts';
import { signingInAnyway } from './access.ts';

type Json = Record<string, unknown>;

/** Defects of access after a rename, after a second provisioning, and after a deactivation in another form. */
export const renamedAndReturnedFaults: Fault[] = [
  {
    id: 'F-ACCESS-49',
    title: 'The members of a group that is renamed lose its policies',
    breaks: ['VAULT-ACCESS-35', 'VAULT-ACCESS-39'],
    ...refusing(({ happened }, memory) =>
      happened.some(({ group }) => new Set(seenIn(memory, group)?.names ?? []).size > 1),
    ),
  },
  {
    id: 'F-ACCESS-50',
    title: 'Who is provisioned again under the name of a deleted user reads what that one could read',
    breaks: ['VAULT-ACCESS-20'],
    ...serving(({ user, name, last }, memory) => {
      const before = everySeen(memory).some(({ deleted, names }) => deleted && names.includes(name));
      return user?.deleted === false && last === undefined && before;
    }),
  },
  {
    id: 'F-ACCESS-51',
    title: 'A user that a replace deactivates can sign in',
    breaks: ['VAULT-ACCESS-11'],
    ...signingInAnyway(({ user }) => {
      const change = user?.changes.at(-1);
      return change !== undefined && matches({ method: 'PUT', path: USER }, change) && jsonOf(change)?.active === false;
    }),
  },
  {
    id: 'F-ACCESS-52',
    title: 'A token of before a deactivation without a path goes on reading',
    breaks: ['VAULT-ACCESS-10'],
    ...serving((reader) => {
      const change = reader.user?.changes.at(-1);
      return change !== undefined && isPathless(change) && reader.token === 'login';
    }),
  },
  {
    id: 'F-ACCESS-53',
    title: 'A token of before the rename of its user loses the policies of the groups',
    breaks: ['VAULT-ACCESS-36'],
    ...refusing(({ user, name }) => user !== undefined && user.names.length > 1 && user.names.at(-1) !== name),
  },
];

function isPathless(request: FaultRequest): boolean {
  return operationsOf(request).some(
    ({ path, value }) => path === undefined && (value as Json | null)?.active === false,
  );
}
