import { badRequest, noContent, withData } from '../answer.ts';
import { type Parameters, parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { Namespace } from '../namespace.ts';
import { ALIAS_ROUTES } from './alias-api.ts';
import { ENTITY_ROUTES } from './entity-api.ts';
import { GROUP_ROUTES } from './group-api.ts';
import type { Entity } from './records.ts';
import { entityView, groupView } from './views.ts';

const lookupEntity: Handler = (context) => {
  const entity = findEntity(context.namespace, parametersOf(context));
  return entity ? withData(entityView(entity, context.namespace)) : noContent();
};

function findEntity(namespace: Namespace, parameters: Parameters): Entity | undefined {
  const store = namespace.identity;
  const { id, name, aliasId, aliasName, accessor } = {
    id: parameters.string('id'),
    name: parameters.string('name'),
    aliasId: parameters.string('alias_id'),
    aliasName: parameters.string('alias_name'),
    accessor: parameters.string('alias_mount_accessor'),
  };
  if (id) return store.entityOrSuccessor(id);
  if (name) return store.entityByName(name);
  const alias = aliasId
    ? store.alias(aliasId)
    : aliasName && accessor
      ? store.aliasByFactors(accessor, aliasName)
      : undefined;
  if (!aliasId && !(aliasName && accessor)) {
    throw badRequest(
      "query parameter not supplied: 'id', 'name', 'alias_id', or 'alias_name' and 'alias_mount_accessor'",
    );
  }
  return alias && store.entity(alias.canonicalId);
}

const lookupGroup: Handler = (context) => {
  const parameters = parametersOf(context);
  const id = parameters.string('id');
  const name = parameters.string('name');
  if (!id && !name) throw badRequest("query parameter not supplied: 'id' or 'name'");
  const store = context.namespace.identity;
  const group = id ? store.group(id) : store.groupByName(name ?? '');
  return group ? withData(groupView(group, context.namespace)) : noContent();
};

/** Everything below `identity/` but SCIM. */
export const IDENTITY_ROUTES: readonly Route[] = [
  ...ENTITY_ROUTES,
  ...ALIAS_ROUTES,
  ...GROUP_ROUTES,
  { pattern: 'lookup/entity', handlers: { update: lookupEntity } },
  { pattern: 'lookup/group', handlers: { update: lookupGroup } },
];
