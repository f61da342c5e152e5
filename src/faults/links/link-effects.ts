import { asAdmin } from '../callers.ts';
import { answering, GROUP, jsonOf, matches, pathOf, scimError, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { changingMatches, filterOf } from '../filter-edits.ts';
import { shownAsUser } from '../unmanaged.ts';
import { dataOf } from '../vault-requests.ts';
import { knowingLinks } from './linked-objects.ts';

type Json = Record<string, unknown>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
export const LINK_ENTITY = /\/link-entity$/;
const LINK_GROUP = /\/link-group$/;
const UNLINK_ENTITY = /\/unlink-entity$/;

/** Defects of the second link, of the deletion of what was linked, and of what an unlink leaves. */
export const linkEffectFaults: Fault[] = [
  {
    id: 'F-LINK-24',
    title: 'An unlinked user is still found by its userName',
    breaks: ['VAULT-LINK-13', 'VAULT-ISOL-21'],
    since: SINCE,
    ...knowingLinks({
      request: async (request, context) => {
        const id = matches({ method: WRITE, path: UNLINK_ENTITY }, request) ? jsonOf(request)?.entity_id : undefined;
        const entity = id ? dataOf(await asAdmin(context, 'GET', `identity/entity/id/${String(id)}`)) : {};
        if (entity.name) context.memory.set(`unlinked ${String(entity.name).toLowerCase()}`, entity);
        return request;
      },
      response: changingMatches(USERS, /^userName eq "/i, (users, request, { memory }) => {
        const name = /"(.+)"/.exec(filterOf(request) ?? '')?.[1] ?? '';
        const entity = memory.get(`unlinked ${name.toLowerCase()}`) as Json | undefined;
        return users.length === 0 && entity ? [jsonOf(shownAsUser(entity)) ?? {}] : users;
      }).response,
    }),
  },
  {
    id: 'F-LINK-25',
    title: 'Linking a second entity unlinks the first',
    breaks: ['VAULT-LINK-01'],
    since: SINCE,
    ...afterLink(LINK_ENTITY, async (request, context) => {
      const before = context.memory.get(`last of ${pathOf(request)}`);
      context.memory.set(`last of ${pathOf(request)}`, jsonOf(request)?.entity_id);
      const unlink = { entity_id: before, unlink_aliases: true, remove_memberships: true };
      if (before !== undefined) await callInstead(request, context, 'unlink-entity', unlink);
    }),
  },
  {
    id: 'F-LINK-26',
    title: 'A linked group cannot be deleted by its SCIM client',
    breaks: ['VAULT-LINK-04'],
    since: SINCE,
    ...(() => {
      const noting = afterLink(LINK_GROUP, (request, { memory }) =>
        memory.set(String(jsonOf(request)?.group_id), true),
      );
      return {
        ...noting,
        request: (request: FaultRequest, { memory }: FaultContext) =>
          matches({ method: 'DELETE', path: GROUP }, request) && memory.has(pathOf(request).split('/').at(-1) ?? '')
            ? scimError(403, 'the resource was not created by this client')
            : request,
      };
    })(),
  },
  {
    id: 'F-LINK-50',
    title: 'An entity that is linked leaves the groups of administrators that hold it',
    breaks: ['VAULT-LINK-16'],
    since: SINCE,
    ...afterLink(LINK_ENTITY, (request, context) =>
      leaveGroups(context, 'entity', String(jsonOf(request)?.entity_id), 'direct_group_ids', 'member_entity_ids'),
    ),
  },
  {
    id: 'F-LINK-51',
    title: 'A group that is linked leaves the groups of administrators that hold it',
    breaks: ['VAULT-LINK-16'],
    since: SINCE,
    ...afterLink(LINK_GROUP, (request, context) =>
      leaveGroups(context, 'group', String(jsonOf(request)?.group_id), 'parent_group_ids', 'member_group_ids'),
    ),
  },
  {
    id: 'F-LINK-27',
    title: 'An entity cannot be linked with PUT',
    breaks: ['VAULT-LINK-01'],
    since: SINCE,
    ...answering({ method: 'PUT', path: LINK_ENTITY }, () => scimError(405, 'unsupported operation')),
  },
];

/** Defect of the calls that link and unlink: `act` follows each that succeeds. */
export function afterLink(
  path: RegExp,
  act: (request: FaultRequest, context: FaultContext) => unknown,
): Pick<Fault, 'response'> {
  return {
    response: async (response, request, context) => {
      if (response.status < 300 && matches({ method: WRITE, path }, request)) await act(request, context);
      return response;
    },
  };
}

async function callInstead(request: FaultRequest, context: FaultContext, call: string, body: Json): Promise<void> {
  await context.send(withJson({ ...request, url: request.url.replace(/[^/]+$/, call) }, body));
}

async function leaveGroups(
  context: FaultContext,
  kind: 'entity' | 'group',
  id: string,
  holders: string,
  members: string,
): Promise<void> {
  const { [holders]: groups } = dataOf(await asAdmin(context, 'GET', `identity/${kind}/id/${id}`));
  for (const group of Array.isArray(groups) ? groups : []) {
    const { [members]: held } = dataOf(await asAdmin(context, 'GET', `identity/group/id/${group}`));
    const rest = (Array.isArray(held) ? held : []).filter((one) => one !== id);
    await asAdmin(context, 'POST', `identity/group/id/${group}`, { [members]: rest });
  }
}
