import { GROUPS, jsonOf, matches, USERS } from './edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from './fault.ts';

type Memory = FaultContext['memory'];

/** What kind of thing an id or a name stands for, as far as the exchanges showed. */
export type Known = 'user' | 'userName' | 'externalId' | 'group' | 'entity';

const ENTITY = /identity\/entity$/;

/** Notes what a create made, so that a defect can tell users from groups, entities and inventions. */
export function countIn(memory: Memory, request: FaultRequest, response: FaultResponse): void {
  if (response.status >= 300 || (request.method !== 'POST' && request.method !== 'PUT')) return;
  const body = jsonOf(response);
  const data = body?.data as Record<string, unknown> | null | undefined;
  if (matches({ method: 'POST', path: USERS }, request)) {
    note(memory, body?.id, 'user');
    note(memory, body?.userName, 'userName', body?.id);
    note(memory, body?.externalId, 'externalId', body?.id);
  } else if (matches({ method: 'POST', path: GROUPS }, request)) note(memory, body?.id, 'group');
  else if (matches({ path: ENTITY }, request)) note(memory, data?.id, 'entity');
}

/** What the word stands for, or undefined for one that no create made. */
export function kindOf(memory: Memory, word: unknown): Known | undefined {
  return (memory.get(`known:${word}`) as { kind: Known } | undefined)?.kind;
}

/** The id of the user that a userName or externalId stands for. */
export function idBehind(memory: Memory, word: unknown): string {
  return String((memory.get(`known:${word}`) as { id: unknown } | undefined)?.id ?? word);
}

/** A defect that counts what is created; `fault` may use `kindOf` and `idBehind`. */
export function counting(fault: Pick<Fault, 'request' | 'response'>): Required<Pick<Fault, 'response'>> & typeof fault {
  return {
    ...fault,
    response: async (response, request, context) => {
      countIn(context.memory, request, response);
      return (await fault.response?.(response, request, context)) ?? response;
    },
  };
}

function note(memory: Memory, word: unknown, kind: Known, id: unknown = word): void {
  if (typeof word === 'string') memory.set(`known:${word}`, { kind, id });
}
