import { CLIENT, GROUP, jsonOf, matches, pathOf, queryOf, scimError, USER, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { ENTITY, VAULT_GROUP } from '../scim-objects.ts';
import { lastSegmentOf, NOTHING_DONE } from '../scim-requests.ts';
import { lastSegment, nestedIn } from '../vault-requests.ts';

const LINK_ENTITY = /\/identity\/scim\/client\/[^/]+\/link-entity$/;
const LINK_GROUP = /\/identity\/scim\/client\/[^/]+\/link-group$/;

/** Defects of linking existing objects to a SCIM client. */
export const linkFaults: Fault[] = [
  {
    id: 'F-LINK-01',
    title: 'A linked entity gets no mark of its SCIM client',
    breaks: ['VAULT-LINK-01'],
    ...unmarked(LINK_ENTITY, ENTITY),
  },
  {
    id: 'F-LINK-02',
    title: 'A linked group gets no mark of its SCIM client',
    breaks: ['VAULT-LINK-02'],
    ...unmarked(LINK_GROUP, VAULT_GROUP),
  },
  {
    id: 'F-LINK-03',
    title: 'Linked users are read-only',
    breaks: ['VAULT-LINK-03'],
    ...readOnly(LINK_ENTITY, USER),
  },
  {
    id: 'F-LINK-04',
    title: 'Linked groups are read-only',
    breaks: ['VAULT-LINK-04'],
    ...readOnly(LINK_GROUP, GROUP),
  },
  {
    id: 'F-LINK-05',
    title: 'Linked groups do not protect their SCIM client from deletion',
    breaks: ['VAULT-LINK-05'],
    response: async (response, request, { send, memory }) => {
      noteLink(LINK_GROUP, memory, request, response);
      const isPlain = matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response);
      return isPlain && queryOf(request).size === 0 && memory.has(`client:${lastSegment(request)}`)
        ? send({ ...request, url: `${pathOf(request)}?unlink-resources=true` })
        : response;
    },
  },
  {
    id: 'F-LINK-06',
    title: 'Linking to a SCIM client that does not exist is a success',
    breaks: ['VAULT-LINK-06'],
    response: (response, request) =>
      matches({ path: LINK_ENTITY, status: 404 }, request, response) ? NOTHING_DONE : response,
  },
  {
    id: 'F-LINK-12',
    title: 'Linking an entity is accepted and not made',
    breaks: ['VAULT-LINK-01', 'VAULT-LINK-03'],
    ...undoing(LINK_ENTITY, 'unlink-entity'),
  },
  {
    id: 'F-LINK-13',
    title: 'Linking a group is accepted and not made',
    breaks: ['VAULT-LINK-02', 'VAULT-LINK-04', 'VAULT-LINK-05', 'VAULT-LINK-12'],
    ...undoing(LINK_GROUP, 'unlink-group'),
  },
];

function noteLink(path: RegExp, memory: FaultContext['memory'], request: FaultRequest, response: FaultResponse): void {
  if (!matches({ method: 'POST', path, status: (status) => status < 300 }, request, response)) return;
  const body = jsonOf(request) ?? {};
  memory.set(`linked:${body.entity_id ?? body.group_id}`, true);
  memory.set(`client:${pathOf(request).split('/').at(-2)}`, true);
}

/** The identity API shows linked objects without a mark. */
function unmarked(link: RegExp, shown: RegExp): Pick<Fault, 'response'> {
  return {
    response: (response, request, { memory }) => {
      noteLink(link, memory, request, response);
      const isShown = matches({ method: 'GET', path: shown, status: 200 }, request, response);
      const body = isShown && memory.has(`linked:${lastSegment(request)}`) ? jsonOf(response) : null;
      if (!body) return response;
      nestedIn(body, 'data').scim_client_id = '';
      return withJson(response, body);
    },
  };
}

/** A link that was made is gone at once. */
function undoing(link: RegExp, unlink: string): Pick<Fault, 'response'> {
  return {
    response: async (response, request, { send }) => {
      if (!matches({ method: 'POST', path: link, status: (status) => status < 300 }, request, response))
        return response;
      await send({ ...request, url: request.url.replace(/[^/]+$/, unlink) });
      return response;
    },
  };
}

/** A SCIM client may read what was linked to it, and nothing more. */
function readOnly(link: RegExp, resource: RegExp): Pick<Fault, 'request' | 'response'> {
  return {
    request: (request, { memory }) =>
      matches({ method: ['PUT', 'PATCH'], path: resource }, request) && memory.has(`linked:${lastSegmentOf(request)}`)
        ? scimError(403, 'the resource was not created by this client')
        : request,
    response: (response, request, { memory }) => {
      noteLink(link, memory, request, response);
      return response;
    },
  };
}
