import { type Answer, badRequest, VaultError } from '../answer.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Entity, Group } from '../identity/records.ts';
import type { RequestContext } from '../request.ts';
import { claimAliases } from './adoption.ts';
import type { ScimClient } from './client-registry.ts';
import { isPrincipal } from './ownership.ts';

/** Hands an existing entity to the client (S4). Linking it again changes nothing. @throws VaultError 400, or 403 by assumption */
export function linkEntity(ctx: RequestContext, client: ScimClient): Answer {
  const entity = entityOf(ctx);
  const { behaviour } = ctx.state;
  refuseOwned(ctx, client, entity.scimClientId);
  if (behaviour.assume['own-principal'] === 'refused' && isPrincipal(ctx, entity.id)) {
    throw badRequest('the principal of a SCIM client cannot be linked');
  }
  if (entity.scimClientId === '') {
    ctx.namespace.identity.updateEntity(entity.id, { scimClientId: client.clientId });
    claimAliases({ store: ctx.namespace.identity, client, behaviour }, entity.id);
  }
  return linked(ctx);
}

/** Hands an existing internal group to the client (S8). @throws VaultError as `linkEntity` */
export function linkGroup(ctx: RequestContext, client: ScimClient): Answer {
  const group = groupOf(ctx);
  refuseOwned(ctx, client, group.scimClientId);
  if (group.type !== 'internal') throw badRequest('only an internal group can be linked');
  if (group.scimClientId === '') {
    ctx.namespace.identity.updateGroup(group.id, { scimClientId: client.clientId });
  }
  return linked(ctx);
}

/**
 * Takes an entity away from the client and leaves it in Vault (S10).
 *
 * @throws VaultError 400 while it is in SCIM-managed groups, unless `remove_memberships` is true
 */
export function unlinkEntity(ctx: RequestContext, client: ScimClient): Answer {
  const { behaviour, stateFaults: faults } = ctx.state;
  const store = ctx.namespace.identity;
  const entity = entityOf(ctx);
  const parameters = parametersOf(ctx);
  const unlinksAliases = parameters.boolean('unlink_aliases') ?? false;
  const removesMemberships = parameters.boolean('remove_memberships') ?? false;
  if (entity.scimClientId !== client.clientId) throw badRequest('the entity is not managed by this SCIM client');
  const groups = store.groupsOf(entity.id).direct.filter((group) => group.scimClientId !== '');
  if (groups.length > 0 && !removesMemberships) {
    throw badRequest(
      `entity is a member of ${groups.length} SCIM-managed group(s); pass remove_memberships=true to proceed with removing group memberships`,
    );
  }
  const aliases = [...store.aliasesOf(entity.id)].filter((alias) => alias.scimClientId === client.clientId);
  const strips = faults.has('state-unlink-strips-aliases') && removesMemberships;
  if (aliases.length > 0 && !unlinksAliases && !strips && behaviour.assume['unlink-entity-aliases'] === 'refused') {
    throw badRequest(
      `entity has ${aliases.length} SCIM-managed alias(es); pass unlink_aliases=true to proceed with unlinking aliases`,
    );
  }
  for (const group of groups) store.changeMembers(group.id, { remove: [entity.id] });
  if (unlinksAliases || strips) {
    for (const alias of aliases) store.updateAlias(alias.id, { scimClientId: '' });
  }
  store.updateEntity(entity.id, { scimClientId: '' });
  return {
    data: {
      unlinked_alias_ids: listOrNull(unlinksAliases ? aliases : []),
      unlinked_group_ids: listOrNull(groups),
    },
  };
}

/** Takes a group away from the client; its members stay in it. @throws VaultError 400 */
export function unlinkGroup(ctx: RequestContext, client: ScimClient): Answer {
  const group = groupOf(ctx);
  if (group.scimClientId !== client.clientId) throw badRequest('the group is not managed by this SCIM client');
  ctx.namespace.identity.updateGroup(group.id, { scimClientId: '' });
  return linked(ctx);
}

function linked(ctx: RequestContext): Answer {
  return ctx.state.behaviour.assume['link-answer'] === '200' ? { data: {} } : {};
}

function entityOf(ctx: RequestContext): Entity {
  const id = parametersOf(ctx).string('entity_id');
  if (!id) throw badRequest('entity_id is required');
  const entity = ctx.namespace.identity.entity(id);
  if (!entity) throw badRequest('entity_id is not an entity of this namespace');
  return entity;
}

function groupOf(ctx: RequestContext): Group {
  const id = parametersOf(ctx).string('group_id');
  if (!id) throw badRequest('group_id is required');
  const group = ctx.namespace.identity.group(id);
  if (!group) throw badRequest('group_id is not a group of this namespace');
  return group;
}

function refuseOwned(ctx: RequestContext, client: ScimClient, owner: string): void {
  if (owner === '' || owner === client.clientId) return;
  throw new VaultError(Number(ctx.state.behaviour.assume['link-foreign']), 'managed by a different SCIM client');
}

function listOrNull(records: readonly { id: string }[]): string[] | null {
  return records.length === 0 ? null : records.map((record) => record.id);
}
