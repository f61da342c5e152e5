import type { JsonNode } from './json-tree.ts';

/** What an object in a body is, as far as its owner matters. */
export type ObjectKind = 'user' | 'group' | 'resource' | 'discovery' | null;

/** Members by which an object is named; one of them with the run's prefix makes the object ours. */
const NAMING = new Set(['username', 'displayname', 'externalid', 'name', 'external_id', 'path']);

/** Members whose value is fixed by the protocol or says nothing about a person. */
const STRUCTURAL = new Set(
  (
    'schemas type resourcetype created lastmodified version op key mount_type mount_path mount_accessor namespace_id ' +
    'creation_time last_update_time bucket_key_hash modify_index token_type request_id lease_id status scimtype'
  ).split(' '),
);

/** Members that hold ids of other objects, in Vault's identity answers. */
const ID_LISTS = new Set(
  (
    'member_entity_ids member_group_ids parent_group_ids group_ids direct_group_ids inherited_group_ids ' +
    'merged_entity_ids merged_from_canonical_ids'
  ).split(' '),
);

/** SCIM members whose elements refer to other resources (RFC 7643 sections 4.1.2, 4.2, 4.3). */
const REFERENCES = new Set(['members', 'groups', 'manager']);

const IDENTITY_MARKS = ['canonical_id', 'direct_group_ids', 'merged_entity_ids', 'mount_accessor', 'aliases'];
const GROUP_MARKS = ['member_entity_ids', 'member_group_ids', 'parent_group_ids'];
const DISCOVERY = /:(?:Schema|ResourceType|ServiceProviderConfig)$/;

/** Tells resources, entities, aliases and groups from envelopes, messages and discovery documents. */
export function objectKind(node: JsonNode): ObjectKind {
  if (node.kind !== 'object') return null;
  const schemas = member(node, 'schemas')?.children.map((child) => child.value) ?? [];
  const meta = member(node, 'meta');
  const type = meta && member(meta, 'resourceType')?.value;
  const id = member(node, 'id')?.value ?? '';
  const inResources = node.parent?.kind === 'array' && node.parent.key === 'Resources';
  if (schemas.some((urn) => DISCOVERY.test(urn)) || DISCOVERY.test(`:${type}`) || id.startsWith('urn:')) {
    return 'discovery';
  }
  if (inResources && has(node, 'endpoint')) return 'discovery';
  if (
    schemas.some((urn) => urn.endsWith(':Group')) ||
    type === 'Group' ||
    GROUP_MARKS.some((name) => has(node, name))
  ) {
    return 'group';
  }
  if (schemas.some((urn) => urn.endsWith(':User')) || type === 'User' || has(node, 'userName')) return 'user';
  if (IDENTITY_MARKS.some((name) => has(node, name)) && !has(node, 'client_name')) return 'user';
  if (inResources || node.parent?.key === 'key_info') return 'resource';
  // Vault answers the creation of an entity or group with its id and name only.
  return node.key === 'data' && has(node, 'id') && has(node, 'name') ? 'resource' : null;
}

/** The strings that decide whose object this is: its names, without those of objects inside it. */
export function namesOf(node: JsonNode): string[] {
  return node.children
    .filter((child) => child.kind === 'string' && child.key !== null && NAMING.has(child.key.toLowerCase()))
    .map((child) => child.value);
}

/** The ids by which other answers will speak of this object. */
export function idsOf(node: JsonNode): string[] {
  const id = member(node, 'id');
  const ids = id?.kind === 'string' && id.value !== '' ? [id.value] : [];
  if (node.parent?.key === 'key_info' && node.key !== null) ids.push(node.key);
  return ids;
}

export function isStructural(node: JsonNode): boolean {
  const holder = node.key === null ? node.parent : node;
  return holder?.key != null && STRUCTURAL.has(holder.key.toLowerCase());
}

/** Whether the value refers to another object, which may be someone else's though this one is ours. */
export function isReference(node: JsonNode): boolean {
  const { parent } = node;
  if (node.key === null && parent?.key != null && ID_LISTS.has(parent.key)) return true;
  if (node.key === null || !['value', 'display', 'displayname', '$ref'].includes(node.key.toLowerCase())) return false;
  const list = parent?.key ?? parent?.parent?.key;
  return list != null && REFERENCES.has(list.toLowerCase());
}

/** Whether the value names or identifies its object, so that it may turn up in later texts. */
export function isIdentifying(node: JsonNode): boolean {
  const name = node.key?.toLowerCase() ?? '';
  return NAMING.has(name) || ['id', 'value', 'display', 'canonical_id', 'scim_client_id', 'formatted'].includes(name);
}

export function member(node: JsonNode, name: string): JsonNode | undefined {
  return node.children.find((child) => child.key === name);
}

function has(node: JsonNode, name: string): boolean {
  return member(node, name) !== undefined;
}
