import { SchemaUrn } from '../../src/protocol/scim.ts';

type Json = Record<string, unknown>;

const ENTERPRISE = SchemaUrn.enterpriseUser;

/**
 * A resource with a reference beside each id of another one: to members, groups and the manager. Relative to the service
 * root (RFC 7643 section 2.3.7), and the server's word: what a client wrote there is overwritten.
 */
export function withReferences<Resource extends Json>(resource: Resource): Resource {
  for (const member of listIn(resource, 'members'))
    member.$ref = `${member.type === 'Group' ? 'Groups' : 'Users'}/${member.value}`;
  for (const group of listIn(resource, 'groups')) group.$ref = `Groups/${group.value}`;
  const manager = managerOf(resource);
  if (manager?.value !== undefined) manager.$ref = `Users/${manager.value}`;
  return resource;
}

/** A resource as it is stored: references are made of the ids. */
export function withoutReferences<Resource extends Json>(resource: Resource): Resource {
  for (const one of [...listIn(resource, 'members'), managerOf(resource) ?? {}]) delete one.$ref;
  return resource;
}

function listIn(resource: Json, name: string): Json[] {
  return Array.isArray(resource[name]) ? (resource[name] as Json[]) : [];
}

function managerOf(user: Json): Json | undefined {
  return (user[ENTERPRISE] as { manager?: Json } | undefined)?.manager;
}
