import { SchemaUrn } from '../../protocol/scim.ts';
import {
  changingBody,
  changingResources,
  GROUP,
  jsonOf,
  matches,
  RESOURCE,
  shownIn,
  USER,
  USERS_AND_USER,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { lastSegmentOf } from '../scim-requests.ts';
import { withUsers } from './shown-users.ts';
import { isComplex, valuesOf } from './user-patches.ts';

type Json = Record<string, unknown>;

const EXTENSION = SchemaUrn.enterpriseUser;

/** Defects of references, managers and the data of extensions (RFC 7643 sections 2.3.7, 3 and 4.3). */
export const referenceFaults: Fault[] = [
  {
    id: 'F-REST-34',
    title: 'The reference to a member leads to the group itself',
    breaks: ['RFC7643-2.3.7-03', 'RFC7643-4.2-06'],
    ...changingResources({ path: GROUP }, (group) => {
      for (const member of valuesOf(group, 'members'))
        member.$ref = String(member.$ref).replace(/[^/]*$/, String(group.id));
    }),
  },
  {
    id: 'F-REST-35',
    title: 'The reference to a group leads to the users',
    breaks: ['RFC7643-2.3.7-03'],
    ...changingResources({ path: USER }, (user) => {
      for (const group of valuesOf(user, 'groups')) group.$ref = String(group.$ref).replace('Groups/', 'Users/');
    }),
  },
  {
    id: 'F-REST-36',
    title: 'References are relative to the host in the place of the service root',
    breaks: ['RFC7643-2.3.7-02', 'RFC7643-4.2-06'],
    ...changingResources({ path: RESOURCE }, (resource) => {
      for (const one of [...valuesOf(resource, 'members'), ...valuesOf(resource, 'groups')])
        one.$ref = `scim/v2/${one.$ref}`;
    }),
  },
  {
    id: 'F-REST-37',
    title: 'The id of a manager comes back in upper case',
    breaks: ['RFC7643-4.3-02'],
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      const manager = managerOf(user);
      if (manager !== null) manager.value = String(manager.value).toUpperCase();
    }),
  },
  {
    id: 'F-REST-38',
    title: 'The reference to the manager leads to the user itself',
    breaks: ['RFC7643-4.3-03'],
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      const manager = managerOf(user);
      if (manager !== null) manager.$ref = String(manager.$ref).replace(/[^/]*$/, String(user.id));
    }),
  },
  {
    id: 'F-REST-39',
    title: 'A client writes the displayName of a manager',
    breaks: ['RFC7643-4.3-04'],
    response: (response, request, { memory }) => {
      const name = managerOf(jsonOf(request) ?? {})?.displayName;
      if (name !== undefined) memory.set(String(jsonOf(response)?.id), name);
      return withUsers(response, request, (user) => {
        const manager = managerOf(user);
        if (manager !== null && memory.has(String(user.id))) manager.displayName = memory.get(String(user.id));
      });
    },
  },
  {
    id: 'F-REST-40',
    title: 'A replace that takes the data of the extension leaves its URN in schemas',
    breaks: ['RFC7643-4.3-05'],
    response: (response, request, { memory }) => {
      if (matches({ method: 'PUT', path: USER, status: 200 }, request, response))
        memory.set(lastSegmentOf(request), true);
      return withUsers(response, request, (user) => {
        if (memory.has(String(user.id))) user.schemas = [...new Set([...(user.schemas as string[]), EXTENSION])];
      });
    },
  },
  {
    id: 'F-REST-41',
    title: 'Data of an extension that a create does not announce is stored without its URN',
    breaks: ['RFC7643-3-09', 'RFC7643-3-08'],
    response: (response, request, { memory }) => {
      const sent = matches({ method: 'POST', path: USERS_AND_USER }, request) ? jsonOf(request) : null;
      if (sent?.[EXTENSION] !== undefined && !(sent.schemas as string[] | undefined)?.includes(EXTENSION))
        memory.set(String(jsonOf(response)?.id), true);
      return withUsers(response, request, (user) => {
        if (memory.has(String(user.id))) user.schemas = (user.schemas as string[]).filter((urn) => urn !== EXTENSION);
      });
    },
  },
  {
    id: 'F-REST-42',
    title: 'The extension announces a title of its own',
    breaks: ['RFC7643-3.3-03'],
    ...changingBody({ method: 'GET', path: /\/Schemas$/, status: 200 }, (body) => {
      const [core, extension] = [SchemaUrn.user, EXTENSION].map((urn) => shownIn(body).find(({ id }) => id === urn));
      const title = valuesOf(core ?? {}, 'attributes').filter(({ name }) => name === 'title');
      if (extension !== undefined) extension.attributes = [...valuesOf(extension, 'attributes'), ...title];
    }),
  },
  {
    id: 'F-REST-43',
    title: 'The location of a user ends in a query',
    breaks: ['RFC7644-1.3-01', 'RFC7643-3.1-23'],
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      if (isComplex(user.meta)) user.meta.location = `${user.meta.location}?tenant=1`;
    }),
  },
];

/** The manager of a user; null when there is none. */
function managerOf(user: Json): Json | null {
  const extension = user[EXTENSION];
  return isComplex(extension) && isComplex(extension.manager) ? extension.manager : null;
}
