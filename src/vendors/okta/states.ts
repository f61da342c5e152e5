/** Each request that Okta's SCIM client sends, as a state of it, with the request in stable words. */
export const REQUESTS = {
  'test users': 'GET /Users?startIndex=1&count=2',
  'test groups': 'GET /Groups?startIndex=1&count=100',
  'import users': 'GET /Users?startIndex=…&count=100',
  'import groups': 'GET /Groups?startIndex=…&count=100',
  'find user': 'GET /Users?filter=userName eq "…"',
  'create user': 'POST /Users',
  'read user': 'GET /Users/{uid}',
  'write profile': 'PUT /Users/{uid}',
  'write active': 'PUT /Users/{uid} active',
  'patch active': 'PATCH /Users/{uid} replace {active}',
  'find group': 'GET /Groups?filter=displayName eq "…"',
  'create group': 'POST /Groups',
  'read group': 'GET /Groups/{gid}',
  'write group': 'PUT /Groups/{gid}',
  'name group': 'PATCH /Groups/{gid} replace {id, displayName}',
  'change members': 'PATCH /Groups/{gid} remove and add members',
  'replace members': 'PATCH /Groups/{gid} replace members',
  'delete group': 'DELETE /Groups/{gid}',
} as const;

export type State = keyof typeof REQUESTS;
export const STATES = Object.keys(REQUESTS) as State[];

/** What Okta looks for in a success: a page, a search result, a resource with its id, or nothing but the status. */
export type Wanted = 'page' | 'matches' | 'resource' | 'status';

export const WANTED: Record<State, Wanted> = {
  'test users': 'page',
  'test groups': 'page',
  'import users': 'page',
  'import groups': 'page',
  'find user': 'matches',
  'create user': 'resource',
  'read user': 'resource',
  'write profile': 'resource',
  'write active': 'resource',
  'patch active': 'status',
  'find group': 'matches',
  'create group': 'resource',
  'read group': 'resource',
  'write group': 'resource',
  'name group': 'status',
  'change members': 'status',
  'replace members': 'status',
  'delete group': 'status',
};
