import { MessageUrn, SchemaUrn } from '../../protocol/scim.ts';
import { membersOf } from '../connector/answer-members.ts';

type Json = Record<string, unknown>;

const FEATURES = ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'];

/** Discovery documents are validated before anything else works (SailPoint: SCIM 2.0 SaaS, prerequisites). */
export function isConfiguration(body: unknown): boolean {
  const document = membersOf(body);
  if (document === null || !textsIn(document, 'schemas').includes(SchemaUrn.serviceProviderConfig)) return false;
  return (
    FEATURES.every((name) => typeof membersOf(document[name])?.supported === 'boolean') &&
    Array.isArray(document.authenticationSchemes)
  );
}

export function isResourceType(document: unknown): boolean {
  const { name, endpoint, schema } = membersOf(document) ?? {};
  return [name, endpoint, schema].every((value) => typeof value === 'string' && value !== '');
}

/** A list with the types User and Group. */
export function areResourceTypes(body: unknown): boolean {
  const types = isListResponse(body) ? listIn(body, 'Resources') : [];
  return types.every(isResourceType) && ['User', 'Group'].every((wanted) => types.some(({ name }) => name === wanted));
}

/** A list of schemas whose attributes have the characteristics that the account schema is made of. */
export function areSchemas(body: unknown): boolean {
  const schemas = isListResponse(body) ? listIn(body, 'Resources') : [];
  return schemas.length > 0 && schemas.every((one) => typeof one.id === 'string' && areAttributes(one, 'attributes'));
}

export function isListResponse(body: unknown): body is Json {
  const document = membersOf(body);
  return (
    document !== null &&
    textsIn(document, 'schemas').includes(MessageUrn.listResponse) &&
    typeof document.totalResults === 'number' &&
    (Array.isArray(document.Resources) || document.totalResults === 0)
  );
}

/** A list of objects in a member; empty when it is none. */
export function listIn(document: Json, name: string): Json[] {
  const list = document[name];
  return Array.isArray(list) ? list.filter((one) => membersOf(one) !== null) : [];
}

function areAttributes(holder: Json, name: string): boolean {
  return listIn(holder, name).every(
    (attribute) =>
      [attribute.name, attribute.type, attribute.mutability, attribute.returned].every(
        (value) => typeof value === 'string',
      ) &&
      [attribute.multiValued, attribute.required].every((value) => typeof value === 'boolean') &&
      (attribute.type !== 'complex' ||
        (listIn(attribute, 'subAttributes').length > 0 && areAttributes(attribute, 'subAttributes'))),
  );
}

function textsIn(document: Json, name: string): unknown[] {
  const list = document[name];
  return Array.isArray(list) ? list : [];
}
