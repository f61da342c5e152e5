import { tokenIn } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, matches, type Where, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { isForeignUser, knowingOwners } from '../owners.ts';
import { VAULT_GROUP } from '../scim-objects.ts';
import { NOTHING_DONE, operationsOf } from '../scim-requests.ts';
import { dataOf, lastSegment } from '../vault-requests.ts';

type Json = Record<string, unknown>;

/** Defects of members that belong to another SCIM client. */
export const foreignMemberFaults: Fault[] = [
  ...(
    [
      ['18', 'POST', GROUPS, "A create takes another client's user as a member"],
      ['19', 'PUT', GROUP, "A replace takes another client's user as a member"],
      ['20', 'PATCH', GROUP, "A patch takes another client's user as a member"],
    ] as const
  ).map(
    ([number, method, path, title]): Fault => ({
      id: `F-ISOL-${number}`,
      title,
      breaks: [`VAULT-ISOL-${number}`],
      ...takingMembers({ method, path }),
    }),
  ),
  {
    id: 'F-ISOL-35',
    title: "Members are looked up in the namespace, whoever's they are",
    breaks: [
      'VAULT-ISOL-18',
      'VAULT-ISOL-19',
      'VAULT-ISOL-20',
      'VAULT-GROUP-09',
      'VAULT-GROUP-11',
      'VAULT-GPATCH-16',
      'VAULT-ADOPT-06',
    ],
    state: 'state-cross-client-members',
  },
];

/** The ids that a group patch adds. */
export function addedIn(request: FaultRequest): string[] {
  return operationsOf(request).flatMap(({ op, value }) =>
    op === 'add' && Array.isArray(value) ? (value as Json[]).map((member) => String(member.value)) : [],
  );
}

/** The ids of the members that a request names. */
export function namedIn(request: FaultRequest): string[] {
  const { members } = jsonOf(request) ?? {};
  const listed = Array.isArray(members) ? (members as Json[]).map(({ value }) => String(value)) : [];
  return [...listed, ...addedIn(request)];
}

/**
 * Defect that takes members which the server refuses: the request passes without them, and they are shown ever after.
 *
 * @param isTaken foreign users, when it is left out
 */
export function takingMembers(
  where: Where,
  isTaken: (request: FaultRequest, context: FaultContext, id: string) => Promise<boolean> | boolean = isForeignUser,
): Pick<Fault, 'request' | 'response'> {
  return knowingOwners({
    request: async (request, context) => {
      if (!matches(where, request)) return request;
      const taken: string[] = [];
      for (const id of namedIn(request)) if (await isTaken(request, context, id)) taken.push(id);
      if (taken.length === 0) return request;
      context.memory.set(`taken ${tokenIn(request)}`, taken);
      return withJson(request, withoutMembers(jsonOf(request) ?? {}, taken));
    },
    response: (response, request, context) => {
      const { memory } = context;
      const taken = matches({ ...where, status: isOk }, request, response) && memory.get(`taken ${tokenIn(request)}`);
      if (!taken) return shownWithMembers(response, request, context);
      const id = request.method === 'POST' ? jsonOf(response)?.id : lastSegment(request);
      memory.set(`members ${id}`, taken);
      memory.delete(`taken ${tokenIn(request)}`);
      return response;
    },
  });
}

/** Defect that takes members into what the server refuses to change: they are shown ever after. */
export function claimingMembers(where: Where): Pick<Fault, 'request' | 'response'> {
  return knowingOwners({
    response: (response, request, context) => {
      const isSeen = context.memory.has(`owner ${lastSegment(request)}`);
      if (!isSeen || !matches(where, request, response)) return shownWithMembers(response, request, context);
      context.memory.set(`members ${lastSegment(request)}`, addedIn(request));
      return NOTHING_DONE;
    },
  });
}

function shownWithMembers(response: FaultResponse, request: FaultRequest, { memory }: FaultContext): FaultResponse {
  const more = memory.get(`members ${lastSegment(request)}`) as string[] | undefined;
  if (more === undefined || request.method !== 'GET' || response.status !== 200) return response;
  const body = jsonOf(response) ?? {};
  if (VAULT_GROUP.test(request.url)) {
    const data = dataOf(response);
    const ids = Array.isArray(data.member_entity_ids) ? data.member_entity_ids : [];
    return withJson(response, { ...body, data: { ...data, member_entity_ids: [...ids, ...more] } });
  }
  if (!GROUP.test(request.url)) return response;
  const members = Array.isArray(body.members) ? body.members : [];
  return withJson(response, { ...body, members: [...members, ...more.map((value) => ({ value }))] });
}

function withoutMembers(body: Json, ids: string[]): Json {
  const keep = (members: unknown) =>
    Array.isArray(members) ? (members as Json[]).filter(({ value }) => !ids.includes(String(value))) : members;
  if (!Array.isArray(body.Operations)) return { ...body, members: keep(body.members) };
  const Operations = (body.Operations as Json[]).map((operation) => ({ ...operation, value: keep(operation.value) }));
  return { ...body, Operations };
}

function isOk(status: number): boolean {
  return status < 300;
}
