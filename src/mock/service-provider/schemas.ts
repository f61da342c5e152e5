import { SchemaUrn } from '../../protocol/scim.ts';
import type { Behaviour } from '../behaviour.ts';

type Json = Record<string, unknown>;

/** The schemas that describe exactly what the double serves (RFC 7643 section 7). */
export function schemaDefinitions(extension: string, behaviour: Behaviour): Json[] {
  return [
    definition(SchemaUrn.user, 'User', 'A user, stored as a Vault entity', userAttributes(behaviour)),
    definition(SchemaUrn.group, 'Group', 'A group, stored as an internal Vault group', groupAttributes(behaviour)),
    definition(extension, 'VaultMetadata', 'The metadata of a Vault entity', metadataAttributes()),
  ];
}

function definition(id: string, name: string, description: string, attributes: Json[]): Json {
  return { schemas: [SchemaUrn.schema], id, name, description, attributes };
}

function userAttributes(behaviour: Behaviour): Json[] {
  const { assume } = behaviour;
  const attributes = [
    attribute('userName', 'string', 'Name of the entity and of its alias', {
      required: true,
      caseExact: assume['userName-filter-case'] === 'sensitive',
      uniqueness: 'server',
    }),
    attribute('externalId', 'string', 'Identifier that the provisioning client gives; fixed after creation', {
      required: true,
      caseExact: true,
      mutability: 'immutable',
      uniqueness: assume['duplicate-external-id'] === '409' ? 'server' : 'none',
    }),
    attribute('active', 'boolean', 'Whether the entity is enabled', {}),
  ];
  if (!behaviour.userGroups) return attributes;
  const groups = complexList('groups', 'Groups of the same client that name the user as a member', 'readOnly', [
    attribute('value', 'string', 'Identifier of the group', { mutability: 'readOnly', caseExact: true }),
    ...referenceAttributes('Group', 'readOnly', behaviour, ['direct']),
  ]);
  return [...attributes, groups];
}

function groupAttributes(behaviour: Behaviour): Json[] {
  return [
    attribute('displayName', 'string', 'Name of the group', {
      required: true,
      caseExact: behaviour.assume['displayName-filter-case'] === 'sensitive',
      uniqueness: 'server',
    }),
    complexList('members', 'Users of the same client', 'readWrite', [
      attribute('value', 'string', 'Identifier of the user', {
        required: true,
        mutability: 'immutable',
        caseExact: true,
      }),
      ...referenceAttributes('User', 'immutable', behaviour, ['User']),
    ]),
  ];
}

/** `$ref`, `display` and `type`, as far as the assumptions show them. */
function referenceAttributes(target: string, mutability: string, behaviour: Behaviour, types: string[]): Json[] {
  const { assume } = behaviour;
  const shown = assume['member-sub-attributes'];
  if (shown === 'value') return [];
  const reference = attribute('$ref', 'reference', `Location of the ${target.toLowerCase()}`, {
    mutability,
    caseExact: true,
    referenceTypes: [target],
  });
  const display = attribute('display', 'string', `Name of the ${target.toLowerCase()}`, { mutability: 'readOnly' });
  const type = attribute('type', 'string', 'Kind of the value', { mutability, canonicalValues: types });
  return [
    ...(assume.location === 'absent' ? [] : [reference]),
    display,
    ...(shown === 'value-ref-display-type' ? [type] : []),
  ];
}

function metadataAttributes(): Json[] {
  return [
    complexList('items', 'Metadata of the entity', 'readWrite', [
      attribute('key', 'string', 'Key', { required: true, caseExact: true }),
      attribute('value', 'string', 'Value', { required: true, caseExact: true }),
    ]),
  ];
}

/** An attribute with the characteristics of RFC 7643 section 7; strings name their case and uniqueness. */
function attribute(name: string, type: string, description: string, characteristics: Json): Json {
  const strings = type === 'string' ? { caseExact: false, uniqueness: 'none' } : {};
  return {
    name,
    type,
    multiValued: false,
    description,
    required: false,
    mutability: 'readWrite',
    returned: 'default',
    ...strings,
    ...characteristics,
  };
}

function complexList(name: string, description: string, mutability: string, subAttributes: Json[]): Json {
  return { ...attribute(name, 'complex', description, { multiValued: true, mutability }), subAttributes };
}
