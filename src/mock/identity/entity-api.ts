import { type Answer, badRequest, listAnswer, noContent, notFound, withData } from '../answer.ts';
import { type Parameters, parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { RequestContext } from '../request.ts';
import { guardBatchDelete, guardEntityDelete, guardEntityWrite } from '../service-provider/guards.ts';
import { mergeEntities } from './merge.ts';
import type { Entity } from './records.ts';
import { identityPolicyNames, refuseIf } from './refuse.ts';
import { aliasView, entityView } from './views.ts';

/** Creates the entity, or updates the one that the request selects. @throws VaultError 400, 403 */
function write(context: RequestContext, selected: Entity | undefined, name: string | undefined): Answer {
  const { behaviour, stateFaults } = context.state;
  const parameters = parametersOf(context);
  const fields = {
    name,
    metadata: parameters.stringMap('metadata'),
    policies: identityPolicyNames(parameters),
    disabled: parameters.boolean('disabled'),
    externalId: parameters.string('external_id'),
  };
  const request = { ...fields, scimClientId: parameters.string('scim_client_id') };
  refuseIf(guardEntityWrite(selected, request, behaviour, stateFaults));
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (selected) {
    context.namespace.identity.updateEntity(selected.id, given);
    return noContent();
  }
  const created = context.namespace.identity.createEntity(given);
  return withData({ aliases: null, id: created.id, name: created.name });
}

const writeByBody: Handler = (context) => {
  const store = context.namespace.identity;
  const parameters = parametersOf(context);
  const id = parameters.string('id');
  const name = parameters.string('name') || undefined;
  const byId = id ? store.entity(id) : undefined;
  if (id && !byId) throw badRequest('entity not found from id');
  return write(context, byId ?? (name === undefined ? undefined : store.entityByName(name)), name);
};

const writeById: Handler = (context, { id = '' }) => {
  const entity = context.namespace.identity.entity(id);
  if (!entity) throw badRequest('entity not found from id');
  return write(context, entity, parametersOf(context).string('name') || undefined);
};

/**
 * The name in the path selects. Before 2.0.4 an `id` or `external_id` in the body selected instead, past the policies
 * on the path; from 2.0.4 on a selector that means another entity is refused (release notes of 2.0.4).
 */
const writeByName: Handler = (context, { name = '' }) => {
  const named = context.namespace.identity.entityByName(name);
  const other = selectedByBody(context, parametersOf(context));
  if (other === undefined || other === named) return write(context, named, named ? undefined : name);
  if (context.state.behaviour.nameSelectorGuard) {
    throw badRequest("'id' or 'external_id' does not match the entity of the given name");
  }
  return write(context, other, undefined);
};

/** Undefined when the body has no selector, or one that leads nowhere and so is a plain field. */
function selectedByBody(context: RequestContext, parameters: Parameters): Entity | undefined {
  const store = context.namespace.identity;
  const id = parameters.string('id');
  if (id) {
    const entity = store.entity(id);
    if (!entity) throw badRequest('entity not found from id');
    return entity;
  }
  const externalId = parameters.string('external_id');
  const [found] = externalId ? store.entitiesByExternalId(externalId) : [];
  return found;
}

function remove(context: RequestContext, entity: Entity | undefined): Answer {
  if (!entity) return noContent();
  refuseIf(guardEntityDelete(entity, context.state.behaviour, context.state.stateFaults));
  context.namespace.identity.deleteEntity(entity.id);
  return noContent();
}

function read(context: RequestContext, entity: Entity | undefined): Answer {
  if (!entity) throw notFound();
  return withData(entityView(entity, context.namespace));
}

function list(context: RequestContext, key: 'id' | 'name'): Answer {
  const { namespace } = context;
  const info = Object.create(null) as Record<string, object>;
  for (const entity of namespace.identity.entities()) {
    const aliases = [...namespace.identity.aliasesOf(entity.id)].map((alias) => aliasView(alias, namespace));
    info[entity[key]] = {
      aliases,
      disabled: entity.disabled,
      ...(key === 'id' ? { name: entity.name } : { id: entity.id }),
    };
  }
  return listAnswer(Object.keys(info), info);
}

/** Before 2.0.4 the ids of other namespaces were deleted as well (release notes of 2.0.4). */
const batchDelete: Handler = (context) => {
  const { behaviour, stateFaults } = context.state;
  const ids = parametersOf(context).stringList('entity_ids') ?? [];
  if (ids.length === 0) throw badRequest('missing entity ids to delete');
  const own = ids.map((id) => context.namespace.identity.entity(id)).filter((entity) => entity !== undefined);
  refuseIf(guardBatchDelete(own, behaviour, stateFaults));
  const reached = behaviour.batchDeleteStaysInNamespace ? [context.namespace] : context.state.namespaces();
  for (const namespace of reached) for (const id of ids) namespace.identity.deleteEntity(id);
  return noContent();
};

/** `identity/entity` (Vault API documentation, Identity: entity). */
export const ENTITY_ROUTES: readonly Route[] = [
  { pattern: 'entity', handlers: { update: writeByBody } },
  { pattern: 'entity/id', handlers: { list: (context) => list(context, 'id') } },
  {
    pattern: 'entity/id/:id',
    handlers: {
      read: (context, { id = '' }) => read(context, context.namespace.identity.entityOrSuccessor(id)),
      update: writeById,
      delete: (context, { id = '' }) => remove(context, context.namespace.identity.entity(id)),
    },
  },
  { pattern: 'entity/name', handlers: { list: (context) => list(context, 'name') } },
  {
    pattern: 'entity/name/*name',
    handlers: {
      read: (context, { name = '' }) => read(context, context.namespace.identity.entityByName(name)),
      update: writeByName,
      delete: (context, { name = '' }) => remove(context, context.namespace.identity.entityByName(name)),
    },
  },
  { pattern: 'entity/batch-delete', handlers: { update: batchDelete } },
  { pattern: 'entity/merge', handlers: { update: mergeEntities } },
];
