/**
 * The dialect that Entra writes: its default, or the one that `aadOptscim062020` at the end of the Tenant URL asks for
 * (Microsoft: Known issues with SCIM 2.0 compliance). The server is not told.
 */
export type EntraMode = 'default' | 'flag';

/** What Entra looks for in a success: a search result, a resource with its id, or nothing but the status. */
export type Wanted = 'matches' | 'resource' | 'status';

export const WANTED = {
  'test users': 'matches',
  'test groups': 'matches',
  'find user': 'matches',
  'create user': 'resource',
  'read user': 'resource',
  'rename user': 'status',
  'change externalId': 'status',
  'disable user': 'status',
  'enable user': 'status',
  'delete user': 'status',
  'find group': 'matches',
  'create group': 'resource',
  'read group': 'resource',
  'rename group': 'status',
  'add members': 'status',
  'remove members': 'status',
  'delete group': 'status',
} as const satisfies Record<string, Wanted>;

export type State = keyof typeof WANTED;
export const STATES = Object.keys(WANTED) as State[];

const SAME_IN_BOTH = {
  'test users': 'GET /Users?filter=userName eq "{guid}"',
  'test groups': 'GET /Groups?excludedAttributes=members&filter=displayName eq "{guid}"',
  'find user': 'GET /Users?filter=userName eq "…"',
  'create user': 'POST /Users',
  'read user': 'GET /Users/{uid}',
  'delete user': 'DELETE /Users/{uid}',
  'find group': 'GET /Groups?excludedAttributes=members&filter=displayName eq "…"',
  'create group': 'POST /Groups',
  'read group': 'GET /Groups/{gid}?excludedAttributes=members',
  'delete group': 'DELETE /Groups/{gid}',
} as const;

/** The request of each state in stable words. */
export const REQUESTS: Record<EntraMode, Record<State, string>> = {
  default: {
    ...SAME_IN_BOTH,
    'rename user': 'PATCH /Users/{uid} Replace userName',
    'change externalId': 'PATCH /Users/{uid} Replace externalId',
    'disable user': 'PATCH /Users/{uid} Replace active "False"',
    'enable user': 'PATCH /Users/{uid} Replace active "True"',
    'rename group': 'PATCH /Groups/{gid} Replace displayName',
    'add members': 'PATCH /Groups/{gid} Add members',
    'remove members': 'PATCH /Groups/{gid} Remove members with a value list',
  },
  flag: {
    ...SAME_IN_BOTH,
    'rename user': 'PATCH /Users/{uid} replace userName',
    'change externalId': 'PATCH /Users/{uid} replace externalId',
    'disable user': 'PATCH /Users/{uid} replace active false',
    'enable user': 'PATCH /Users/{uid} replace active true',
    'rename group': 'PATCH /Groups/{gid} replace {displayName}',
    'add members': 'PATCH /Groups/{gid} add members',
    'remove members': 'PATCH /Groups/{gid} remove members by a filter path',
  },
};
