/** Literal pieces of requests: the tests of the double import nothing that the harness uses. */
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const METADATA = 'urn:ietf:params:scim:schemas:extension:vault:2.0:Metadata';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

export const user = (userName: string, more: object = {}) => ({
  schemas: [USER],
  userName,
  externalId: `external-${userName}`,
  ...more,
});

export const group = (displayName: string, ...members: string[]) => ({
  schemas: [GROUP],
  displayName,
  members: members.map((value) => ({ value })),
});

export const patch = (...Operations: object[]) => ({ schemas: [PATCH], Operations });

export const scimError = (status: number, detail: string, scimType?: string) => ({
  schemas: [ERROR],
  ...(scimType === undefined ? {} : { scimType }),
  detail,
  status: String(status),
});
