import { objectOf } from '../scim/models/json.ts';
import { type Json, operationsIn, type ResourceKind, referencesIn } from './seen.ts';

/** What the rules follow of a user or a group; a member that is absent is not known. */
export interface State {
  userName?: string;
  externalId?: string;
  displayName?: string;
  active?: boolean;
  /** Ids, sorted. */
  members?: string[];
  /** Ids, sorted. */
  groups?: string[];
}
export type Followed = keyof State;

const TEXTS = ['userName', 'externalId', 'displayName'] as const;

/** The state that a representation shows. Lists that are absent are empty (RFC 7643 section 2.5). */
export function stateIn(resource: unknown, kind: ResourceKind): State {
  const body = objectOf(resource);
  const list = kind === 'User' ? 'groups' : 'members';
  return { ...simpleIn(body), [list]: sortedIds(referencesIn(body[list])) };
}

/** What a write changes: the new values, and what can no longer be known. */
export interface Effect {
  /** State after the write, as far as it is known. */
  after: State;
  /** Attributes that the write is about. */
  touched: Followed[];
  /** Members that are there and that are not there after it, also when the others are not known. */
  has: string[];
  hasNot: string[];
}

/** What a create or replace makes of the resource. A user is active when nothing is said. */
export function written(sent: Json, kind: ResourceKind, before: State = {}): Effect {
  const after: State = simpleIn(sent);
  const touched: Followed[] = [...TEXTS, 'active'];
  if (kind === 'User') {
    after.active ??= true;
    if (before.groups) after.groups = before.groups;
    return { after, touched, has: [], hasNot: [] };
  }
  delete after.active;
  after.members = sortedIds(referencesIn(sent.members));
  return { after, touched: [...touched, 'members'], has: [], hasNot: [] };
}

/** What a PATCH makes of the resource (RFC 7644 section 3.5.2), for the attributes that the rules follow. */
export function patched(sent: Json, kind: ResourceKind, before: State): Effect {
  const after: State = { ...before };
  const touched = new Set<Followed>();
  const has = new Set<string>();
  const hasNot = new Set<string>();
  const take = (ids: string[], present: boolean) => {
    for (const id of ids) {
      (present ? has : hasNot).add(id);
      (present ? hasNot : has).delete(id);
    }
    if (!after.members) return;
    const rest = after.members.filter((id) => !ids.includes(id));
    after.members = sortedIds(present ? [...rest, ...ids] : rest);
  };
  const replaceMembers = (ids: string[]) => {
    after.members = sortedIds(ids);
    has.clear();
    hasNot.clear();
  };
  for (const { op, path, value } of operationsIn(sent)) {
    const values: Json = path === null ? objectOf(value) : { [path]: value };
    for (const [name, given] of Object.entries(values)) {
      const lower = name.toLowerCase();
      if (kind === 'Group' && /^members\b/.test(lower)) {
        touched.add('members');
        const selected = /^members\[\s*value\s+eq\s+"([^"]*)"\s*\]$/i.exec(name)?.[1];
        if (op === 'add') take(referencesIn(given), true);
        else if (op === 'replace') replaceMembers(referencesIn(given));
        else if (selected !== undefined) take([selected], false);
        else if (given === undefined) replaceMembers([]);
        else take(referencesIn(given), false);
        continue;
      }
      const known = (['active', ...TEXTS] as const).find((one) => one.toLowerCase() === lower);
      if (known === undefined) continue;
      touched.add(known);
      if (op === 'remove') delete after[known];
      else Object.assign(after, simpleIn({ [known]: given }));
    }
  }
  return { after, touched: [...touched], has: [...has], hasNot: [...hasNot] };
}

export function sortedIds(ids: string[]): string[] {
  return [...new Set(ids)].sort();
}

function simpleIn(body: Json): State {
  const state: State = {};
  for (const name of TEXTS) {
    const value = body[name];
    if (typeof value === 'string') state[name] = value;
  }
  const active = typeof body.active === 'string' ? body.active.toLowerCase() : body.active;
  if (active === true || active === 'true') state.active = true;
  if (active === false || active === 'false') state.active = false;
  return state;
}
