import { type Answer, badRequest, listAnswer, noContent, notFound, withData } from '../answer.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { Mount } from '../mount.ts';
import type { RequestContext } from '../request.ts';
import { guardAliasDelete, guardAliasWrite } from '../service-provider/guards.ts';
import type { EntityAlias } from './records.ts';
import { refuseIf } from './refuse.ts';
import { aliasView } from './views.ts';

const writeByBody: Handler = (context) => {
  const store = context.namespace.identity;
  const parameters = parametersOf(context);
  const id = parameters.string('id');
  if (id) return update(context, store.alias(id));
  const name = parameters.string('name');
  const accessor = parameters.string('mount_accessor');
  if (!name || !accessor) throw badRequest("'id' or 'mount_accessor' and 'name' must be provided");
  mountOf(context, accessor);
  const known = store.aliasByFactors(accessor, name);
  return known ? update(context, known) : create(context, name, accessor);
};

function create(context: RequestContext, name: string, mountAccessor: string): Answer {
  const store = context.namespace.identity;
  const { behaviour, stateFaults } = context.state;
  const parameters = parametersOf(context);
  const wanted = parameters.string('canonical_id') || parameters.string('entity_id');
  const owner = wanted ? store.entity(wanted) : undefined;
  if (wanted && !owner) throw badRequest('invalid canonical ID');
  const change = { scimClientId: parameters.string('scim_client_id') };
  refuseIf(guardAliasWrite(undefined, change, owner, behaviour, stateFaults));
  const customMetadata = parameters.stringMap('custom_metadata') ?? null;
  // An alias without an entity gets one of its own.
  const canonicalId = owner?.id ?? store.createEntity({}).id;
  const alias = store.createAlias({ name, mountAccessor, canonicalId, customMetadata });
  return withData({ canonical_id: alias.canonicalId, id: alias.id });
}

function update(context: RequestContext, alias: EntityAlias | undefined): Answer {
  if (!alias) throw badRequest('invalid alias ID');
  const store = context.namespace.identity;
  const { behaviour, stateFaults } = context.state;
  const parameters = parametersOf(context);
  const canonicalId = parameters.string('canonical_id') || parameters.string('entity_id') || alias.canonicalId;
  const name = parameters.string('name') || alias.name;
  const mountAccessor = parameters.string('mount_accessor') || alias.mountAccessor;
  const customMetadata = parameters.stringMap('custom_metadata');
  const owner = store.entity(canonicalId);
  if (!owner) throw badRequest('invalid canonical ID');
  const change = { scimClientId: parameters.string('scim_client_id') };
  refuseIf(guardAliasWrite(alias, change, owner, behaviour, stateFaults));
  mountOf(context, mountAccessor);
  const same = canonicalId === alias.canonicalId && name === alias.name && mountAccessor === alias.mountAccessor;
  if (same && customMetadata === undefined) return noContent();
  store.updateAlias(alias.id, { canonicalId, name, mountAccessor, ...(customMetadata ? { customMetadata } : {}) });
  return withData({ canonical_id: canonicalId, id: alias.id });
}

function mountOf(context: RequestContext, accessor: string): Mount {
  const mount = context.namespace.mountByAccessor(accessor);
  if (!mount) throw badRequest(`invalid mount accessor ${JSON.stringify(accessor)}`);
  return mount;
}

const remove: Handler = (context, { id = '' }) => {
  const alias = context.namespace.identity.alias(id);
  if (!alias) return noContent();
  refuseIf(guardAliasDelete(alias, context.state.stateFaults));
  context.namespace.identity.deleteAlias(id);
  return noContent();
};

const read: Handler = (context, { id = '' }) => {
  const alias = context.namespace.identity.alias(id);
  if (!alias) throw notFound();
  return withData({ ...aliasView(alias, context.namespace), namespace_id: context.namespace.id });
};

function list(context: RequestContext): Answer {
  const { namespace } = context;
  const info: Record<string, object> = {};
  for (const alias of namespace.identity.aliases()) {
    const mount = namespace.mountByAccessor(alias.mountAccessor);
    info[alias.id] = {
      canonical_id: alias.canonicalId,
      custom_metadata: alias.customMetadata,
      local: mount?.local ?? false,
      mount_accessor: alias.mountAccessor,
      mount_path: mount ? `auth/${mount.path}` : '',
      mount_type: mount?.type ?? '',
      name: alias.name,
    };
  }
  return listAnswer(Object.keys(info), info);
}

/** `identity/entity-alias` (Vault API documentation, Identity: entity-alias). */
export const ALIAS_ROUTES: readonly Route[] = [
  { pattern: 'entity-alias', handlers: { update: writeByBody } },
  { pattern: 'entity-alias/id', handlers: { list } },
  {
    pattern: 'entity-alias/id/:id',
    handlers: {
      read,
      update: (context, { id = '' }) => update(context, context.namespace.identity.alias(id)),
      delete: remove,
    },
  },
];
