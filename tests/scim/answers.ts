import type { HeaderLines } from '../../src/evidence/exchange.ts';
import type { Answer } from '../../src/scim/answer.ts';
import { headerIn } from '../../src/scim/header-lines.ts';
import { layerOf } from '../../src/scim/layer.ts';

export const BASE = 'https://vault.example:8200/v1/identity/scim/v2';

export const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP_URN = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const METADATA_URN = 'urn:ietf:params:scim:schemas:extension:vault:2.0:Metadata';
export const LIST_URN = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const ERROR_URN = 'urn:ietf:params:scim:api:messages:2.0:Error';

export interface AnswerParts {
  method?: string;
  path?: string;
  requestBody?: unknown;
  requestHeaders?: HeaderLines;
  status?: number;
  body?: unknown;
  text?: string;
  contentType?: string | null;
  headers?: HeaderLines;
}

/** An answer as the wire client would build it; correct in everything that is not given. */
export function answerOf(parts: AnswerParts): Answer {
  const { method = 'GET', path = '/Users', status = 200, contentType = 'application/scim+json' } = parts;
  const text = parts.text ?? (parts.body === undefined ? '' : JSON.stringify(parts.body));
  const headers: HeaderLines = [
    ['Date', 'Tue, 24 Nov 2026 12:00:00 GMT'],
    ...(contentType === null || text === '' ? [] : ([['Content-Type', contentType]] satisfies HeaderLines)),
    ...(parts.headers ?? []),
  ];
  const requestHeaders = parts.requestHeaders ?? [['Accept', 'application/scim+json']];
  const mediaType = text === '' ? '' : ((contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '');
  const body = parsed(text);
  const layer = layerOf({ status, mediaType, body, text });
  return {
    request: {
      method,
      path,
      url: BASE + path,
      body: parts.requestBody,
      header: (name) => headerIn(requestHeaders, name),
    },
    status,
    headers,
    header: (name) => headerIn(headers, name),
    mediaType,
    text,
    body,
    layer,
    exchange: {
      index: 1,
      phase: 'act',
      actor: 'tenant',
      method,
      url: BASE + path,
      requestHeaders,
      requestBody: null,
      status,
      responseHeaders: headers,
      responseBody: text,
      layer,
      startedAt: '2026-11-24T12:00:00Z',
      durationMs: 1,
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Body of `GET /Schemas` of a small server: users with e-mails and an extension, groups with members. */
export const SCHEMAS_BODY = {
  schemas: [LIST_URN],
  totalResults: 3,
  Resources: [
    {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      id: USER_URN,
      attributes: [
        definition('userName', { required: true, uniqueness: 'server' }),
        definition('displayName'),
        definition('title'),
        definition('active', { type: 'boolean' }),
        definition('logins', { type: 'integer' }),
        definition('lastLogin', { type: 'dateTime' }),
        definition('profileUrl', { type: 'reference' }),
        definition('password', { mutability: 'writeOnly', returned: 'never' }),
        definition('nickName', { returned: 'request' }),
        definition('name', {
          type: 'complex',
          subAttributes: [definition('familyName'), definition('givenName'), definition('formatted')],
        }),
        definition('emails', {
          type: 'complex',
          multiValued: true,
          subAttributes: [
            definition('value'),
            definition('type', { canonicalValues: ['work', 'home'] }),
            definition('primary', { type: 'boolean' }),
          ],
        }),
        definition('groups', {
          type: 'complex',
          multiValued: true,
          mutability: 'readOnly',
          subAttributes: [definition('value', { mutability: 'readOnly' })],
        }),
        definition('badge', { mutability: 'immutable', caseExact: true }),
      ],
    },
    {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      id: GROUP_URN,
      attributes: [
        definition('displayName', { required: true }),
        definition('members', {
          type: 'complex',
          multiValued: true,
          subAttributes: [
            definition('value', { mutability: 'immutable', caseExact: true }),
            definition('$ref', { type: 'reference', mutability: 'immutable' }),
            definition('type', { mutability: 'immutable', canonicalValues: ['User', 'Group'] }),
          ],
        }),
      ],
    },
    {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      id: METADATA_URN,
      attributes: [
        definition('items', {
          type: 'complex',
          multiValued: true,
          subAttributes: [definition('key', { required: true, caseExact: true }), definition('value')],
        }),
        definition('costCenter'),
      ],
    },
  ],
};

export const RESOURCE_TYPES_BODY = {
  schemas: [LIST_URN],
  totalResults: 2,
  Resources: [
    {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      id: 'User',
      name: 'User',
      endpoint: '/Users',
      schema: USER_URN,
      schemaExtensions: [{ schema: METADATA_URN, required: false }],
    },
    {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      id: 'Group',
      name: 'Group',
      endpoint: '/Groups',
      schema: GROUP_URN,
    },
  ],
};

function definition(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name,
    type: 'string',
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...more,
  };
}

/** A correct user of that server. */
export function userOf(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    schemas: [USER_URN],
    id,
    userName: `name-${id}`,
    active: true,
    meta: {
      resourceType: 'User',
      created: '2026-11-24T11:00:00Z',
      lastModified: '2026-11-24T11:00:00Z',
      location: `${BASE}/Users/${id}`,
    },
    ...more,
  };
}
