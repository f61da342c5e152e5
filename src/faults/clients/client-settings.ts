import { changingCreate, changingShown, changingUpdate, EXTRAS } from '../client-requests.ts';
import type { Fault } from '../fault.ts';

const DEFAULTS = {
  [EXTRAS]: [],
  default_schema_version: '2.2',
  allow_user_adoption: false,
  allow_group_adoption: false,
  max_active_tokens: 2,
  max_token_ttl: 0,
};

/** Defects of the defaults and updates of a SCIM client's fields. */
export const clientSettingFaults: Fault[] = [
  {
    id: 'F-CLIENT-33',
    title: 'No extra alias mounts are shown as null',
    breaks: ['VAULT-CLIENT-33', 'VAULT-CLIENT-39'],
    ...changingShown((data) => {
      if (Array.isArray(data[EXTRAS]) && data[EXTRAS].length === 0) data[EXTRAS] = null;
    }),
  },
  {
    id: 'F-CLIENT-34',
    title: 'New SCIM clients have the schema version 2.0',
    breaks: ['VAULT-CLIENT-34'],
    ...defaulting('default_schema_version', '2.0'),
  },
  {
    id: 'F-CLIENT-35',
    title: 'New SCIM clients may adopt users',
    breaks: ['VAULT-CLIENT-35'],
    ...defaulting('allow_user_adoption', true),
  },
  {
    id: 'F-CLIENT-36',
    title: 'New SCIM clients may adopt groups',
    breaks: ['VAULT-CLIENT-36'],
    ...defaulting('allow_group_adoption', true),
  },
  {
    id: 'F-CLIENT-37',
    title: 'New SCIM clients may have three tokens',
    breaks: ['VAULT-CLIENT-37'],
    ...defaulting('max_active_tokens', 3),
  },
  {
    id: 'F-CLIENT-38',
    title: 'The tokens of new SCIM clients end after an hour',
    breaks: ['VAULT-CLIENT-38'],
    ...defaulting('max_token_ttl', 3600),
  },
  {
    id: 'F-CLIENT-39',
    title: 'An empty list does not clear the extra alias mounts',
    breaks: ['VAULT-CLIENT-39'],
    ...changingUpdate((fields) => {
      if (Array.isArray(fields[EXTRAS]) && fields[EXTRAS].length === 0) delete fields[EXTRAS];
    }),
  },
  {
    id: 'F-CLIENT-40',
    title: 'An update leaves the schema version as it is',
    breaks: ['VAULT-CLIENT-40'],
    ...ignoringUpdateOf('default_schema_version', '2.0'),
  },
  {
    id: 'F-CLIENT-41',
    title: 'Switching off the adoption of users has no effect',
    breaks: ['VAULT-CLIENT-41'],
    ...ignoringUpdateOf('allow_user_adoption', false),
  },
  {
    id: 'F-CLIENT-42',
    title: 'Switching off the adoption of groups has no effect',
    breaks: ['VAULT-CLIENT-42'],
    ...ignoringUpdateOf('allow_group_adoption', false),
  },
  {
    id: 'F-CLIENT-43',
    title: 'An update leaves the limit of tokens as it is',
    breaks: ['VAULT-CLIENT-43'],
    ...ignoringUpdateOf('max_active_tokens', 12),
  },
  {
    id: 'F-CLIENT-44',
    title: 'The lifetime of tokens is shown as a duration',
    breaks: ['VAULT-CLIENT-44'],
    ...changingShown((data) => {
      if (data.max_token_ttl !== 0) data.max_token_ttl = `${data.max_token_ttl}s`;
    }),
  },
  {
    id: 'F-CLIENT-45',
    title: 'An update resets what it leaves out',
    breaks: ['VAULT-CLIENT-45'],
    ...changingUpdate((fields) => {
      Object.assign(fields, { ...DEFAULTS, ...fields });
    }),
  },
];

/** Another value than the documented one where a create says nothing. */
function defaulting(field: string, value: unknown): Pick<Fault, 'request'> {
  return changingCreate((fields) => {
    fields[field] ??= value;
  });
}

function ignoringUpdateOf(field: string, value: unknown): Pick<Fault, 'request'> {
  return changingUpdate((fields) => {
    if (fields[field] === value) delete fields[field];
  });
}
