import type { OwnLines } from './decisions.ts';
import type { State } from './states.ts';

/** What a request does to the members of a group, in words of the journey. */
export const ADD = 'add members';
export const BY_FILTER = 'remove members[value eq "…"]';
export const BY_LIST = 'remove members with a value list';

/** A request of a client: its template, and where method and path do not tell enough, what its body does. */
export interface ClientRequest {
  template: string;
  /** `remove members[value eq "…"]` */
  does?: string;
  /** The same when nobody is left in the group. */
  empty?: string;
}

/** A simulated client in one of its modes: all of it data. */
export interface OtherClient {
  /** Folder of `fixtures/vendors/`, and first word of the journey. */
  vendor: string;
  mode: 'put' | 'patch';
  variant?: string;
  /** What "test connection" sends, in order. */
  connectionTest: readonly { state: 'probe list' | 'probe nobody' | 'read document'; template: string; urn?: string }[];
  /** What is not named is not sent. */
  requests: Partial<Record<State, ClientRequest>>;
  /** Whether memberships are written as a whole, and not one by one. */
  writesWholeGroups: boolean;
  /** Whether the group is read before its members are written. */
  readsGroupFirst?: boolean;
  /** What the configuration of the server decides: without `patch` the requests named here are sent instead. */
  withoutPatch?: Partial<Record<State, ClientRequest>>;
  /** Whether it searches only when a create is refused as a conflict, where the others search before each create. */
  searchesOnConflict?: boolean;
  /** Attempts when no answer comes. */
  attempts?: number;
  decisions: OwnLines;
}

/** `ping patch`, `authentik patch compatibility-aws` */
export function nameOf({ vendor, mode, variant }: OtherClient): string {
  return [vendor, mode, variant].filter((part) => part !== undefined).join(' ');
}
