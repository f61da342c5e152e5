import { asAdmin, knowingCallers, tokenIn } from './callers.ts';
import { GROUP, GROUPS, jsonOf, matches, USER, USERS, withJson } from './edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';
import { everySeen, type Seen, watching } from './scim-objects.ts';
import { memberIds, operationsOf } from './scim-requests.ts';
import { lastSegment, nestedIn, vaultError } from './vault-requests.ts';

type Json = Record<string, unknown>;
type Memory = FaultContext['memory'];
type Hooks = Pick<Fault, 'request' | 'response'>;

/** What SCIM last did to somebody. */
export type Happening =
  | 'created inactive'
  | 'joined'
  | 'added'
  | 'removed by list'
  | 'removed by filter'
  | 'left out'
  | 'group deleted'
  | 'deactivated'
  | 'activated'
  | 'deleted';

interface Happened {
  what: Happening;
  at: number;
  /** The group, and the place in its list of members. */
  group?: string;
  place?: number;
}

/** Somebody who signs in or reads, as far as the exchanges showed. */
export interface Reader {
  name: string;
  /** The user of that name; undefined for somebody whom SCIM never provisioned. */
  user: Seen | undefined;
  /** `orphan`: a child whose parent was revoked alone. */
  token: 'login' | 'child' | 'batch' | 'orphan';
  signedInAt: number;
  happened: Happened[];
  last: Happened | undefined;
  /** The same token has read this secret before. */
  hasRead: boolean;
}

const LOGIN = /\/auth\/[^/]+\/login\/[^/]+$/;
const SECRET = /\/data\/.+/;
const ISSUE = /\/auth\/token\/create$/;
const LEAVE = /\/auth\/token\/revoke-orphan$/;

/** Defect that serves reads of secrets which the server refuses. */
export function serving(applies: (reader: Reader, memory: Memory) => boolean): Hooks {
  return watchingAccess({
    response: (response, request, context) => {
      const reader = matches({ method: 'GET', path: SECRET, status: 403 }, request, response)
        ? readerOf(request, context.memory)
        : undefined;
      return reader && applies(reader, context.memory)
        ? asAdmin(context, 'GET', request.url.replace(/^\/v1\//, ''))
        : response;
    },
  });
}

/** Defect that refuses reads of secrets which the server serves. */
export function refusing(applies: (reader: Reader, memory: Memory) => boolean): Hooks {
  return watchingAccess({
    response: (response, request, { memory }) => {
      const reader = matches({ method: 'GET', path: SECRET, status: 200 }, request, response)
        ? readerOf(request, memory)
        : undefined;
      return reader && applies(reader, memory) ? vaultError(403, '1 error occurred:\n\t* permission denied') : response;
    },
  });
}

/** Defect of sign-ins at a password mount: `change` gives the answer. */
export function signingIn(change: (response: FaultResponse, reader: Reader, memory: Memory) => FaultResponse): Hooks {
  return watchingAccess({
    response: (response, request, { memory }) =>
      matches({ method: 'POST', path: LOGIN }, request)
        ? change(response, readerNamed(memory, lastSegment(request), 'login', Number.POSITIVE_INFINITY), memory)
        : response,
  });
}

/** The answer to a sign-in with another entity. */
export function withEntity(response: FaultResponse, entityId: string): FaultResponse {
  const body = jsonOf(response);
  if (!body || response.status !== 200) return response;
  return withJson(response, { ...body, auth: { ...nestedIn(body, 'auth'), entity_id: entityId } });
}

/** A defect that watches sign-ins, tokens, what SCIM does to their users, and who has read which secret. */
export function watchingAccess(hooks: Hooks): Hooks {
  return knowingCallers(
    watching({
      ...hooks,
      response: async (response, request, context) => {
        noteTokens(context.memory, request, response);
        noteHappenings(context.memory, request, response);
        const answer = (await hooks.response?.(response, request, context)) ?? response;
        if (request.method === 'GET' && answer.status === 200) context.memory.set(readKey(request), true);
        return answer;
      },
    }),
  );
}

/** What SCIM did to the holder of an accessor that a sign-in gave out. */
export function holderOf(memory: Memory, accessor: unknown): Reader | undefined {
  const held = memory.get(`accessor:${accessor}`) as { name: string; at: number } | undefined;
  return held && readerNamed(memory, held.name, 'login', held.at);
}

interface Held {
  name: string;
  kind: Reader['token'];
  parent: string;
  at: number;
}

function readerOf(request: FaultRequest, memory: Memory): Reader | undefined {
  const held = memory.get(`held:${tokenIn(request)}`) as Held | undefined;
  if (!held) return undefined;
  return { ...readerNamed(memory, held.name, held.kind, held.at), hasRead: memory.has(readKey(request)) };
}

function readerNamed(memory: Memory, name: string, token: Reader['token'], signedInAt: number): Reader {
  const user = everySeen(memory).findLast(({ kind, names }) => kind === 'user' && names.includes(name));
  const happened = (memory.get(`happened:${user?.id}`) as Happened[] | undefined) ?? [];
  return { name, user, token, signedInAt, happened, last: happened.at(-1), hasRead: false };
}

function noteTokens(memory: Memory, request: FaultRequest, response: FaultResponse): void {
  if (request.method !== 'POST' || response.status >= 300) return;
  const auth = nestedIn(jsonOf(response), 'auth');
  const caller = memory.get(`held:${tokenIn(request)}`) as Held | undefined;
  const at = now(memory);
  if (LOGIN.test(request.url)) {
    const name = lastSegment(request);
    memory.set(`held:${auth.client_token}`, { name, kind: 'login', parent: '', at } satisfies Held);
    memory.set(`accessor:${auth.accessor}`, { name, at });
  } else if (ISSUE.test(request.url) && caller) {
    const kind = jsonOf(request)?.type === 'batch' ? 'batch' : 'child';
    memory.set(`held:${auth.client_token}`, { ...caller, kind, parent: tokenIn(request), at } satisfies Held);
  } else if (LEAVE.test(request.url)) {
    for (const [key, held] of memory) {
      if (key.startsWith('held:') && (held as Held).parent === jsonOf(request)?.token) {
        memory.set(key, { ...(held as Held), kind: 'orphan' });
      }
    }
  }
}

function noteHappenings(memory: Memory, request: FaultRequest, response: FaultResponse): void {
  if (response.status >= 300 || request.method === 'GET') return;
  const note = (userId: string, what: Happening, more: Partial<Happened> = {}) => {
    const known = (memory.get(`happened:${userId}`) as Happened[] | undefined) ?? [];
    memory.set(`happened:${userId}`, [...known, { what, at: now(memory), ...more }]);
  };
  const body = jsonOf(request) ?? {};
  const id = lastSegment(request);
  if (matches({ method: 'POST', path: USERS }, request) && body.active === false) {
    note(String(jsonOf(response)?.id), 'created inactive');
  } else if (matches({ path: USER }, request)) {
    if (request.method === 'DELETE') note(id, 'deleted');
    for (const { path, value } of operationsOf(request)) {
      if (path === 'active') note(id, value === true ? 'activated' : 'deactivated');
    }
  } else if (matches({ method: 'POST', path: GROUPS }, request)) {
    const group = String(jsonOf(response)?.id);
    for (const [place, member] of memberIds(body).entries()) note(member, 'joined', { group, place });
    memory.set(`in:${group}`, memberIds(body));
  } else if (matches({ path: GROUP }, request)) {
    noteGroupChange(memory, request, body, (member, what) => note(member, what, { group: id }));
  }
}

function noteGroupChange(
  memory: Memory,
  request: FaultRequest,
  body: Json,
  note: (member: string, what: Happening) => void,
): void {
  const id = lastSegment(request);
  const inside = (memory.get(`in:${id}`) as string[] | undefined) ?? [];
  if (request.method === 'DELETE') for (const member of inside) note(member, 'group deleted');
  if (request.method === 'PUT') {
    for (const member of inside) if (!memberIds(body).includes(member)) note(member, 'left out');
  }
  for (const { op, path, value } of operationsOf(request)) {
    const filtered = /^members\[value eq "(.+)"\]$/.exec(String(path))?.[1];
    if (filtered !== undefined) note(filtered, 'removed by filter');
    for (const member of memberIds({ members: value })) note(member, op === 'add' ? 'added' : 'removed by list');
  }
}

function readKey(request: FaultRequest): string {
  return `read:${tokenIn(request)} ${request.url}`;
}

/** Counts up: a clock that tells before from after. */
function now(memory: Memory): number {
  const next = Number(memory.get('clock') ?? 0) + 1;
  memory.set('clock', next);
  return next;
}
