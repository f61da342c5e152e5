import { changingUpdate, changingWrite, isClientWrite, storedClient } from '../client-requests.ts';
import type { Fault } from '../fault.ts';
import { NOTHING_DONE } from '../scim-requests.ts';

/** Defects of updates of single fields of a SCIM client. */
export const clientUpdateFaults: Fault[] = [
  {
    id: 'F-CLIENT-61',
    title: 'An update of max_active_tokens resets max_token_ttl',
    breaks: ['VAULT-CLIENT-45'],
    since: '2.2.0',
    ...changingUpdate((fields) => {
      if (fields.max_active_tokens !== undefined && fields.max_token_ttl === undefined) fields.max_token_ttl = 0;
    }),
  },
  {
    id: 'F-CLIENT-62',
    title: 'Switching the adoption of users on switches that of groups on as well',
    breaks: ['VAULT-CLIENT-45'],
    since: '2.2.0',
    ...changingUpdate((fields) => {
      if (fields.allow_user_adoption === true && fields.allow_group_adoption === undefined)
        fields.allow_group_adoption = true;
    }),
  },
  {
    id: 'F-CLIENT-63',
    title: 'An update of max_token_ttl switches the adoption of users off',
    breaks: ['VAULT-CLIENT-45'],
    since: '2.2.0',
    ...changingUpdate((fields) => {
      if (fields.max_token_ttl !== undefined && fields.allow_user_adoption === undefined)
        fields.allow_user_adoption = false;
    }),
  },
  {
    id: 'F-CLIENT-64',
    title: 'Of several extra alias mounts only the first is stored',
    breaks: ['VAULT-CLIENT-39'],
    since: '2.2.0',
    ...changingWrite((fields) => {
      const extras = fields.allowed_extra_alias_mount_accessors;
      if (Array.isArray(extras)) fields.allowed_extra_alias_mount_accessors = extras.slice(0, 1);
    }),
  },
  {
    id: 'F-CLIENT-65',
    title: 'max_token_ttl cannot be set back to 0',
    breaks: ['VAULT-CLIENT-44'],
    since: '2.2.0',
    ...changingUpdate((fields) => {
      if (fields.max_token_ttl === 0) delete fields.max_token_ttl;
    }),
  },
  {
    id: 'F-CLIENT-66',
    title: 'max_active_tokens can be raised only',
    breaks: ['VAULT-CLIENT-43'],
    since: '2.2.0',
    ...changingUpdate((fields, stored) => {
      if (Number(fields.max_active_tokens) < Number(stored.max_active_tokens)) delete fields.max_active_tokens;
    }),
  },
  {
    id: 'F-CLIENT-67',
    title: 'PUT on the name of an existing SCIM client is answered and changes nothing',
    breaks: [
      'VAULT-CLIENT-10',
      'VAULT-CLIENT-12',
      'VAULT-CLIENT-24',
      'VAULT-CLIENT-25',
      'VAULT-CLIENT-26',
      'VAULT-CLIENT-40',
      'VAULT-CLIENT-41',
      'VAULT-CLIENT-42',
      'VAULT-CLIENT-43',
      'VAULT-CLIENT-44',
      'VAULT-CLIENT-45',
      'VAULT-CLIENT-49',
      'VAULT-CLIENT-50',
      'VAULT-CLIENT-51',
      'VAULT-CLIENT-52',
      'VAULT-CLIENT-58',
    ],
    request: async (request, context) => {
      if (request.method !== 'PUT' || !isClientWrite(request)) return request;
      return (await storedClient(request, context)) === null ? request : NOTHING_DONE;
    },
  },
];
