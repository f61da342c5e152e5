import { asAdmin, tokenIn, withToken } from '../callers.ts';
import { changingRequest, jsonOf, METADATA, matches, USER, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { askScim } from '../further-acts.ts';
import { aliasesIn, ENTITY, showing } from '../scim-objects.ts';
import { lastSegmentOf, NOTHING_DONE, resourceAt } from '../scim-requests.ts';
import { unlinkEntity } from '../unmanaged.ts';
import { dataOf, lastSegment } from '../vault-requests.ts';
import { isAdopted, knowingAdopted } from './adopted-objects.ts';
import { clientOf } from './adoption.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';

/** Defects of users that a create took over: what the request brought, and what may be done to them later. */
export const adoptedUserFaults: Fault[] = [
  {
    id: 'F-ADOPT-41',
    title: 'The rename of an adopted user leaves its alias behind',
    breaks: ['VAULT-ADOPT-11', 'VAULT-MAP-17'],
    since: SINCE,
    ...shownAdopted((entity, names) => {
      for (const alias of aliasesIn(entity)) if (names.length > 1) alias.name = names[0];
    }),
  },
  {
    id: 'F-ADOPT-42',
    title: 'The deletion of an adopted user unlinks it only',
    breaks: ['VAULT-ADOPT-11', 'VAULT-MAP-25'],
    since: SINCE,
    ...knowingAdopted({
      request: async (request, context) => {
        const id = lastSegmentOf(request);
        if (!matches({ method: 'DELETE', path: USER }, request) || !isAdopted(context, id)) return request;
        if ((await resourceAt(request, context)).id === undefined) return request;
        await unlinkEntity(context, (await clientOf(request, context))?.name, id);
        return NOTHING_DONE;
      },
    }),
  },
  {
    id: 'F-ADOPT-43',
    title: 'The externalId of a create that adopts does not reach the entity',
    breaks: ['VAULT-ADOPT-24'],
    since: SINCE,
    ...shownAdopted((entity) => {
      entity.external_id = '';
    }),
  },
  {
    id: 'F-ADOPT-44',
    title: 'The metadata of a create that adopts do not reach the entity',
    breaks: ['VAULT-ADOPT-24'],
    since: SINCE,
    ...changingAdoption((body) => {
      delete body[METADATA];
    }),
  },
  {
    id: 'F-ADOPT-45',
    title: 'A create that adopts with active false leaves the entity enabled',
    breaks: ['VAULT-ADOPT-24'],
    since: SINCE,
    ...changingAdoption((body) => {
      body.active = true;
    }),
  },
  {
    id: 'F-ADOPT-46',
    title: 'An administrator can delete an adopted entity',
    breaks: ['VAULT-ADOPT-11'],
    since: SINCE,
    ...knowingAdopted({
      request: async (request, context) => {
        const id = lastSegment(request);
        const owner = context.memory.get(`adopter of ${id}`) as Parameters<typeof askScim>[0]['request'] | undefined;
        if (!matches({ method: 'DELETE', path: ENTITY }, request) || !owner) return request;
        await askScim({ request: owner, context }, 'DELETE', `Users/${id}`);
        return NOTHING_DONE;
      },
      response: (response, request, context) => {
        const id = matches({ method: 'POST', path: USERS }, request) ? jsonOf(response)?.id : undefined;
        if (id !== undefined && isAdopted(context, id)) context.memory.set(`adopter of ${id}`, request);
        return response;
      },
    }),
  },
  {
    id: 'F-ADOPT-47',
    title: 'An adopted user can be read by every SCIM client',
    breaks: ['VAULT-ADOPT-11'],
    since: SINCE,
    ...knowingAdopted({
      response: (response, request, context) => {
        const id = matches({ method: 'POST', path: USERS }, request) ? jsonOf(response)?.id : undefined;
        if (id !== undefined && isAdopted(context, id)) context.memory.set(`adopter of ${id}`, tokenIn(request));
        const owner = context.memory.get(`adopter of ${lastSegmentOf(request)}`);
        const isRefused = matches({ method: 'GET', path: USER, status: (status) => status >= 400 }, request, response);
        return isRefused && owner !== undefined ? context.send(withToken(request, String(owner))) : response;
      },
    }),
  },
];

function shownAdopted(change: (entity: Json, names: string[]) => void): Hooks {
  return knowingAdopted(
    showing(ENTITY, (entity, { id, names }, memory) => {
      if (memory.has(`adopted ${id}`)) change(entity, names);
    }),
  );
}

/** Defect of creates whose userName is the name of an alias that an administrator made. */
function changingAdoption(change: (body: Json) => void): Hooks {
  const changing = changingRequest({ method: 'POST', path: USERS }, change);
  return knowingAdopted({
    request: async (request, context) => {
      const name = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request)?.userName : undefined;
      const client = name === undefined ? null : await clientOf(request, context);
      if (client?.allow_user_adoption !== true) return request;
      const alias = { alias_name: name, alias_mount_accessor: client.alias_mount_accessor };
      const found = dataOf(await asAdmin(context, 'POST', 'identity/lookup/entity', alias));
      return found.id === undefined ? request : ((await changing.request?.(request, context)) ?? request);
    },
  });
}
