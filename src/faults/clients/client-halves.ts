import { asAdmin, callerOf, knowingCallers, scimClients } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import {
  CLIENT,
  changingUpdate,
  changingWrite,
  EXTRAS,
  isClientWrite,
  someEntity,
  storedClient,
} from '../client-requests.ts';
import { jsonOf, matches, queryOf, SCIM, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { unlinkEntity } from '../unmanaged.ts';
import { lastSegment, listIn, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';

/** Defects of SCIM clients that do half of what a write or a deletion asks for, or half too much. */
export const clientHalfFaults: Fault[] = [
  {
    id: 'F-CTA-04',
    title: 'An update that names an adoption switch and no extra alias mounts empties their list',
    breaks: ['VAULT-CLIENT-45'],
    since: SINCE,
    ...changingUpdate((fields) => {
      const names = fields.allow_user_adoption ?? fields.allow_group_adoption;
      if (names !== undefined && fields[EXTRAS] === undefined) fields[EXTRAS] = [];
    }),
  },
  {
    id: 'F-CTA-05',
    title: 'A SCIM client that gets a former principal back has another client_id from then on',
    breaks: ['VAULT-CLIENT-31'],
    since: SINCE,
    ...showingOtherIds(),
  },
  {
    id: 'F-CTA-06',
    title: 'The tokens of a former principal are refused also when it is the principal again',
    breaks: ['VAULT-CLIENT-18'],
    since: SINCE,
    ...refusingReturned(),
  },
  {
    id: 'F-CTA-07',
    title: 'A principal that a SCIM client got by an update can be given to a new client as well',
    breaks: ['VAULT-CLIENT-15'],
    since: SINCE,
    ...acceptingMoved(),
  },
  {
    id: 'F-CTA-09',
    title: 'A negative max_active_tokens is left aside instead of refused',
    breaks: ['VAULT-CLIENT-50'],
    since: SINCE,
    ...changingWrite((fields) => {
      if (Number(fields.max_active_tokens) < 0) delete fields.max_active_tokens;
    }),
  },
  {
    id: 'F-CTA-10',
    title: 'A max_token_ttl that is a negative duration string is stored as 0',
    breaks: ['VAULT-CLIENT-51'],
    since: SINCE,
    ...changingWrite((fields) => {
      if (String(fields.max_token_ttl).startsWith('-') && typeof fields.max_token_ttl === 'string')
        fields.max_token_ttl = 0;
    }),
  },
  {
    id: 'F-CTA-13',
    title: 'The principal of a SCIM client that has an alias mount cannot be changed',
    breaks: ['VAULT-CLIENT-27'],
    since: SINCE,
    request: async (request, context) => {
      const fields = isClientWrite(request) ? jsonOf(request) : null;
      const stored = fields?.alias_mount_accessor ? await storedClient(request, context) : null;
      return stored?.alias_mount_accessor && stored.access_grant_principal !== fields?.access_grant_principal
        ? vaultError(400, 'alias_mount_accessor cannot be changed or cleared')
        : request;
    },
  },
  {
    id: 'F-CTA-17',
    title: 'delete-linked-resources leaves the users that were created under a former principal',
    breaks: ['VAULT-CLDEL-11'],
    since: SINCE,
    ...leavingEarlierUsers(),
  },
  {
    id: 'F-CTA-19',
    title: 'unlink-resources removes the groups that have no members',
    breaks: ['VAULT-CLDEL-18'],
    since: SINCE,
    ...afterUnlinking('group', async (context, group) => {
      if (listIn(group, 'member_entity_ids').length === 0)
        await asAdmin(context, 'DELETE', `identity/group/id/${group.id}`);
    }),
  },
];

function formerOf(memory: FaultContext['memory'], name: string): string[] {
  return (memory.get(`former ${name}`) ?? []) as string[];
}

/** Notes each change of a principal: the client's name, the principal before and after. */
function changingPrincipals(
  note: (name: string, before: string, after: string, context: FaultContext) => unknown,
): Hooks {
  const known = new WeakMap<FaultRequest, string>();
  return knowingCallers({
    request: async (request, context) => {
      const stored = isClientWrite(request) ? await storedClient(request, context) : null;
      if (stored) known.set(request, String(stored.access_grant_principal));
      return request;
    },
    response: async (response, request, context) => {
      const before = known.get(request);
      const after = String(jsonOf(request)?.access_grant_principal);
      if (before === undefined || before === after || response.status > 299) return response;
      const name = lastSegment(request).toLowerCase();
      await note(name, before, after, context);
      context.memory.set(`former ${name}`, [...formerOf(context.memory, name), before]);
      return response;
    },
  });
}

function showingOtherIds(): Hooks {
  const noting = changingPrincipals((name, _, principal, { memory }) => {
    if (formerOf(memory, name).includes(principal)) memory.set(`other id ${name}`, true);
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const body = matches({ path: CLIENT, status: 200 }, request, answer) ? jsonOf(answer) : null;
      if (!body || !context.memory.has(`other id ${lastSegment(request).toLowerCase()}`)) return answer;
      const data = nestedIn(body, 'data');
      data.client_id = String(data.client_id).replace(/^.{8}/, 'ffffffff');
      return withJson(answer, body);
    },
  };
}

function refusingReturned(): Hooks {
  const noting = changingPrincipals((_, before, __, { memory }) => memory.set(`was ${before}`, true));
  return {
    ...noting,
    request: async (request, context) => {
      const caller = SCIM.test(request.url) ? await callerOf(context, request) : null;
      if (caller && context.memory.has(`was ${caller.entityId}`)) return vaultError(403, 'permission denied');
      return (await noting.request?.(request, context)) ?? request;
    },
  };
}

function acceptingMoved(): Hooks {
  const noting = changingPrincipals((_, __, after, { memory }) => memory.set(`moved to ${after}`, true));
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const fields = isClientWrite(request) && answer.status === 400 ? jsonOf(request) : null;
      const principal = fields?.access_grant_principal;
      if (!context.memory.has(`moved to ${principal}`) || (await storedClient(request, context))) return answer;
      const holders = (await scimClients(context)).filter((client) => client.access_grant_principal === principal);
      if (holders.length === 0) return answer;
      return context.send(withJson(request, { ...fields, access_grant_principal: await someEntity(request, context) }));
    },
  };
}

function leavingEarlierUsers(): Hooks {
  const noting = changingPrincipals(async (name, _, __, context) => {
    const client = (await scimClients(context)).find((one) => one.name === name);
    const { keys } = nestedIn(jsonOf(await asAdmin(context, 'GET', 'identity/entity/id?list=true')), 'data');
    const earlier: unknown[] = [];
    for (const id of Array.isArray(keys) ? keys : []) {
      const entity = nestedIn(jsonOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`)), 'data');
      if (entity.scim_client_id === client?.client_id) earlier.push(id);
    }
    context.memory.set(`earlier ${name}`, earlier);
  });
  return {
    ...noting,
    request: async (request, context) => {
      const name = lastSegment(request).toLowerCase();
      const earlier = context.memory.get(`earlier ${name}`) as unknown[] | undefined;
      const isMeant =
        matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).has('delete-linked-resources');
      if (isMeant) for (const id of earlier ?? []) await unlinkEntity(context, name, id);
      return (await noting.request?.(request, context)) ?? request;
    },
  };
}

/** Does something to what a deletion with `unlink-resources` has left. */
function afterUnlinking(
  kind: 'entity' | 'group',
  act: (context: FaultContext, object: Json) => Promise<unknown>,
): Hooks {
  const known = new WeakMap<FaultRequest, Json[]>();
  return knowingCallers({
    request: async (request, context) => {
      const isMeant = matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).has('unlink-resources');
      if (isMeant) known.set(request, await ownedBy(request, context, kind));
      return request;
    },
    response: async (response, request, context) => {
      if (response.status < 300) for (const object of known.get(request) ?? []) await act(context, object);
      return response;
    },
  });
}
