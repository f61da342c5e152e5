import { asAdmin, knowingCallers } from '../callers.ts';
import { CLIENT, GROUP, jsonOf, matches, pathOf, scimError, USERS } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { unscoped } from '../owners.ts';
import { changedAnyway, reaching, shownAsGroup, unmanagedAt } from '../unmanaged.ts';
import { lastSegment } from '../vault-requests.ts';
import { clientOf } from './adoption.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const NOT_FOUND = () => scimError(404, 'not found');

/** Defects of adoption and linking on one way of several. */
export const adoptionWayFaults: Fault[] = [
  {
    id: 'F-ADOPT-17',
    title: 'The switch for users opens unmanaged groups for reading',
    breaks: ['VAULT-ADOPT-10'],
    since: SINCE,
    ...reaching('group', 'GET', async (group, request, context) =>
      (await clientOf(request, context))?.allow_user_adoption === true ? shownAsGroup(group) : NOT_FOUND(),
    ),
  },
  {
    id: 'F-ADOPT-18',
    title: 'With the switch for groups an add takes over entities of administrators',
    breaks: ['VAULT-ADOPT-09'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ method: 'PATCH', path: GROUP, status: (s) => s >= 400 }, request, response)) return response;
        const client = await clientOf(request, context);
        if (client?.allow_group_adoption !== true) return response;
        for (const id of addedIn(request)) await linkEntity(context, client, id);
        return context.send(request);
      },
    }),
  },
  {
    id: 'F-ADOPT-19',
    title: 'After group adoption was switched off again a replace goes on taking groups over',
    breaks: ['VAULT-ADOPT-16'],
    since: SINCE,
    ...rememberingSwitch('allow_group_adoption', async (response, request, context) => {
      if (!matches({ method: 'PUT', path: GROUP, status: (s) => s >= 400 }, request, response)) return response;
      const group = await unmanagedAt('group', request, context);
      const client = await clientOf(request, context);
      if (!group || !wasOn(context, client)) return response;
      await asAdmin(context, 'POST', `identity/scim/client/${client?.name}/link-group`, { group_id: group.id });
      return context.send(request);
    }),
  },
  {
    id: 'F-ADOPT-20',
    title: 'After user adoption was switched off again a create goes on taking entities over',
    breaks: ['VAULT-ADOPT-02'],
    since: SINCE,
    ...rememberingSwitch('allow_user_adoption', async (response, request, context) => {
      if (!matches({ method: 'POST', path: USERS, status: (s) => s >= 400 }, request, response)) return response;
      const client = await clientOf(request, context);
      if (!client || !wasOn(context, client)) return response;
      const path = `identity/scim/client/${String(client.name)}`;
      const { access_grant_principal, alias_mount_accessor } = client;
      const fields = { access_grant_principal, alias_mount_accessor };
      await asAdmin(context, 'POST', path, { ...fields, allow_user_adoption: true });
      const adopted = await context.send(request);
      await asAdmin(context, 'POST', path, { ...fields, allow_user_adoption: false });
      return adopted;
    }),
  },
  {
    id: 'F-ADOPT-21',
    title: "Group adoption opens another client's groups for patches",
    breaks: ['VAULT-ADOPT-08'],
    since: SINCE,
    ...unscoped({ method: 'PATCH', path: GROUP }, adoptsGroups),
  },
  {
    id: 'F-ADOPT-22',
    title: "Group adoption opens another client's groups for deletion",
    breaks: ['VAULT-ADOPT-08'],
    since: SINCE,
    ...unscoped({ method: 'DELETE', path: GROUP }, adoptsGroups),
  },
  {
    id: 'F-ADOPT-23',
    title: 'Group adoption opens unmanaged entities for patches',
    breaks: ['VAULT-ADOPT-09'],
    since: SINCE,
    ...reaching('entity', 'PATCH', async (entity, request, context) =>
      (await adoptsGroups(request, context))
        ? changedAnyway(context, 'POST', 'entity', entity, { disabled: true })
        : NOT_FOUND(),
    ),
  },
  {
    id: 'F-LINK-18',
    title: 'Linking a disabled entity enables it',
    breaks: ['VAULT-LINK-01'],
    since: SINCE,
    ...beforeLink('entity', { disabled: false }),
  },
  {
    id: 'F-LINK-19',
    title: 'Linking a group takes its members out',
    breaks: ['VAULT-LINK-02'],
    since: SINCE,
    ...beforeLink('group', { member_entity_ids: [] }),
  },
];

async function adoptsGroups(request: FaultRequest, context: FaultContext): Promise<boolean> {
  return (await clientOf(request, context))?.allow_group_adoption === true;
}

async function linkEntity(context: FaultContext, client: Json, id: string): Promise<void> {
  await asAdmin(context, 'POST', `identity/scim/client/${String(client.name)}/link-entity`, { entity_id: id });
}

/** Whether a switch that `rememberingSwitch` looks at was once on. */
function wasOn({ memory }: FaultContext, client: Json | undefined): boolean {
  return memory.has(`once on: ${String(client?.name)}`);
}

function rememberingSwitch(field: string, respond: NonNullable<Fault['response']>): Hooks {
  return knowingCallers({
    response: (response, request, context) => {
      const isOn = matches({ method: ['POST', 'PUT'], path: CLIENT }, request) && jsonOf(request)?.[field] === true;
      if (isOn) context.memory.set(`once on: ${lastSegment(request)}`, true);
      return respond(response, request, context);
    },
  });
}

/** The object gets these fields just before it is linked to a client that exists. */
function beforeLink(kind: 'entity' | 'group', fields: Json): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const path = kind === 'entity' ? /\/link-entity$/ : /\/link-group$/;
      const id = matches({ method: ['POST', 'PUT'], path }, request) ? jsonOf(request)?.[`${kind}_id`] : undefined;
      if (id === undefined) return request;
      const client = pathOf(request).split('/').at(-2);
      const { status } = await asAdmin(context, 'GET', `identity/scim/client/${client}`);
      if (status === 200) await asAdmin(context, 'POST', `identity/${kind}/id/${String(id)}`, fields);
      return request;
    },
  });
}
