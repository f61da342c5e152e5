import { asAdmin, callerOf, isPrincipal, knowingCallers } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, matches, queryOf, resourcesOf, USERS, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { filterOf } from '../filter-edits.ts';
import { isForeignUser, knowingOwners, ownerOf } from '../owners.ts';
import { lastSegmentOf } from '../scim-requests.ts';
import { changedAnyway, reaching, shownAsUser } from '../unmanaged.ts';
import { dataOf } from '../vault-requests.ts';
import { namedIn, takingMembers } from './foreign-members.ts';

/** Defects of scope that the second member of a request shows, or the entity that the client itself has. */
export const secondMemberFaults: Fault[] = [
  ...(
    [
      ['58', '18', 'POST', GROUPS, 'A create looks at the owner of its first member only'],
      ['59', '19', 'PUT', GROUP, 'A replace looks at the owner of its first member only'],
      ['60', '20', 'PATCH', GROUP, 'A patch looks at the owner of its first member only'],
    ] as const
  ).map(
    ([number, row, method, path, title]): Fault => ({
      id: `F-ISOL-${number}`,
      title,
      breaks: [`VAULT-ISOL-${row}`],
      ...takingMembers({ method, path }, async (request, context, id) => {
        return namedIn(request)[0] !== id && (await isForeignUser(request, context, id));
      }),
    }),
  ),
  ...(
    [
      ['F-GROUP-61', 'VAULT-GROUP-09', 'POST', GROUPS, 'A create takes the principal of a SCIM client as a member'],
      ['F-GROUP-62', 'VAULT-GROUP-11', 'PUT', GROUP, 'A replace takes the principal of a SCIM client as a member'],
      ['F-GPATCH-61', 'VAULT-GPATCH-16', 'PATCH', GROUP, 'An add takes the principal of a SCIM client as a member'],
    ] as const
  ).map(
    ([id, row, method, path, title]): Fault => ({
      id,
      title,
      breaks: [row],
      ...takingMembers({ method, path }, (_request, context, member) => isPrincipal(context, member)),
    }),
  ),
  {
    id: 'F-ISOL-61',
    title: 'The list of users holds the principal of the client, when no page is asked for',
    breaks: ['VAULT-ISOL-27', 'VAULT-ISOL-21', 'VAULT-ISOL-03'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const isList = matches({ method: 'GET', path: USERS, status: 200 }, request, response);
        const isWhole = isList && filterOf(request) === null && queryOf(request).get('count') === null;
        const body = isWhole ? jsonOf(response) : null;
        const caller = body ? await callerOf(context, request) : null;
        if (!body || !caller) return response;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
        const Resources = [...resourcesOf(body), jsonOf(shownAsUser(entity))];
        const totalResults = Number(body.totalResults) + 1;
        return withJson(response, { ...body, totalResults, itemsPerPage: Resources.length, Resources });
      },
    }),
  },
  {
    id: 'F-ISOL-62',
    title: 'A client can deactivate its own principal',
    breaks: ['VAULT-ISOL-22'],
    ...reaching('principal', 'PATCH', (entity, _request, context) =>
      changedAnyway(context, 'POST', 'entity', entity, { disabled: true }),
    ),
  },
  {
    id: 'F-ISOL-63',
    title: "The refusal of another client's group tells its displayName",
    breaks: ['VAULT-ISOL-08'],
    ...knowingOwners({
      response: async (response, request, context) => {
        const isRefusal = matches({ method: 'GET', path: GROUP, status: (s) => s >= 400 }, request, response);
        const body = isRefusal ? jsonOf(response) : null;
        const id = lastSegmentOf(request);
        if (!body || body.detail === undefined || ownerOf(context, id) === '') return response;
        const { name } = dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`));
        return name === undefined
          ? response
          : withJson(response, { ...body, detail: `group "${String(name)}" is managed by a different SCIM client` });
      },
    }),
  },
];
