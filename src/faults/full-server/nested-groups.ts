import { GROUP, jsonOf, matches, pathOf, resourcesOf, scimError, USER, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { asking, memberIds } from '../scim-requests.ts';
import { withUsers } from './shown-users.ts';
import { valuesOf } from './user-patches.ts';

/** Defects of groups in groups (RFC 7643 sections 4.1.2 and 4.2). */
export const nestedGroupFaults: Fault[] = [
  {
    id: 'F-REST-59',
    title: 'A direct membership is called indirect',
    breaks: ['RFC7643-4.1.2-11'],
    response: (response, request) =>
      withUsers(response, request, (user) => {
        for (const group of valuesOf(user, 'groups')) group.type = 'indirect';
      }),
  },
  {
    id: 'F-REST-60',
    title: 'A group around the one that a user is in is shown as a direct one',
    breaks: ['RFC7643-4.1.2-12'],
    response: async (response, request, { send }) => {
      const user = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
      const own = user === null ? [] : valuesOf(user, 'groups');
      if (own.length === 0) return response;
      const list = await send(asking(request, 'GET', pathOf(request).replace(/\/Users\/.*/, '/Groups')));
      const around = resourcesOf(jsonOf(list) ?? {}).filter((group) =>
        own.some(({ value }) => memberIds(group).includes(String(value))),
      );
      const groups = [
        ...own,
        ...around.map(({ id, displayName }) => ({ value: id, display: displayName, type: 'direct' })),
      ];
      return withJson(response, { ...user, groups });
    },
  },
  {
    id: 'F-REST-61',
    title: 'A group that is a member of one of its members cannot be read',
    breaks: ['RFC7643-4.2-10'],
    response: async (response, request, { send }) => {
      const group = matches({ method: 'GET', path: GROUP, status: 200 }, request, response) ? jsonOf(response) : null;
      for (const { value, type } of group === null ? [] : valuesOf(group, 'members')) {
        if (type !== 'Group') continue;
        const inner =
          jsonOf(await send(asking(request, 'GET', pathOf(request).replace(/[^/]*$/, String(value))))) ?? {};
        if (memberIds(inner).includes(String(group?.id))) return scimError(500, 'too many levels of groups');
      }
      return response;
    },
  },
];
