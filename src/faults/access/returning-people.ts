import { refusing, serving, signingIn, watchingAccess, withEntity } from '../access-watch.ts';
import { asAdmin, callerOf, tokenIn } from '../callers.ts';
import { CLIENT, jsonOf, matches } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { everySeen, wasChangedBy } from '../scim-objects.ts';
import { dataOf, listIn, vaultError } from '../vault-requests.ts';

const SECRET = /\/data\/.+/;
const SOMEBODY = '0b5e3a52-6c1f-4d5a-9c55-2f1f6d1f9a10';

/** Defects of people and groups that come back, or to whom the same thing happens a second time. */
export const returningPeopleFaults: Fault[] = [
  {
    id: 'F-CTA-42',
    title: 'The members of a deleted group read its secret again when a group of its name is created',
    breaks: ['VAULT-ACCESS-09'],
    ...serving(({ happened }, memory) =>
      happened.some(({ what, group }) => {
        const groups = everySeen(memory);
        const deleted = groups.find(({ id }) => id === group);
        return (
          what === 'group deleted' &&
          groups.some(
            ({ id, deleted: isDeleted, names }) => id !== group && !isDeleted && names[0] === deleted?.names[0],
          )
        );
      }),
    ),
  },
  {
    id: 'F-CTA-44',
    title: 'A group that is deleted while its member is inactive goes on giving its secret to it',
    breaks: ['VAULT-ACCESS-34'],
    ...serving(({ happened }) => {
      const order = happened.map(({ what }) => what);
      const deactivated = order.lastIndexOf('deactivated');
      const deleted = order.lastIndexOf('group deleted');
      return deactivated !== -1 && deactivated < deleted && deleted < order.lastIndexOf('activated');
    }),
  },
  {
    id: 'F-CTA-45',
    title: 'After a second rename a user signs in under its newest name as somebody else',
    breaks: ['VAULT-ACCESS-21'],
    ...signingIn((response, { user, name }) =>
      user && new Set(user.names).size > 2 && user.names.at(-1) === name ? withEntity(response, SOMEBODY) : response,
    ),
  },
  {
    id: 'F-CTA-46',
    title: 'The name that a user had between two renames goes on leading to its entity',
    breaks: ['VAULT-ACCESS-22'],
    ...signingIn((response, { user, name }) =>
      user?.names.slice(1, -1).includes(name) && user.names.at(-1) !== name ? withEntity(response, user.id) : response,
    ),
  },
  {
    id: 'F-CTA-47',
    title: 'Members that join a SCIM group later get nothing of what its parent group gives',
    breaks: ['VAULT-ACCESS-24'],
    ...watchingAccess({
      response: async (response, request, context) => {
        if (!matches({ method: 'GET', path: SECRET, status: 200 }, request, response)) return response;
        const caller = await callerOf(context, request);
        const happened = (context.memory.get(`happened:${caller?.entityId}`) ?? []) as { what: string }[];
        if (!caller || happened.at(-1)?.what !== 'added') return response;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
        const direct: unknown[] = [];
        for (const id of listIn(entity, 'direct_group_ids')) {
          direct.push(...listIn(dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`)), 'policies'));
        }
        const isInherited = direct.length === 0 && listIn(entity, 'inherited_group_ids').length > 0;
        return isInherited ? vaultError(403, 'permission denied') : response;
      },
    }),
  },
  {
    id: 'F-CTA-48',
    title: 'The old name of a user that another user has got by now leads to the first one',
    breaks: ['VAULT-ACCESS-01'],
    ...signingIn((response, { name, user }, memory) => {
      const former = everySeen(memory).find(
        (seen) =>
          seen.kind === 'user' && seen.id !== user?.id && !seen.deleted && seen.names.slice(0, -1).includes(name),
      );
      return user && former && wasChangedBy(former, 'PUT') && user.names.at(-1) === name
        ? withEntity(response, former.id)
        : response;
    }),
  },
  {
    id: 'F-CTA-81',
    title: 'A policy that a group gets by its name does not count for the tokens of its members',
    breaks: ['VAULT-ACCESS-37'],
    ...watchingAccess({
      response: async (response, request, context) => {
        const { memory } = context;
        if (matches({ path: /\/identity\/group\/name\/[^/]+$/ }, request) && jsonOf(request)?.policies !== undefined) {
          const { id } = dataOf(await asAdmin(context, 'GET', request.url.replace('/v1/', '')));
          if (id) memory.set(`given by name ${id}`, true);
        }
        if (!matches({ method: 'GET', path: SECRET, status: 200 }, request, response)) return response;
        const caller = await callerOf(context, request);
        if (!caller || caller.entityId === '') return response;
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
        const isGiven = listIn(entity, 'direct_group_ids').some((id) => memory.has(`given by name ${id}`));
        return isGiven ? vaultError(403, 'permission denied') : response;
      },
    }),
  },
  {
    id: 'F-CTA-82',
    title: 'Who was renamed goes on reading the secret of a group that it is removed from',
    breaks: ['VAULT-ACCESS-06', 'VAULT-ACCESS-08'],
    ...serving(
      ({ user, last }) =>
        user !== undefined &&
        new Set(user.names).size > 1 &&
        (last?.what === 'removed by list' || last?.what === 'left out'),
    ),
  },
  {
    id: 'F-CTA-83',
    title: 'Who is deleted after a rename goes on reading with the token of before',
    breaks: ['VAULT-ACCESS-19'],
    ...serving(({ user, last }) => last?.what === 'deleted' && user !== undefined && new Set(user.names).size > 1),
  },
  {
    id: 'F-CTA-84',
    title: 'Who is deactivated after a rename goes on reading with the token of before',
    breaks: ['VAULT-ACCESS-10'],
    ...serving(({ user, last }) => last?.what === 'deactivated' && user !== undefined && new Set(user.names).size > 1),
  },
  {
    id: 'F-CTA-85',
    title: 'Members that are added to a group after its rename do not read its secret',
    breaks: ['VAULT-ACCESS-04'],
    ...refusing(({ last }, memory) => {
      const group = everySeen(memory).find(({ id }) => id === last?.group);
      return last?.what === 'added' && group !== undefined && new Set(group.names).size > 1;
    }),
  },
  {
    id: 'F-CTA-87',
    title: 'The tokens of users that went with their SCIM client go on reading what they have read',
    breaks: ['VAULT-ACCESS-19'],
    ...outlivingTheirClient(),
  },
];

/** A token that has read a secret reads it again when the deletion of a SCIM client took its entity. */
function outlivingTheirClient(): Pick<Fault, 'request' | 'response'> {
  return watchingAccess({
    response: async (response, request, context) => {
      const { memory } = context;
      if (matches({ method: 'DELETE', path: CLIENT }, request) && response.status < 300) memory.set('gone', true);
      if (!matches({ method: 'GET', path: SECRET }, request)) return response;
      const key = `has read ${tokenIn(request)} ${request.url}`;
      if (response.status === 200) memory.set(key, true);
      const isMeant = response.status === 403 && memory.has('gone') && memory.has(key);
      const held = memory.get(`held:${tokenIn(request)}`) as { name: string } | undefined;
      const user = everySeen(memory).findLast(({ names }) => held !== undefined && names.includes(held.name));
      if (!isMeant || !user || user.deleted) return response;
      const entity = await asAdmin(context, 'GET', `identity/entity/id/${user.id}`);
      return entity.status === 404 ? asAdmin(context, 'GET', request.url.replace(/^\/v1\//, '')) : response;
    },
  });
}
