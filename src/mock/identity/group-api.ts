import { type Answer, badRequest, listAnswer, noContent, notFound, withData } from '../answer.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { RequestContext } from '../request.ts';
import { guardGroupDelete, guardGroupWrite } from '../service-provider/guards.ts';
import type { Group } from './records.ts';
import { identityPolicyNames, refuseIf } from './refuse.ts';
import { groupView } from './views.ts';

/** Creates the group, or updates the one that the request selects. @throws VaultError 400, 403 */
function write(context: RequestContext, selected: Group | undefined, name: string | undefined): Answer {
  const { behaviour, stateFaults } = context.state;
  const parameters = parametersOf(context);
  const type = parameters.string('type') || undefined;
  if (type !== undefined && type !== 'internal' && type !== 'external') throw badRequest('invalid group type');
  if (selected && type !== undefined && type !== selected.type) throw badRequest('group type cannot be changed');
  const fields = {
    name,
    metadata: parameters.stringMap('metadata'),
    policies: identityPolicyNames(parameters),
    memberEntityIds: parameters.stringList('member_entity_ids'),
    memberGroupIds: parameters.stringList('member_group_ids'),
  };
  const isExternal = (selected?.type ?? type) === 'external';
  if (isExternal && fields.memberEntityIds && fields.memberEntityIds.length > 0) {
    throw badRequest("member entities can't be set manually for external groups");
  }
  const request = { ...fields, scimClientId: parameters.string('scim_client_id') };
  refuseIf(guardGroupWrite(selected, request, behaviour, stateFaults));
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (selected) {
    context.namespace.identity.updateGroup(selected.id, given);
    return noContent();
  }
  const created = context.namespace.identity.createGroup({ ...given, ...(type === undefined ? {} : { type }) });
  return withData({ id: created.id, name: created.name });
}

const writeByBody: Handler = (context) => {
  const store = context.namespace.identity;
  const parameters = parametersOf(context);
  const id = parameters.string('id');
  const name = parameters.string('name') || undefined;
  const byId = id ? store.group(id) : undefined;
  if (id && !byId) throw badRequest('invalid group ID');
  return write(context, byId ?? (name === undefined ? undefined : store.groupByName(name)), name);
};

const writeById: Handler = (context, { id = '' }) => {
  const group = context.namespace.identity.group(id);
  if (!group) throw badRequest('invalid group ID');
  return write(context, group, parametersOf(context).string('name') || undefined);
};

const writeByName: Handler = (context, { name = '' }) => {
  const group = context.namespace.identity.groupByName(name);
  return write(context, group, group ? undefined : name);
};

function read(context: RequestContext, group: Group | undefined): Answer {
  if (!group) throw notFound();
  return withData(groupView(group, context.namespace));
}

function remove(context: RequestContext, group: Group | undefined): Answer {
  if (!group) return noContent();
  refuseIf(guardGroupDelete(group, context.state.behaviour, context.state.stateFaults));
  context.namespace.identity.deleteGroup(group.id);
  return noContent();
}

function list(context: RequestContext, key: 'id' | 'name'): Answer {
  const { identity } = context.namespace;
  const info = Object.create(null) as Record<string, object>;
  for (const group of identity.groups()) {
    info[group[key]] = {
      ...(key === 'id' ? { name: group.name } : { id: group.id }),
      num_member_entities: group.memberEntityIds.size,
      num_parent_groups: [...identity.parentsOf(group.id)].length,
    };
  }
  return listAnswer(Object.keys(info), info);
}

/** `identity/group` (Vault API documentation, Identity: group). */
export const GROUP_ROUTES: readonly Route[] = [
  { pattern: 'group', handlers: { update: writeByBody } },
  { pattern: 'group/id', handlers: { list: (context) => list(context, 'id') } },
  {
    pattern: 'group/id/:id',
    handlers: {
      read: (context, { id = '' }) => read(context, context.namespace.identity.group(id)),
      update: writeById,
      delete: (context, { id = '' }) => remove(context, context.namespace.identity.group(id)),
    },
  },
  { pattern: 'group/name', handlers: { list: (context) => list(context, 'name') } },
  {
    pattern: 'group/name/*name',
    handlers: {
      read: (context, { name = '' }) => read(context, context.namespace.identity.groupByName(name)),
      update: writeByName,
      delete: (context, { name = '' }) => remove(context, context.namespace.identity.groupByName(name)),
    },
  },
];
