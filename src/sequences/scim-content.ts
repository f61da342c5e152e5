import { SchemaUrn } from '../protocol/scim.ts';
import type { Answer } from '../scim/answer.ts';
import type { Call } from './call.ts';
import { compare, type Difference, type Json, jsonOf, objectsIn } from './difference.ts';
import type { Limits } from './limits.ts';
import { groupIdsOf, groupsOf, type ModelGroup, type ModelState, type ModelUser, usersOf } from './state.ts';

/** What an accepted answer shows that the state after the call does not have, or the other way round. */
export function contentDifferences(state: ModelState, call: Call, answer: Answer, limits: Limits): Difference[] {
  const { operation, target } = call;
  const body = jsonOf(answer.body);
  switch (operation.kind) {
    case 'list':
      return listDifferences(state, call, [answer], limits);
    case 'find user':
    case 'find users':
    case 'find group':
      return listDifferences(state, call, [answer], limits);
    case 'delete user':
    case 'delete group':
      return [];
    default: {
      // The bodies of PUT and PATCH answers are optional: 200 with the resource, or 204.
      if (operation.kind !== 'read user' && operation.kind !== 'read group' && answer.text === '') return [];
      const id = target === '' ? String(body.id ?? '') : target;
      return resourceDifferences(state, id, body, limits);
    }
  }
}

/** The pages of a list or the one answer to a filter, against all that the client has. */
export function listDifferences(state: ModelState, call: Call, pages: Answer[], limits: Limits): Difference[] {
  const expected = foundBy(state, call).sort();
  const shown = pages.flatMap((page) => objectsIn(jsonOf(page.body).Resources));
  const what = call.operation.kind === 'list' ? `a list of ${call.operation.type}` : 'a filtered list';
  // The order of a list is not documented: pages may repeat a resource.
  const ids = [...new Set(shown.map(({ id }) => String(id)))].sort();
  return [
    ...compare(`the ids in ${what}`, expected, pages.length === 1 ? shown.map(({ id }) => String(id)).sort() : ids),
    ...pages.flatMap((page) => compare(`totalResults of ${what}`, expected.length, jsonOf(page.body).totalResults)),
    ...shown.flatMap((resource) => resourceDifferences(state, String(resource.id), resource, limits)),
  ];
}

function foundBy(state: ModelState, { operation, name, externalId }: Call): string[] {
  const { by } = operation;
  const users = usersOf(state, by);
  const groups = groupsOf(state, by);
  switch (operation.kind) {
    case 'list':
      return (operation.type === 'Users' ? users : groups).map(({ id }) => id);
    case 'find user':
      return users
        .filter((user) =>
          operation.attribute === 'userName' ? user.userName === name : user.externalId === externalId,
        )
        .map(({ id }) => id);
    case 'find users':
      return users.filter(({ active }) => active === operation.active).map(({ id }) => id);
    case 'find group':
      return groups.filter(({ displayName }) => displayName === name).map(({ id }) => id);
    default:
      return [];
  }
}

/** A user or group as a body shows it, against the model. */
export function resourceDifferences(state: ModelState, id: string, body: Json, limits: Limits): Difference[] {
  const user = state.users.get(id);
  if (user) return userDifferences(state, user, body, limits);
  const group = state.groups.get(id);
  return group ? groupDifferences(state, group, body) : [];
}

function userDifferences(state: ModelState, user: ModelUser, body: Json, limits: Limits): Difference[] {
  const { id, userName, externalId, active } = user;
  const shown = { id: body.id, userName: body.userName, externalId: body.externalId, active: body.active };
  return [
    ...compare('id, userName, externalId and active of a user', { id, userName, externalId, active }, shown),
    ...(limits.userGroups ? compare('the groups of a user', groupIdsOf(state, user), valuesIn(body.groups)) : []),
    ...metadataDifferences(user, body[SchemaUrn.vaultMetadata]),
  ];
}

/** Whether answers show the metadata at all is an open question; what they show has to be what was sent last. */
function metadataDifferences({ department }: ModelUser, extension: unknown): Difference[] {
  const items = objectsIn(jsonOf(extension).items).map(({ key, value }) => ({ key, value }));
  return items.length === 0 ? [] : compare('the metadata of a user', [{ key: 'department', value: department }], items);
}

function groupDifferences(state: ModelState, group: ModelGroup, body: Json): Difference[] {
  const { id, displayName } = group;
  return [
    ...compare('id and displayName of a group', { id, displayName }, { id: body.id, displayName: body.displayName }),
    ...compare('the members of a group', [...group.members].sort(), living(state, valuesIn(body.members))),
  ];
}

/** Whether a group still shows a user that was deleted is an open question. */
export function living(state: ModelState, members: string[]): string[] {
  return members.filter((id) => !state.deletedUsers.has(id));
}

function valuesIn(attribute: unknown): string[] {
  return objectsIn(attribute)
    .map(({ value }) => String(value))
    .sort();
}
