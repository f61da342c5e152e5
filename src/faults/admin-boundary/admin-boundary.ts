import { changingRequest, jsonOf, matches, queryOf, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import {
  ENTITY,
  ENTITY_BY_NAME,
  everySeen,
  seenByName,
  seenIn,
  VAULT_GROUP,
  VAULT_GROUP_BY_NAME,
  watching,
} from '../scim-objects.ts';
import { lastSegment, nestedIn, vaultError } from '../vault-requests.ts';
import { guardedEntityFaults } from './guarded-entities.ts';
import { guardedGroupFaults } from './guarded-groups.ts';

const GUARDED = 'SCIM-managed resources must be modified through SCIM';

/** Defects of what an administrator may see and do. */
const allowedFaults: Fault[] = [
  {
    id: 'F-ADMIN-01',
    title: 'The entity of an inactive user cannot be read by its name',
    breaks: ['VAULT-ADMIN-01'],
    ...watching({
      request: (request, { memory }) =>
        matches({ method: 'GET', path: ENTITY_BY_NAME }, request) &&
        seenByName(memory, lastSegment(request))?.sent.active === false
          ? vaultError(403, 'permission denied')
          : request,
    }),
  },
  {
    id: 'F-ADMIN-02',
    title: 'SCIM-managed groups cannot be read by their names',
    breaks: ['VAULT-ADMIN-02'],
    ...watching({
      request: (request, { memory }) =>
        matches({ method: 'GET', path: VAULT_GROUP_BY_NAME }, request) && seenByName(memory, lastSegment(request))
          ? vaultError(403, 'permission denied')
          : request,
    }),
  },
  {
    id: 'F-ADMIN-03',
    title: 'The list of entities leaves out those that SCIM manages',
    breaks: ['VAULT-ADMIN-03'],
    ...watching({
      response: (response, request, { memory }) => {
        const isList = request.method === 'LIST' || queryOf(request).has('list');
        const body = isList && matches({ path: /\/identity\/entity\/id$/ }, request) ? jsonOf(response) : null;
        const data = nestedIn(body, 'data');
        if (!body || !Array.isArray(data.keys)) return response;
        data.keys = data.keys.filter((id) => !seenIn(memory, id));
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-ADMIN-04',
    title: 'SCIM-managed entities are locked as a whole',
    breaks: ['VAULT-ADMIN-04'],
    ...watching({
      request: (request, { memory }) =>
        matches({ method: 'POST', path: ENTITY }, request) && seenIn(memory, lastSegment(request))
          ? vaultError(403, GUARDED)
          : request,
    }),
  },
  {
    id: 'F-ADMIN-05',
    title: 'SCIM-managed groups are locked as a whole',
    breaks: ['VAULT-ADMIN-05'],
    ...watching({
      request: (request, { memory }) =>
        matches({ method: 'POST', path: VAULT_GROUP }, request) && seenIn(memory, lastSegment(request))
          ? vaultError(403, GUARDED)
          : request,
    }),
  },
  {
    id: 'F-ADMIN-23',
    title: 'The guard of names covers every entity',
    breaks: ['VAULT-ADMIN-23'],
    ...watching({
      request: (request, { memory }) =>
        matches({ method: 'POST', path: ENTITY }, request) &&
        jsonOf(request)?.name !== undefined &&
        !seenIn(memory, lastSegment(request))
          ? vaultError(403, GUARDED)
          : request,
    }),
  },
  {
    id: 'F-ADMIN-24',
    title: 'The guard of members covers every group',
    breaks: ['VAULT-ADMIN-24'],
    ...watching({
      request: (request, { memory }) =>
        matches({ method: 'POST', path: VAULT_GROUP }, request) &&
        jsonOf(request)?.member_entity_ids !== undefined &&
        !seenIn(memory, lastSegment(request))
          ? vaultError(403, GUARDED)
          : request,
    }),
  },
];

/** Defects of selectors in bodies, and of policy documents. */
const documentFaults: Fault[] = [
  {
    id: 'F-ADMIN-21',
    title: 'The id in the body of an update by name wins',
    breaks: ['VAULT-ADMIN-21'],
    request: (request) => {
      const { id, ...fields } = (matches({ method: 'POST', path: ENTITY_BY_NAME }, request) && jsonOf(request)) || {};
      const url = request.url.replace(/name\/[^/]+$/, `id/${id}`);
      return id === undefined ? request : withJson({ ...request, url }, fields);
    },
  },
  {
    id: 'F-ADMIN-22',
    title: 'The external_id in the body of an update by name wins',
    breaks: ['VAULT-ADMIN-22'],
    ...watching({
      request: (request, { memory }) => {
        const body = matches({ method: 'POST', path: ENTITY_BY_NAME }, request) ? jsonOf(request) : null;
        const { external_id, ...fields } = body ?? {};
        const other = everySeen(memory).find(
          ({ sent }) => external_id !== undefined && sent.externalId === external_id,
        );
        const url = request.url.replace(/name\/[^/]+$/, `id/${other?.id}`);
        return other === undefined ? request : withJson({ ...request, url }, fields);
      },
    }),
  },
  {
    id: 'F-ADMIN-25',
    title: 'Of a repeated attribute in a policy the last one wins',
    breaks: ['VAULT-ADMIN-25'],
    ...changingRequest({ method: ['POST', 'PUT'], path: /\/sys\/policies\/acl\/[^/]+$/ }, (body) => {
      body.policy = String(body.policy).replace(/capabilities = \[[^\]]*\]\s*(?=capabilities)/g, '');
    }),
  },
];

/** Defects of the border between what SCIM manages and what an administrator may change. */
export const adminBoundaryFaults: Fault[] = [
  ...allowedFaults,
  ...guardedEntityFaults,
  ...guardedGroupFaults,
  ...documentFaults,
];
