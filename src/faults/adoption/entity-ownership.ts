import { asAdmin, knowingCallers } from '../callers.ts';
import { changingUpdate } from '../client-requests.ts';
import { noting } from '../clients/client-records.ts';
import { jsonOf, matches, pathOf, scimError, USER, USERS } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { ENTITY } from '../scim-objects.ts';
import { lastSegmentOf, memberIds, NOTHING_DONE } from '../scim-requests.ts';
import { dataOf, lastSegment, vaultError } from '../vault-requests.ts';
import { isAdopted, knowingAdopted } from './adopted-objects.ts';
import { clientOf } from './adoption.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const UNLINK = /\/unlink-entity$/;
const LINK = /\/(link|unlink)-entity$/;
const ANY_GROUP = /scim\/v2\/Groups(\/[^/]+)?$/;

/** Defects of entities that a SCIM client takes over, or that are linked to it and unlinked again. */
export const entityOwnershipFaults: Fault[] = [
  {
    id: 'F-B5-38',
    title: 'Of several policies of an entity adoption keeps the first',
    breaks: ['VAULT-ADOPT-14'],
    since: SINCE,
    ...knowingAdopted({
      response: async (response, request, context) => {
        const made = matches({ method: 'POST', path: USERS, status: 201 }, request, response) ? jsonOf(response) : null;
        if (!made || !isAdopted(context, made.id)) return response;
        const { policies } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${made.id}`));
        if (Array.isArray(policies) && policies.length > 1) {
          await asAdmin(context, 'POST', `identity/entity/id/${made.id}`, { policies: policies.slice(0, 1) });
        }
        return response;
      },
    }),
  },
  {
    id: 'F-B5-39',
    title: 'An entity that was unlinked is not taken over by a create any more',
    breaks: ['VAULT-ADOPT-25'],
    since: SINCE,
    ...notAdopting(
      (entity, _userName, _client, memory) => memory.has(`unlinked ${entity.id}`),
      (response, request, { memory }) => {
        const isUnlink = matches({ method: WRITE, path: UNLINK, status: 200 }, request, response);
        if (isUnlink) memory.set(`unlinked ${jsonOf(request)?.entity_id}`, true);
      },
    ),
  },
  {
    id: 'F-B5-40',
    title: 'A SCIM client takes over one entity, and no second one',
    breaks: ['VAULT-ADOPT-25'],
    since: SINCE,
    ...notAdopting(
      (_entity, _userName, client, memory) => memory.has(`took ${client.client_id}`),
      async (response, request, context) => {
        const made = matches({ method: 'POST', path: USERS, status: 201 }, request, response) ? jsonOf(response) : null;
        if (made && isAdopted(context, made.id)) {
          context.memory.set(`took ${(await clientOf(request, context))?.client_id}`, true);
        }
      },
    ),
  },
  {
    id: 'F-B5-41',
    title: 'User adoption that an update switches on is shown and has no effect',
    breaks: ['VAULT-CLIENT-41', 'VAULT-ADOPT-25'],
    since: SINCE,
    ...(() => {
      const updates = changingUpdate((fields, stored, request, { memory }) => {
        const isLate = fields.allow_user_adoption === true && stored.allow_user_adoption === false;
        if (isLate) memory.set(`late ${lastSegment(request).toLowerCase()}`, true);
      });
      const adoptions = notAdopting((_entity, _userName, client, memory) => memory.has(`late ${client.name}`));
      return {
        ...adoptions,
        request: async (request: FaultRequest, context: FaultContext) => {
          await updates.request?.(request, context);
          return (await adoptions.request?.(request, context)) ?? request;
        },
      };
    })(),
  },
  {
    id: 'F-B5-53',
    title: 'An administrator can neither change nor delete an entity that was unlinked',
    breaks: ['VAULT-LINK-15'],
    since: SINCE,
    ...knowingLinked((request, { memory }) =>
      matches({ method: [...WRITE, 'DELETE'], path: ENTITY }, request) && memory.has(`unlink ${lastSegment(request)}`)
        ? vaultError(403, 'the entity is managed by SCIM')
        : request,
    ),
  },
  {
    id: 'F-B5-54',
    title: 'A linked user is refused as member of a group',
    breaks: ['VAULT-LINK-03'],
    since: SINCE,
    ...knowingLinked((request, { memory }) => {
      if (!matches({ method: [...WRITE, 'PATCH'], path: ANY_GROUP }, request)) return request;
      const members = [...memberIds(jsonOf(request) ?? {}), ...addedIn(request)];
      return members.some((id) => memory.has(`link ${id}`))
        ? scimError(400, 'the member is no user of this client', 'invalidValue')
        : request;
    }),
  },
  {
    id: 'F-B5-55',
    title: 'The former SCIM client of an unlinked user can delete it',
    breaks: ['VAULT-LINK-13', 'VAULT-ISOL-23'],
    since: SINCE,
    ...knowingCallers(
      knowingLinked(async (request, context) => {
        const id = lastSegmentOf(request);
        const owner = matches({ method: 'DELETE', path: USER }, request)
          ? context.memory.get(`unlink ${id}`)
          : undefined;
        if (owner === undefined || (await clientOf(request, context))?.name !== owner) return request;
        await asAdmin(context, 'DELETE', `identity/entity/id/${id}`);
        return NOTHING_DONE;
      }),
    ),
  },
];

/** Keeps for each entity which SCIM client it was last linked to (`link <id>`) or unlinked from (`unlink <id>`). */
function knowingLinked(act: NonNullable<Fault['request']>): Hooks {
  return noting({ request: act }, (request, { memory }) => {
    const [, kind] = (matches({ method: WRITE, path: LINK }, request) && LINK.exec(pathOf(request))) || [];
    if (kind === undefined) return;
    const id = String(jsonOf(request)?.entity_id);
    for (const other of ['link', 'unlink']) memory.delete(`${other} ${id}`);
    memory.set(`${kind} ${id}`, pathOf(request).split('/').at(-2)?.toLowerCase());
  });
}

/** Defect of creates that would take an entity over: some are refused as if the name were taken. */
function notAdopting(
  applies: (entity: Json, userName: string, client: Json, memory: FaultContext['memory']) => boolean,
  note: (response: FaultResponse, request: FaultRequest, context: FaultContext) => unknown = () => undefined,
): Hooks {
  return knowingAdopted({
    request: async (request, context) => {
      const name = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request)?.userName : undefined;
      const client = typeof name === 'string' ? await clientOf(request, context) : undefined;
      if (typeof name !== 'string' || client?.allow_user_adoption !== true) return request;
      const alias = { alias_name: name, alias_mount_accessor: client.alias_mount_accessor };
      const entity = dataOf(await asAdmin(context, 'POST', 'identity/lookup/entity', alias));
      const isMeant = entity.id !== undefined && !entity.scim_client_id;
      return isMeant && applies(entity, name, client, context.memory)
        ? scimError(409, `userName ${name} is already in use`, 'uniqueness')
        : request;
    },
    response: async (response, request, context) => {
      await note(response, request, context);
      return response;
    },
  });
}
