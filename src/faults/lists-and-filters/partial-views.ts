import {
  COLLECTION,
  changingAnswer,
  changingResources,
  GROUP,
  GROUPS,
  matches,
  pathOf,
  queryOf,
  RESOURCE,
  USER,
  USERS,
  withHeader,
  withoutParameter,
  withQuery,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { filterOf } from '../filter-edits.ts';
import { NOTHING_DONE } from '../scim-requests.ts';

const SCIM_RESOURCES = /scim\/v2\/(Users|Groups)(\/[^/]+)?$/;
const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(User|Group):/i;
const EXTENSION = /^urn:ietf:params:scim:schemas:extension:/i;
const NAMES = ['schemas', 'id', 'externalId', 'meta', 'userName', 'active', 'groups', 'displayName', 'members'];

/** Defects of answers that show a part of a resource, and of what lists show of the resources that they found. */
export const partialViewFaults: Fault[] = [
  {
    id: 'F-VIEW-01',
    title: 'attributes that names nothing but id and schemas gives everything',
    breaks: ['RFC7644-3.9-01', 'RFC7643-7-24'],
    request: (request) => {
      const names = namesIn(request, 'attributes');
      return names.length > 0 && names.every((name) => /^(id|schemas)$/i.test(name))
        ? withoutParameter(request, 'attributes')
        : request;
    },
  },
  {
    id: 'F-VIEW-02',
    title: 'excludedAttributes is overlooked when there is a filter',
    breaks: ['RFC7644-3.4.2.5-02', 'RFC7644-3.9-15', 'ENTRA-05'],
    request: (request) => (filterOf(request) === null ? request : withoutParameter(request, 'excludedAttributes')),
  },
  {
    id: 'F-VIEW-03',
    title: 'Names in excludedAttributes are compared by letter case',
    breaks: ['RFC7644-3.9-14'],
    ...understanding(
      'excludedAttributes',
      (name) => name.startsWith('urn:') || NAMES.includes(name.split('.')[0] ?? ''),
    ),
  },
  {
    id: 'F-VIEW-04',
    title: 'Names with the URN of the core schema are not understood in excludedAttributes',
    breaks: ['RFC7644-3.4.2.5-04'],
    ...understanding('excludedAttributes', (name) => !CORE.test(name)),
  },
  {
    id: 'F-VIEW-05',
    title: 'Attributes of the extension are not understood in attributes',
    breaks: ['RFC7644-3.4.2.5-04'],
    ...understanding('attributes', (name) => !EXTENSION.test(name)),
  },
  {
    id: 'F-VIEW-06',
    title: 'An unknown name in attributes switches the others off',
    breaks: ['SAIL-04'],
    ...understanding('attributes', (name, all) => all.every(isKnown) || name === 'id'),
  },
  {
    id: 'F-VIEW-07',
    title: 'active is left out of a projected user when it is false',
    breaks: ['RFC7644-3.9-01', 'RFC7644-3.4.2.5-01'],
    ...changingResources({ method: 'GET', path: SCIM_RESOURCES }, (resource, request) => {
      if (resource.active === false && queryOf(request).has('attributes')) delete resource.active;
    }),
  },
  {
    id: 'F-VIEW-08',
    title: 'A create with attributes sends no Location',
    breaks: ['RFC7644-3.3-06', 'RFC7644-3.9-10'],
    ...changingAnswer({ method: 'POST', path: COLLECTION, status: 201 }, (response, request) =>
      queryOf(request).has('attributes') ? withHeader(response, 'Location', null) : response,
    ),
  },
  {
    id: 'F-VIEW-09',
    title: 'A patch of a group with attributes answers 204',
    breaks: ['RFC7644-3.5.2-29'],
    ...changingAnswer({ method: 'PATCH', path: GROUP, status: 200 }, (response, request) =>
      queryOf(request).has('attributes') ? NOTHING_DONE : response,
    ),
  },
  {
    id: 'F-VIEW-10',
    title: 'The answer to a patch of a group shows the members although they are excluded',
    breaks: ['RFC7644-3.5.2-30'],
    request: (request) =>
      matches({ method: 'PATCH', path: GROUP }, request) ? withoutParameter(request, 'excludedAttributes') : request,
  },
  {
    id: 'F-VIEW-11',
    title: 'After a read with attributes later reads of the same resource show no more, until it is written',
    breaks: ['RFC7644-3.4-01', 'RFC7644-3.4.1-05', 'RFC9110-9.2.1-01', 'RFC7643-4.1.1-01', 'RFC7643-4.2-02'],
    request: (request, { memory }) => {
      if (!matches({ path: RESOURCE }, request)) return request;
      const path = pathOf(request);
      if (request.method !== 'GET') memory.delete(path);
      const query = queryOf(request);
      if (request.method !== 'GET' || query.has('excludedAttributes')) return request;
      const last = query.get('attributes') ?? memory.get(path);
      if (last === undefined) return request;
      memory.set(path, last);
      query.set('attributes', String(last));
      return withQuery(request, query);
    },
  },
  {
    id: 'F-VIEW-12',
    title: 'A group that a filter on displayName finds is shown without its members',
    breaks: ['RFC7644-3.4-01', 'RFC7644-3.4.2-09'],
    ...changingResources({ method: 'GET', path: GROUPS }, (group, request) => {
      if (/^displayName /i.test(filterOf(request) ?? '')) delete group.members;
    }),
  },
  {
    id: 'F-VIEW-13',
    title: 'A user that a filter on externalId finds is shown without its groups',
    breaks: ['RFC7644-3.4-01', 'RFC7644-3.4.2-09'],
    ...changingResources({ method: 'GET', path: USERS }, (user, request) => {
      if (/^externalId /i.test(filterOf(request) ?? '')) delete user.groups;
    }),
  },
  {
    id: 'F-VIEW-14',
    title: 'A user that a filter on externalId finds is shown active',
    breaks: ['RFC7643-4.1.1-14', 'RFC7644-3.4-01', 'RFC7644-3.4.2-09'],
    ...changingResources({ method: 'GET', path: USERS }, (user, request) => {
      if (user.active !== undefined && /^externalId /i.test(filterOf(request) ?? '')) user.active = true;
    }),
  },
  {
    id: 'F-VIEW-15',
    title: 'The answer to a replace of a user lacks its groups',
    breaks: ['RFC7644-3.5.1-12'],
    ...changingResources({ method: 'PUT', path: USER }, (user) => {
      delete user.groups;
    }),
  },
  {
    id: 'F-VIEW-16',
    title: 'The answer to a patch of a user lacks its groups',
    breaks: ['RFC7644-3.5.2-28'],
    ...changingResources({ method: 'PATCH', path: USER }, (user) => {
      delete user.groups;
    }),
  },
];

function namesIn(request: FaultRequest, parameter: string): string[] {
  return (queryOf(request).get(parameter) ?? '').split(',').filter((name) => name !== '');
}

function isKnown(name: string): boolean {
  const bare = name.replace(CORE, '').split('.')[0] ?? '';
  return EXTENSION.test(name) || NAMES.some((known) => known.toLowerCase() === bare.toLowerCase());
}

/** Names that are not understood are passed over; `attributes` without any gives what is always returned. */
function understanding(
  parameter: 'attributes' | 'excludedAttributes',
  understands: (name: string, all: string[]) => boolean,
): Pick<Fault, 'request'> {
  return {
    request: (request) => {
      const names = matches({ path: SCIM_RESOURCES }, request) ? namesIn(request, parameter) : [];
      const understood = names.filter((name) => understands(name, names));
      if (understood.length === names.length) return request;
      if (understood.length === 0 && parameter === 'excludedAttributes') return withoutParameter(request, parameter);
      const query = queryOf(request);
      query.set(parameter, understood.length === 0 ? 'id' : understood.join(','));
      return withQuery(request, query);
    },
  };
}
