import {
  changingResources,
  GROUP,
  jsonOf,
  matches,
  scimError,
  USER,
  USERS,
  USERS_AND_USER,
  withJson,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches } from '../filter-edits.ts';
import { doingMore } from '../further-acts.ts';
import { memberIds, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

/** Defects that show in the order in which identity providers do things. */
export const providerJourneyFaults: Fault[] = [
  {
    id: 'F-OKTA-30',
    title: 'A replace that brings the groups of a user along is refused',
    breaks: ['OKTA-10', 'OKTA-12'],
    request: (request) => {
      const { groups } = (matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null) ?? {};
      const hasGroups = Array.isArray(groups) && groups.length > 0;
      return hasGroups ? scimError(400, 'groups cannot be changed', 'mutability') : request;
    },
  },
  {
    id: 'F-OKTA-31',
    title: 'A replace that changes nothing is answered without the user',
    breaks: ['OKTA-10', 'OKTA-28', 'RFC7644-3.5.1-12'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      const stored = body ? await resourceAt(request, context) : {};
      const isSame = body?.userName === stored.userName && body?.active === stored.active;
      return body && stored.id !== undefined && isSame && body.externalId === stored.externalId
        ? NOTHING_DONE
        : request;
    },
  },
  {
    id: 'F-UPATCH-61',
    title: 'A deactivation by patch is refused while the user is in a group',
    breaks: ['OKTA-11', 'ENTRA-09', 'VAULT-UPATCH-01', 'VAULT-MAP-44'],
    request: async (request, context) => {
      const isDeactivation =
        matches({ method: 'PATCH', path: USER }, request) &&
        operationsOf(request).some(({ path, value }) =>
          path === undefined ? (value as Json | null)?.active === false : path === 'active' && value === false,
        );
      const { groups } = isDeactivation ? await resourceAt(request, context) : {};
      return Array.isArray(groups) && groups.length > 0 ? scimError(409, 'the user is a member of a group') : request;
    },
  },
  {
    id: 'F-SAIL-21',
    title: 'The groups of a user show the former name of a renamed group',
    breaks: ['SAIL-05'],
    ...keepingNames(),
  },
  {
    id: 'F-SAIL-22',
    title: "A group that a replace took a user out of stays in the user's groups",
    breaks: ['VAULT-USER-23', 'SAIL-05'],
    since: '2.0.4',
    ...keepingLeftGroups(),
  },
  {
    id: 'F-ENTRA-27',
    title: 'A query for an externalId overlooks disabled users',
    breaks: ['VAULT-FILTER-03', 'ENTRA-06'],
    ...changingMatches(USERS, /^externalId eq/i, (users) => users.filter(({ active }) => active !== false)),
  },
];

function keepingNames(): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore({ method: 'PUT', path: GROUP }, ({ before, context }) => {
    const key = `name of ${String(before.id)}`;
    if (!context.memory.has(key)) context.memory.set(key, before.displayName);
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const stale = changingResources({ method: 'GET', path: USERS_AND_USER }, ({ groups }) => {
        for (const group of Array.isArray(groups) ? (groups as Json[]) : []) {
          const former = context.memory.get(`name of ${String(group.value)}`);
          if (group.display !== undefined && former !== undefined) group.display = former;
        }
      });
      return (await stale.response?.(answer, request, context)) ?? answer;
    },
  };
}

function keepingLeftGroups(): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore({ method: 'PUT', path: GROUP }, ({ request, before, context }) => {
    const now = memberIds(jsonOf(request) ?? {});
    for (const id of memberIds(before)) if (!now.includes(id)) context.memory.set(`left ${id}`, String(before.id));
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const user = matches({ method: 'GET', path: USER, status: 200 }, request, answer) ? jsonOf(answer) : null;
      const left = user ? context.memory.get(`left ${String(user.id)}`) : undefined;
      if (!user || left === undefined) return answer;
      const groups = Array.isArray(user.groups) ? (user.groups as Json[]) : [];
      const isShown = groups.some(({ value }) => value === left);
      return isShown ? answer : withJson(answer, { ...user, groups: [...groups, { value: left, type: 'direct' }] });
    },
  };
}
