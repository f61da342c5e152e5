import { adoptedUser, noteAdoptions, resettingPolicies, switchedOn, takenFromItsClient } from './adoption-calls.ts';
import { knowingCallers } from './callers.ts';
import { GROUP, jsonOf, matches, scimError, USER, USERS } from './edits.ts';
import type { Fault } from './fault.ts';
import { unscoped } from './owners.ts';
import { asking, lastSegmentOf } from './scim-requests.ts';
import { reaching, shownAsGroup, shownAsUser, unmanagedAt } from './unmanaged.ts';

/** Defects of what the two switches of adoption open, and what they do not. */
const switchFaults: Fault[] = [
  {
    id: 'F-ADOPT-02',
    title: 'Users are adopted without leave',
    breaks: ['VAULT-ADOPT-02'],
    since: '2.2.0',
    state: 'state-adoption-ignores-switch',
  },
  {
    id: 'F-ADOPT-03',
    title: 'Groups are adopted without leave',
    breaks: ['VAULT-ADOPT-03'],
    since: '2.2.0',
    ...reaching('group', 'PUT', async (_group, request, context) => {
      const { users, withGroups } = await switchedOn(request, context);
      return users ? scimError(404, 'not found') : withGroups();
    }),
  },
  {
    id: 'F-ADOPT-05',
    title: 'Unmanaged groups stay hidden with group adoption',
    breaks: ['VAULT-ADOPT-05', 'VAULT-ADOPT-06'],
    since: '2.2.0',
    ...onUnmanagedGroups(() => scimError(404, 'not found')),
  },
  {
    id: 'F-ADOPT-06',
    title: 'An unmanaged group shows all of its members',
    breaks: ['VAULT-ADOPT-06'],
    since: '2.2.0',
    ...onUnmanagedGroups((response, group) => ({ ...response, body: shownAsGroup(group).body })),
  },
  {
    id: 'F-ADOPT-07',
    title: 'Reading an unmanaged group takes it over',
    // The group then belongs to the client, so that it stays visible without the switch.
    breaks: ['VAULT-ADOPT-07', 'VAULT-ADOPT-16'],
    since: '2.2.0',
    ...onUnmanagedGroups(async (response, _group, request, { send }) => {
      const { schemas, displayName, members } = jsonOf(response) ?? {};
      await send(asking(request, 'PUT', undefined, { schemas, displayName, members }));
      return response;
    }),
  },
  ...(
    [
      ['08', 'GET', "With group adoption another client's group is read"],
      ['22', 'PUT', "With group adoption another client's group is replaced"],
    ] as const
  ).map(
    ([number, method, title]): Fault => ({
      id: `F-ADOPT-${number}`,
      title,
      breaks: ['VAULT-ADOPT-08'],
      since: '2.2.0',
      ...unscoped({ method, path: GROUP }, async (request, context) => (await switchedOn(request, context)).groups),
    }),
  ),
  {
    id: 'F-ADOPT-09',
    title: 'Group adoption opens unmanaged entities as users too',
    breaks: ['VAULT-ADOPT-09'],
    since: '2.2.0',
    ...reaching('entity', 'GET', async (entity, request, context) =>
      (await switchedOn(request, context)).groups ? shownAsUser(entity) : scimError(404, 'not found'),
    ),
  },
  {
    id: 'F-ADOPT-10',
    title: 'User adoption opens unmanaged groups too',
    breaks: ['VAULT-ADOPT-10'],
    since: '2.2.0',
    ...reaching('group', 'PUT', async (_group, request, context) => {
      const { users, withGroups } = await switchedOn(request, context);
      return users ? withGroups() : scimError(404, 'not found');
    }),
  },
  {
    id: 'F-ADOPT-16',
    title: 'Switching group adoption off has no effect on a client that has used it',
    breaks: ['VAULT-ADOPT-16'],
    since: '2.2.0',
    ...knowingCallers({
      response: async (response, request, context) => {
        const isRead = matches({ method: 'GET', path: GROUP }, request);
        const group = isRead ? await unmanagedAt('group', request, context) : null;
        if (group === null) return response;
        const { client } = await switchedOn(request, context);
        if (response.status === 200) context.memory.set(`opened:${client}`, true);
        return response.status === 404 && context.memory.has(`opened:${client}`) ? shownAsGroup(group) : response;
      },
    }),
  },
];

/** Defects of what adoption makes of an entity or a group. */
const adoptedFaults: Fault[] = [
  {
    id: 'F-ADOPT-11',
    title: 'Adopted users are read-only',
    breaks: ['VAULT-ADOPT-11'],
    since: '2.2.0',
    ...readOnly(USER),
  },
  {
    id: 'F-ADOPT-12',
    title: 'Adopted groups are read-only',
    breaks: ['VAULT-ADOPT-12'],
    since: '2.2.0',
    ...readOnly(GROUP),
  },
  {
    id: 'F-ADOPT-13',
    title: 'A client adopts what another client has adopted',
    breaks: ['VAULT-ADOPT-13'],
    since: '2.2.0',
    ...knowingCallers({
      response: async (response, request, context) => {
        await noteAdoptions(response, request, context);
        const isTaken = matches({ method: 'POST', path: USERS, status: 409 }, request, response);
        const adopted = isTaken ? adoptedUser(request, context) : undefined;
        return adopted && (await switchedOn(request, context)).users
          ? takenFromItsClient(adopted, request, context)
          : response;
      },
    }),
  },
  {
    id: 'F-ADOPT-14',
    title: 'The adoption of a user removes the policies of the entity',
    breaks: ['VAULT-ADOPT-14'],
    since: '2.2.0',
    state: 'state-adoption-clears-policies',
  },
  {
    id: 'F-ADOPT-15',
    title: 'The adoption of a group removes its policies',
    breaks: ['VAULT-ADOPT-15'],
    since: '2.2.0',
    ...resettingPolicies(),
  },
];

/** Defects of adoption, by which a SCIM client takes over what it did not create. */
export const adoptionFaults: Fault[] = [...switchFaults, ...adoptedFaults];

type Edit = Parameters<typeof reaching>[2];
type Group = Parameters<Edit>[0];
type Answer = Awaited<ReturnType<Edit>>;

/** Defect of the reads of unmanaged groups that group adoption has opened. */
function onUnmanagedGroups(
  change: (
    response: Answer,
    group: Group,
    ...rest: [Parameters<Edit>[1], Parameters<Edit>[2]]
  ) => Promise<Answer> | Answer,
): Pick<Fault, 'request' | 'response'> {
  return knowingCallers({
    response: async (response, request, context) => {
      if (!matches({ method: 'GET', path: GROUP, status: 200 }, request, response)) return response;
      const group = await unmanagedAt('group', request, context);
      return group === null ? response : change(response, group, request, context);
    },
  });
}

/** A SCIM client may read what it has adopted, and nothing more. */
function readOnly(resource: RegExp): Pick<Fault, 'request' | 'response'> {
  return knowingCallers({
    request: (request, { memory }) =>
      matches({ method: ['PUT', 'PATCH'], path: resource }, request) && memory.has(`adopted:${lastSegmentOf(request)}`)
        ? scimError(403, 'the resource was not created by this client')
        : request,
    response: async (response, request, context) => {
      await noteAdoptions(response, request, context);
      return response;
    },
  });
}
