/** What a client looks for in a success: a list, the match of a search, a resource with its id, a document, the status. */
export type Wanted = 'list' | 'matches' | 'resource' | 'document' | 'status';

export const WANTED = {
  'probe list': 'list',
  'probe nobody': 'matches',
  'read document': 'document',
  'find user': 'matches',
  'create user': 'resource',
  'write user': 'status',
  'disable user': 'status',
  'enable user': 'status',
  'delete user': 'status',
  'find group': 'matches',
  'list groups': 'list',
  'create group': 'resource',
  'read group': 'resource',
  'add members': 'status',
  'remove members': 'status',
  'rename group': 'status',
  'delete group': 'status',
} as const satisfies Record<string, Wanted>;

export type State = keyof typeof WANTED;
export const STATES = Object.keys(WANTED) as State[];
