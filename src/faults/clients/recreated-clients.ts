import { asAdmin, callerOf, knowingCallers, scimClients } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { CLIENT, CLIENT_DEFAULTS, isClientWrite, storedClient } from '../client-requests.ts';
import { jsonOf, matches, queryOf, scimError, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { aliasesIn } from '../scim-objects.ts';
import { lastSegment, nestedIn } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

/** A SCIM client as it was when it was deleted. */
interface Former {
  client: Json;
  name: string;
  users: Json[];
  groups: Json[];
}

const SINCE = '2.2.0';
const UNLINKS = 'unlink-resources';
const DELETES = 'delete-linked-resources';

/** Defects of SCIM clients that are made when one of their name, principal or alias mount was deleted with a flag. */
export const recreatedClientFaults: Fault[] = [
  {
    id: 'F-CPA-50',
    title: 'A SCIM client that is created again after a deletion with a flag has the settings of the former one',
    breaks: [
      'VAULT-CLIENT-33',
      'VAULT-CLIENT-34',
      'VAULT-CLIENT-35',
      'VAULT-CLIENT-36',
      'VAULT-CLIENT-37',
      'VAULT-CLIENT-38',
    ],
    since: SINCE,
    ...knowingFormer([UNLINKS, DELETES], {
      request: (request, { memory }) => {
        const fields = isClientWrite(request) ? jsonOf(request) : null;
        const former = fields ? formerIn(memory).findLast(({ name }) => name === lastSegment(request)) : undefined;
        if (!fields || !former) return request;
        const kept = Object.fromEntries(Object.keys(CLIENT_DEFAULTS).map((field) => [field, former.client[field]]));
        return withJson(request, { ...kept, ...fields });
      },
    }),
  },
  {
    id: 'F-CPA-51',
    title: 'A SCIM client that is created again after a deletion with a flag shows the client_id of the former one',
    breaks: ['VAULT-CLIENT-32'],
    since: SINCE,
    ...knowingFormer([UNLINKS, DELETES], {
      response: (response, request, { memory }) => {
        const former = formerIn(memory).findLast(({ name }) => name === lastSegment(request));
        const isShown = matches({ path: CLIENT, status: 200 }, request, response) && former;
        const body = isShown ? jsonOf(response) : null;
        if (!body || !former) return response;
        nestedIn(body, 'data').client_id = former.client.client_id;
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-CPA-52',
    title: 'A SCIM client that is created under the name of an unlinked one owns the groups that one left',
    breaks: ['VAULT-CLDEL-18'],
    since: SINCE,
    ...owningAgain(
      ({ name }, created) => name === created.name,
      ({ groups }) => groups.map(({ id }) => ({ group_id: id })),
    ),
  },
  {
    id: 'F-CPA-53',
    title: 'A SCIM client that gets the principal of an unlinked one owns the users that one left',
    breaks: ['VAULT-CLDEL-16'],
    since: SINCE,
    ...owningAgain(
      ({ client, name }, created) =>
        name !== created.name && client.access_grant_principal === created.access_grant_principal,
      ({ users }) => users.map(({ id }) => ({ entity_id: id })),
    ),
  },
  {
    id: 'F-CPA-54',
    title: 'A SCIM client that gets the alias mount of an unlinked one owns the users with an alias there',
    breaks: ['VAULT-CLDEL-16', 'VAULT-CLDEL-17'],
    since: SINCE,
    ...owningAgain(
      ({ client }, created) =>
        Boolean(client.alias_mount_accessor) && client.alias_mount_accessor === created.alias_mount_accessor,
      ({ users }) => users.filter((user) => aliasesIn(user).length > 0).map(({ id }) => ({ entity_id: id })),
    ),
  },
  {
    id: 'F-CPA-55',
    title: 'The userNames that went with a deleted SCIM client stay taken for the next client of its name',
    breaks: ['VAULT-CLDEL-11'],
    since: SINCE,
    ...knowingFormer([DELETES], {
      request: async (request, context) => {
        const userName = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request)?.userName : undefined;
        const former = formerIn(context.memory).filter(({ users }) => users.some(({ name }) => name === userName));
        if (userName === undefined || former.length === 0) return request;
        const caller = await callerOf(context, request);
        const own = (await scimClients(context)).find((one) => one.access_grant_principal === caller?.entityId);
        const isTaken = former.some(({ name }) => name === own?.name);
        return isTaken ? scimError(409, 'the userName is taken', 'uniqueness') : request;
      },
    }),
  },
  {
    id: 'F-CPA-56',
    title: 'delete-linked-resources unlinks what a SCIM client owns whose name a deleted one had',
    breaks: ['VAULT-CLDEL-11'],
    since: SINCE,
    ...knowingFormer([UNLINKS, DELETES], {
      request: (request, { memory }) => {
        const isAgain = matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).has(DELETES);
        const isMeant = isAgain && formerIn(memory).some(({ name }) => name === lastSegment(request));
        return isMeant ? { ...request, url: request.url.replace(DELETES, UNLINKS) } : request;
      },
    }),
  },
];

function formerIn(memory: FaultContext['memory']): Former[] {
  return (memory.get('former') ?? []) as Former[];
}

/** A defect that knows the SCIM clients that were deleted with one of these flags. */
function knowingFormer(flags: string[], hooks: Hooks): Hooks {
  const seen = new WeakMap<FaultRequest, Former>();
  return knowingCallers({
    request: async (request, context) => {
      const isMeant =
        matches({ method: 'DELETE', path: CLIENT }, request) && flags.some((flag) => queryOf(request).has(flag));
      const client = isMeant ? await storedClient(request, context) : null;
      if (client) {
        const [users, groups] = [await ownedBy(request, context, 'entity'), await ownedBy(request, context, 'group')];
        seen.set(request, { client, name: lastSegment(request), users, groups });
      }
      return (await hooks.request?.(request, context)) ?? request;
    },
    response: async (response, request, context) => {
      const answer: FaultResponse = (await hooks.response?.(response, request, context)) ?? response;
      const former = seen.get(request);
      if (former && response.status < 300) context.memory.set('former', [...formerIn(context.memory), former]);
      return answer;
    },
  });
}

/** A SCIM client that is created gets objects of one that was deleted with `unlink-resources`. */
function owningAgain(isNext: (former: Former, created: Json) => boolean, objectsOf: (former: Former) => Json[]): Hooks {
  return knowingFormer([UNLINKS], {
    response: async (response, request, context) => {
      if (!isClientWrite(request) || response.status !== 200) return response;
      const created: Json = { ...jsonOf(request), name: lastSegment(request) };
      for (const former of formerIn(context.memory).filter((one) => isNext(one, created))) {
        for (const object of objectsOf(former)) {
          const action = 'group_id' in object ? 'link-group' : 'link-entity';
          await asAdmin(context, 'POST', `identity/scim/client/${String(created.name)}/${action}`, object);
        }
      }
      return response;
    },
  });
}
