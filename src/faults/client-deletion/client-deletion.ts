import { CLIENT, changingShown, storedClient } from '../client-requests.ts';
import { answerWith, changingBody, jsonOf, matches, pathOf, queryOf, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { deletedTokens } from '../former-tokens.ts';
import { askVault, dataOf, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const DELETES = 'delete-linked-resources';
const UNLINKS = 'unlink-resources';
const OBJECT = /\/identity\/(entity|group)\/id\/[^/]+$/;
const ENTITY = /\/identity\/entity\/id\/[^/]+$/;
const ALIAS = /\/identity\/entity-alias\/id\/[^/]+$/;

/** Defects of the deletion of SCIM clients; those of 2.0.x come first. */
export const clientDeletionFaults: Fault[] = [
  {
    id: 'F-CLDEL-01',
    title: 'The deletion of a SCIM client whose principal cannot sign in is accepted and not made',
    breaks: ['VAULT-CLDEL-01', 'VAULT-CLIENT-32'],
    request: async (request, context) => {
      if (!isPlainDeletion(request)) return request;
      const { access_grant_principal } = (await storedClient(request, context)) ?? {};
      const principal = await askVault(context, request, 'GET', `identity/entity/id/${access_grant_principal}`);
      return principal.status === 200 && aliasesIn(dataOf(principal)).length === 0 ? answerWith(204, null) : request;
    },
  },
  {
    id: 'F-CLDEL-02',
    title: 'A deleted SCIM client leaves its entities behind (2.0.x)',
    breaks: ['VAULT-CLDEL-02', 'VAULT-CLDEL-03', 'VAULT-CLDEL-07'],
    state: 'state-client-delete-leaves-entities',
  },
  {
    id: 'F-CLDEL-03',
    title: 'A deleted SCIM client leaves its aliases behind (2.0.x)',
    breaks: ['VAULT-CLDEL-03'],
    response: aliasesStay,
  },
  {
    id: 'F-CLDEL-04',
    title: 'A deleted SCIM client leaves its groups behind (2.0.x)',
    breaks: ['VAULT-CLDEL-04', 'VAULT-CLDEL-07'],
    state: 'state-client-delete-leaves-groups',
  },
  {
    id: 'F-CLDEL-05',
    title: 'A SCIM client is served while it is being deleted',
    breaks: ['VAULT-CLDEL-05'],
    state: 'state-deleting-client-serves',
  },
  {
    id: 'F-CLDEL-06',
    title: 'A SCIM client that is being deleted is shown as in use',
    breaks: ['VAULT-CLDEL-06'],
    ...changingShown((data) => {
      data.deleting = false;
    }),
  },
  {
    id: 'F-CLDEL-07',
    title: 'The configuration of a SCIM client goes before its resources',
    breaks: ['VAULT-CLDEL-07'],
    response: (response, request, { memory }) => {
      if (isDeletion(request) && response.status < 300) memory.set(lastSegment(request), true);
      const isDeleted = matches({ method: 'GET', path: CLIENT }, request) && memory.has(lastSegment(request));
      return isDeleted ? vaultError(404) : response;
    },
  },
  {
    id: 'F-CLDEL-08',
    title: 'Users do not protect their SCIM client from deletion',
    breaks: ['VAULT-CLDEL-08'],
    response: unguarded('group'),
  },
  {
    id: 'F-CLDEL-09',
    title: 'Groups do not protect their SCIM client from deletion',
    breaks: ['VAULT-CLDEL-09'],
    response: unguarded('entity'),
  },
  {
    id: 'F-CLDEL-10',
    title: 'The refusal of a deletion does not say why',
    breaks: ['VAULT-CLDEL-10'],
    ...changingBody({ method: 'DELETE', path: CLIENT, status: 400 }, () => ({ errors: ['cannot delete'] })),
  },
  {
    id: 'F-CLDEL-11',
    title: 'delete-linked-resources leaves the entities behind',
    breaks: ['VAULT-CLDEL-11', 'VAULT-CLDEL-12'],
    state: 'state-client-delete-leaves-entities',
  },
  {
    id: 'F-CLDEL-12',
    title: 'delete-linked-resources leaves the aliases behind',
    breaks: ['VAULT-CLDEL-12'],
    response: aliasesStay,
  },
  {
    id: 'F-CLDEL-13',
    title: 'delete-linked-resources leaves the groups behind',
    breaks: ['VAULT-CLDEL-13'],
    state: 'state-client-delete-leaves-groups',
  },
  {
    id: 'F-CLDEL-14',
    title: 'delete-linked-resources leaves the configuration behind',
    breaks: ['VAULT-CLDEL-14'],
    ...configurationStays(DELETES),
  },
  {
    id: 'F-CLDEL-15',
    title: "delete-linked-resources takes other SCIM clients' resources along",
    breaks: ['VAULT-CLDEL-15'],
    ...takingAlong((owner) => owner !== ''),
  },
  {
    id: 'F-CLDEL-16',
    title: 'unlink-resources leaves the entities with their owner',
    breaks: ['VAULT-CLDEL-16'],
    request: async (request, context) => {
      const isUnlinking = isDeletion(request) && queryOf(request).has(UNLINKS);
      const stored = isUnlinking ? await storedClient(request, context) : null;
      if (stored) context.memory.set('owner', stored.client_id);
      return request;
    },
    response: (response, request, { memory }) => {
      if (matches({ method: 'POST', path: USERS, status: 201 }, request, response)) {
        memory.set(String(jsonOf(response)?.id), true);
      }
      const entity = shownObject(response, request, ENTITY);
      const isUnlinked = entity?.scim_client_id === '' && memory.has(String(entity.id));
      return isUnlinked ? withMember(response, 'scim_client_id', memory.get('owner')) : response;
    },
  },
  {
    id: 'F-CLDEL-17',
    title: 'unlink-resources removes the aliases',
    breaks: ['VAULT-CLDEL-17'],
    response: (response, request, { memory }) => {
      for (const alias of aliasesIn(shownObject(response, request, ENTITY))) {
        if (alias.scim_client_id) memory.set(String(alias.id), true);
      }
      const data = shownObject(response, request, ALIAS);
      return data?.scim_client_id === '' && memory.has(String(data.id)) ? vaultError(404) : response;
    },
  },
  {
    id: 'F-CLDEL-18',
    title: 'unlink-resources empties the groups',
    breaks: ['VAULT-CLDEL-18'],
    response: (response, request) => {
      const data = shownObject(response, request, /\/identity\/group\/id\/[^/]+$/);
      return data?.scim_client_id === '' ? withMember(response, 'member_entity_ids', []) : response;
    },
  },
  {
    id: 'F-CLDEL-19',
    title: 'unlink-resources leaves the configuration behind',
    breaks: ['VAULT-CLDEL-19'],
    ...configurationStays(UNLINKS),
  },
  {
    id: 'F-CLDEL-20',
    title: 'With both flags of a deletion one of them wins',
    breaks: ['VAULT-CLDEL-20'],
    request: (request) =>
      isDeletion(request) && queryOf(request).has(UNLINKS)
        ? { ...request, url: `${pathOf(request)}?${UNLINKS}=true` }
        : request,
  },
  {
    id: 'F-CLDEL-21',
    title: 'The deletion of a SCIM client takes unmanaged entities along',
    breaks: ['VAULT-CLDEL-21'],
    ...takingAlong((owner) => owner === ''),
  },
  {
    id: 'F-CLDEL-22',
    title: "A deleted SCIM client's token is served",
    breaks: ['VAULT-CLDEL-22'],
    ...deletedTokens,
  },
  {
    id: 'F-CLDEL-23',
    title: 'The refused deletion of a SCIM client gives up its resources',
    breaks: ['VAULT-CLDEL-08', 'VAULT-CLDEL-09'],
    state: 'state-refused-delete-unlinks',
  },
  {
    id: 'F-CLDEL-24',
    title: 'unlink-resources deletes what it should keep',
    breaks: ['VAULT-CLDEL-16', 'VAULT-CLDEL-17', 'VAULT-CLDEL-18'],
    state: 'state-unlink-resources-deletes',
  },
];

function isDeletion(request: FaultRequest): boolean {
  return matches({ method: 'DELETE', path: CLIENT }, request);
}

function isPlainDeletion(request: FaultRequest): boolean {
  return isDeletion(request) && queryOf(request).size === 0;
}

/** Whether the client that the request is about owns an object of the kind. */
async function owns(request: FaultRequest, context: FaultContext, kind: 'entity' | 'group'): Promise<boolean> {
  const stored = await storedClient(request, context);
  const { keys } = dataOf(await askVault(context, request, 'GET', `identity/${kind}/id?list=true`));
  for (const id of Array.isArray(keys) ? keys.map(String) : []) {
    const { scim_client_id } = dataOf(await askVault(context, request, 'GET', `identity/${kind}/id/${id}`));
    if (stored && scim_client_id === stored.client_id) return true;
  }
  return false;
}

/** A guard that counts resources of one kind only: any other refused deletion goes through. */
function unguarded(counted: 'entity' | 'group'): NonNullable<Fault['response']> {
  return async (response, request, context) =>
    isPlainDeletion(request) && response.status === 400 && !(await owns(request, context, counted))
      ? context.send({ ...request, url: `${pathOf(request)}?${UNLINKS}=true` })
      : response;
}

/** `data` of a successful read at a path, or null. */
function shownObject(response: FaultResponse, request: FaultRequest, path: RegExp): Json | null {
  return matches({ method: 'GET', path, status: 200 }, request, response) ? dataOf(response) : null;
}

function withMember(response: FaultResponse, member: string, value: unknown): FaultResponse {
  const body = jsonOf(response) ?? {};
  nestedIn(body, 'data')[member] = value;
  return withJson(response, body);
}

function aliasesIn(entity: Json | null): Json[] {
  return Array.isArray(entity?.aliases) ? (entity.aliases as Json[]) : [];
}

/** Aliases that were seen with their entity are shown for ever. */
function aliasesStay(response: FaultResponse, request: FaultRequest, { memory }: FaultContext): FaultResponse {
  for (const alias of aliasesIn(shownObject(response, request, ENTITY))) memory.set(String(alias.id), alias);
  const known = memory.get(lastSegment(request));
  const isGone = matches({ method: 'GET', path: ALIAS, status: 404 }, request, response);
  return isGone && known ? answerWith(200, { data: known }, 'application/json') : response;
}

/** After a deletion of resources with the flag the client is shown as before, until it is deleted once more. */
function configurationStays(flag: string): Pick<Fault, 'request' | 'response'> {
  return {
    request: async (request, context) => {
      const { memory } = context;
      const name = lastSegment(request);
      if (!isDeletion(request)) return request;
      if (memory.delete(name) || !queryOf(request).has(flag) || queryOf(request).size > 1) return request;
      const stored = await storedClient(request, context);
      const hasResources = (await owns(request, context, 'entity')) || (await owns(request, context, 'group'));
      if (stored && hasResources) memory.set(name, stored);
      return request;
    },
    response: (response, request, { memory }) => {
      const stored = matches({ method: 'GET', path: CLIENT }, request) ? memory.get(lastSegment(request)) : undefined;
      return stored ? answerWith(200, { data: stored }, 'application/json') : response;
    },
  };
}

/** Objects of some owners that were seen before a deletion with linked resources are gone after it. */
function takingAlong(isTaken: (owner: string) => boolean): Pick<Fault, 'response'> {
  return {
    response: (response, request, { memory }) => {
      if (isDeletion(request) && response.status < 300 && queryOf(request).has(DELETES)) {
        for (const [id, owner] of memory) if (typeof owner === 'string' && isTaken(owner)) memory.set(id, null);
      }
      const seen = shownObject(response, request, OBJECT);
      if (!seen) return response;
      if (memory.get(lastSegment(request)) === null) return vaultError(404);
      memory.set(lastSegment(request), String(seen.scim_client_id ?? ''));
      return response;
    },
  };
}
