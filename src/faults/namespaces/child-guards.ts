import { servedAsOwner } from '../authentication/refused-callers.ts';
import { asAdmin, fullTokenFor, knowingCallers, scimClients, tokenIn, withToken } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { CLIENT, GROUP, jsonOf, matches, queryOf, SCIM, scimError, USER, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { knowingLinks } from '../links/linked-objects.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { unscopedList } from '../owners.ts';
import { ENTITY, seenIn, throughScim, VAULT_GROUP, watching } from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { shownAsUser } from '../unmanaged.ts';
import { dataOf, lastSegment, vaultError, withoutHeader } from '../vault-requests.ts';

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const LINK = /\/link-entity$/;

/** Defects of guards that hold in the namespace of the parent alone, and of what a deletion or a link leaves behind. */
export const childGuardFaults: Fault[] = [
  {
    id: 'F-ADMIN-61',
    title: 'In a child namespace an administrator can delete SCIM-managed entities',
    breaks: ['VAULT-NS-19'],
    ...watching({
      request: async (request, { memory, send }) => {
        const isMeant = matches({ method: 'DELETE', path: ENTITY }, request) && namespaceOf(request) !== '';
        const seen = isMeant ? seenIn(memory, lastSegment(request)) : undefined;
        if (!seen) return request;
        await send(throughScim(seen, 'DELETE'));
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-ADMIN-62',
    title: 'In a child namespace an administrator can change the members of SCIM-managed groups',
    breaks: ['VAULT-NS-19'],
    ...watching({
      request: async (request, { memory, send }) => {
        const isMeant = matches({ method: WRITE, path: VAULT_GROUP }, request) && namespaceOf(request) !== '';
        const seen = isMeant ? seenIn(memory, lastSegment(request)) : undefined;
        const ids = seen ? jsonOf(request)?.member_entity_ids : undefined;
        if (!seen || !Array.isArray(ids)) return request;
        await send(throughScim(seen, 'PUT', { members: ids.map((value) => ({ value })) }));
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-CLDEL-46',
    title: 'In a child namespace a plain deletion gives up what the SCIM client owns',
    breaks: ['VAULT-NS-20'],
    since: SINCE,
    response: (response, request, { send }) => {
      const isPlain = matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response);
      return isPlain && queryOf(request).size === 0 && namespaceOf(request) !== ''
        ? send({ ...request, url: `${request.url}?unlink-resources=true` })
        : response;
    },
  },
  {
    id: 'F-NS-28',
    title: 'In a child namespace the lists of users are those of all its SCIM clients',
    breaks: ['VAULT-NS-21'],
    ...(() => {
      const { response: listing, ...hooks } = unscopedList(USERS, null);
      const known = knowingCallers({});
      return {
        ...hooks,
        response: async (response, request, context) => {
          if (namespaceOf(request) === '') return (await known.response(response, request, context)) ?? response;
          return (await listing?.(response, request, context)) ?? response;
        },
      } satisfies Pick<Fault, 'request' | 'response'>;
    })(),
  },
  {
    id: 'F-CLDEL-47',
    title: 'The userName of a user that was deleted with its SCIM client stays taken',
    breaks: ['VAULT-CLDEL-11'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (matches({ method: 'POST', path: USERS }, request)) {
          const isTaken = context.memory.has(`gone ${String(jsonOf(request)?.userName)}`);
          return isTaken ? scimError(409, 'userName is taken', 'uniqueness') : request;
        }
        const isDeletion = matches({ method: 'DELETE', path: CLIENT }, request);
        if (!isDeletion || queryOf(request).get('delete-linked-resources') !== 'true') return request;
        for (const { name } of await ownedBy(request, context, 'entity')) context.memory.set(`gone ${name}`, true);
        return request;
      },
    }),
  },
  {
    id: 'F-CLDEL-48',
    title: 'An entity that was unlinked with its SCIM client cannot be linked to another',
    breaks: ['VAULT-CLDEL-16', 'VAULT-LINK-01'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (matches({ method: WRITE, path: LINK }, request)) {
          const isLeft = context.memory.has(`left ${String(jsonOf(request)?.entity_id)}`);
          return isLeft ? vaultError(400, 'entity is managed by another SCIM client') : request;
        }
        const isDeletion = matches({ method: 'DELETE', path: CLIENT }, request);
        if (!isDeletion || !queryOf(request).has('unlink-resources')) return request;
        for (const { id } of await ownedBy(request, context, 'entity')) context.memory.set(`left ${id}`, true);
        return request;
      },
    }),
  },
  {
    id: 'F-CLDEL-49',
    title: 'A group that was unlinked with its SCIM client can still not be changed by an administrator',
    breaks: ['VAULT-CLDEL-18', 'VAULT-ADMIN-24'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const isChange = matches({ method: [...WRITE, 'DELETE'], path: VAULT_GROUP }, request);
        if (isChange && context.memory.has(`left ${lastSegment(request)}`)) {
          return vaultError(400, 'SCIM-managed resources must be modified through SCIM');
        }
        const isDeletion = matches({ method: 'DELETE', path: CLIENT }, request);
        if (!isDeletion || !queryOf(request).has('unlink-resources')) return request;
        for (const { id } of await ownedBy(request, context, 'group')) context.memory.set(`left ${id}`, true);
        return request;
      },
    }),
  },
  {
    id: 'F-ISOL-65',
    title: 'A linked user can be read by every SCIM client',
    breaks: ['VAULT-LINK-14'],
    since: SINCE,
    ...knowingLinks({
      response: async (response, request, context) => {
        const id = lastSegment(request);
        const isHidden = matches({ method: 'GET', path: USER, status: (s) => s >= 400 }, request, response);
        if (!isHidden || !context.memory.has(`linked ${id}`)) return response;
        return shownAsUser(dataOf(await asAdmin(context, 'GET', `identity/entity/id/${id}`)));
      },
    }),
  },
  {
    id: 'F-AUTH-51',
    title: 'X-Vault-Token is read of requests without a body only',
    breaks: ['VAULT-AUTH-05'],
    request: (request) =>
      matches({ path: SCIM }, request) && request.body.length > 0 ? withoutHeader(request, 'X-Vault-Token') : request,
  },
  {
    id: 'F-AUTH-53',
    title: 'A root token can read and replace groups through SCIM',
    breaks: ['VAULT-AUTH-16'],
    ...servedAsOwner(
      { method: ['GET', 'PUT'], path: GROUP },
      (request, { memory }) => tokenIn(request) !== '' && tokenIn(request) === memory.get('admin'),
    ),
  },
  {
    id: 'F-AUTH-54',
    title: 'A parameter client_name of a create selects the SCIM client',
    breaks: ['VAULT-AUTH-21'],
    ...knowingCallers({
      request: async (request, context) => {
        const name = matches({ method: 'POST', path: USERS }, request) ? queryOf(request).get('client_name') : null;
        const client = name ? (await scimClients(context)).find((one) => one.name === name) : undefined;
        const token = client ? await fullTokenFor(context, String(client.access_grant_principal)) : '';
        return token === '' ? request : withToken(request, token);
      },
    }),
  },
];
