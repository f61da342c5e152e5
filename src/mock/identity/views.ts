import { formatInstant } from '../clock.ts';
import type { Namespace } from '../namespace.ts';
import type { Entity, EntityAlias, Group } from './records.ts';

/** An entity as the identity API shows it (Vault API documentation, Identity: entity). */
export function entityView(entity: Entity, namespace: Namespace): object {
  const { direct, inherited } = namespace.identity.groupsOf(entity.id);
  const directIds = direct.map((group) => group.id);
  const inheritedIds = inherited.map((group) => group.id);
  return {
    aliases: [...namespace.identity.aliasesOf(entity.id)].map((alias) => aliasView(alias, namespace)),
    creation_time: formatInstant(entity.creationTime),
    direct_group_ids: directIds,
    disabled: entity.disabled,
    external_id: entity.externalId,
    group_ids: [...directIds, ...inheritedIds],
    id: entity.id,
    inherited_group_ids: inheritedIds,
    last_update_time: formatInstant(entity.lastUpdateTime),
    merged_entity_ids: entity.mergedEntityIds.length > 0 ? entity.mergedEntityIds : null,
    metadata: entity.metadata,
    mfa_secrets: {},
    name: entity.name,
    namespace_id: entity.namespaceId,
    policies: entity.policies,
    scim_client_id: entity.scimClientId,
  };
}

/** An alias, alone or inside its entity (Vault API documentation, Identity: entity-alias). */
export function aliasView(alias: EntityAlias, namespace: Namespace): object {
  const mount = namespace.mountByAccessor(alias.mountAccessor);
  return {
    canonical_id: alias.canonicalId,
    creation_time: formatInstant(alias.creationTime),
    custom_metadata: alias.customMetadata,
    external_id: alias.externalId,
    id: alias.id,
    issuer: alias.issuer,
    last_update_time: formatInstant(alias.lastUpdateTime),
    local: mount?.local ?? false,
    merged_from_canonical_ids: alias.mergedFromCanonicalIds.length > 0 ? alias.mergedFromCanonicalIds : null,
    metadata: alias.metadata,
    mount_accessor: alias.mountAccessor,
    mount_path: mount ? `auth/${mount.path}` : '',
    mount_type: mount?.type ?? '',
    name: alias.name,
    scim_client_id: alias.scimClientId,
  };
}

/** A group (Vault API documentation, Identity: group). */
export function groupView(group: Group, namespace: Namespace): object {
  return {
    alias: {},
    creation_time: formatInstant(group.creationTime),
    id: group.id,
    last_update_time: formatInstant(group.lastUpdateTime),
    member_entity_ids: [...group.memberEntityIds],
    member_group_ids: [...group.memberGroupIds],
    metadata: group.metadata,
    modify_index: group.modifyIndex,
    name: group.name,
    namespace_id: group.namespaceId,
    parent_group_ids: [...namespace.identity.parentsOf(group.id)].map((parent) => parent.id),
    policies: group.policies,
    scim_client_id: group.scimClientId,
    type: group.type,
  };
}
