import { LIST_URN, USER_URN } from '../../scim/answers.ts';

type Json = Record<string, unknown>;

/** Discovery documents that SailPoint takes. */
export const CONFIGURATION: Json = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  ...Object.fromEntries(
    ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'].map((name) => [name, { supported: true }]),
  ),
  authenticationSchemes: [],
};

export const resourceType = (name: string): Json => ({ id: name, name, endpoint: `/${name}s`, schema: `urn:${name}` });

export const list = (resources: unknown[], totalResults = resources.length): Json => ({
  schemas: [LIST_URN],
  totalResults,
  startIndex: 1,
  itemsPerPage: resources.length,
  Resources: resources,
});

export const TYPES = list([resourceType('User'), resourceType('Group')]);

export const attribute = (name: string, more: Json = {}): Json => ({
  name,
  type: 'string',
  multiValued: false,
  required: false,
  mutability: 'readWrite',
  returned: 'default',
  ...more,
});

const GROUPS = attribute('groups', {
  type: 'complex',
  multiValued: true,
  mutability: 'readOnly',
  subAttributes: [attribute('value')],
});

/** `/Schemas` with a User of these attributes, and groups unless told. */
export function schemas(attributes: Json[] = [attribute('userName')], { groups = true } = {}): Json {
  return list([{ id: USER_URN, name: 'User', attributes: groups ? [...attributes, GROUPS] : attributes }]);
}
