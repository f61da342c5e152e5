import { answerWith, matches } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { ownIds } from '../own-ids.ts';
import {
  aliasesIn,
  ENTITY,
  ENTITY_BY_NAME,
  seenByName,
  seenIn,
  showing,
  wasChangedBy,
  watching,
} from '../scim-objects.ts';
import { lastSegment, vaultError } from '../vault-requests.ts';
import { mappedAliasFaults } from './mapped-aliases.ts';
import { mappedGroupFaults } from './mapped-groups.ts';

/** Defects of how a created user shows as an entity. */
const createdUserFaults: Fault[] = [
  {
    id: 'F-MAP-01',
    title: 'A user that is created active becomes an entity with another name',
    breaks: ['VAULT-MAP-02'],
    ...watching({
      response: (response, request, { memory }) =>
        matches({ method: 'GET', path: ENTITY_BY_NAME }, request) &&
        seenByName(memory, lastSegment(request))?.sent.active
          ? vaultError(404)
          : response,
    }),
  },
  {
    id: 'F-MAP-02',
    title: 'A user whose userName is an address has an id that is not that of its entity',
    breaks: ['VAULT-MAP-01'],
    ...ownIds('Users', 'userName', '@'),
  },
  {
    id: 'F-MAP-03',
    title: 'The externalId does not reach the entity',
    breaks: ['VAULT-MAP-03'],
    ...showing(ENTITY, (entity) => {
      entity.external_id = '';
    }),
  },
  {
    id: 'F-MAP-04',
    title: 'Every entity is disabled until a first change enables it',
    breaks: ['VAULT-MAP-04'],
    ...showing(ENTITY, (entity, { changes }) => {
      if (changes.length === 0) entity.disabled = true;
    }),
  },
  {
    id: 'F-MAP-05',
    title: 'The entity of a user that is created inactive is enabled',
    breaks: ['VAULT-MAP-05', 'VAULT-ACCESS-18'],
    ...showing(ENTITY, (entity, { changes }) => {
      if (changes.length === 0) entity.disabled = false;
    }),
  },
  {
    id: 'F-MAP-06',
    title: 'The metadata of a created user does not reach the entity',
    breaks: ['VAULT-MAP-06'],
    ...showing(ENTITY, (entity, { changes }) => {
      if (changes.length === 0) entity.metadata = null;
    }),
  },
  {
    id: 'F-MAP-07',
    title: 'Entities and their aliases carry no mark of their SCIM client',
    breaks: ['VAULT-MAP-07', 'VAULT-MAP-08', 'VAULT-MAP-14'],
    ...showing(ENTITY, (entity) => {
      entity.scim_client_id = '';
      for (const alias of aliasesIn(entity)) if (alias.scim_client_id) alias.scim_client_id = '';
    }),
  },
  {
    id: 'F-MAP-08',
    title: 'The mark on entities is the name of the SCIM client',
    breaks: ['VAULT-MAP-08'],
    ...showing(ENTITY, (entity) => {
      entity.scim_client_id = 'example-client';
      for (const alias of aliasesIn(entity)) alias.scim_client_id = 'example-client';
    }),
  },
  {
    id: 'F-MAP-09',
    title: 'A created user gets a policy',
    breaks: ['VAULT-MAP-09'],
    ...showing(ENTITY, (entity) => {
      if (Array.isArray(entity.policies) && entity.policies.length === 0) entity.policies = ['scim-users'];
    }),
  },
  {
    id: 'F-MAP-41',
    title: 'The groups of an entity do not follow its SCIM groups',
    breaks: ['VAULT-MAP-41'],
    ...showing(ENTITY, (entity) => {
      entity.direct_group_ids = [];
    }),
  },
];

/** Defects of how later changes of a user reach its entity. */
const changedUserFaults: Fault[] = [
  {
    id: 'F-MAP-16',
    title: 'A rename does not reach the entity',
    breaks: ['VAULT-MAP-16'],
    ...showing(ENTITY, (entity, { names }) => {
      entity.name = names[0];
    }),
  },
  {
    id: 'F-MAP-19',
    title: 'A deactivation by patch does not reach the entity',
    breaks: ['VAULT-MAP-19', 'VAULT-ACCESS-10', 'VAULT-ACCESS-11'],
    ...showing(ENTITY, (entity, { sent, changes }) => {
      if (changes.at(-1)?.method === 'PATCH' && sent.active !== false) entity.disabled = false;
    }),
  },
  {
    id: 'F-MAP-20',
    title: 'A deactivation by replace does not reach the entity',
    breaks: ['VAULT-MAP-20'],
    ...showing(ENTITY, (entity, seen) => {
      if (wasChangedBy(seen, 'PUT') && seen.sent.active !== false) entity.disabled = false;
    }),
  },
  {
    id: 'F-MAP-21',
    title: 'A reactivation does not reach the entity',
    breaks: ['VAULT-MAP-21', 'VAULT-ACCESS-16', 'VAULT-ACCESS-17'],
    state: 'state-enable-shows-only',
  },
  {
    id: 'F-MAP-22',
    title: 'Metadata that a replace brings does not reach the entity',
    breaks: ['VAULT-MAP-22'],
    ...showing(ENTITY, (entity, seen, memory) => {
      const first = `metadata:${seen.id}`;
      if (wasChangedBy(seen, 'PUT')) entity.metadata = memory.get(first) ?? null;
      else memory.set(first, entity.metadata);
    }),
  },
  {
    id: 'F-MAP-23',
    title: 'A replace resets the policies of the entity',
    breaks: ['VAULT-MAP-23'],
    ...showing(ENTITY, (entity, seen) => {
      if (wasChangedBy(seen, 'PUT')) entity.policies = [];
    }),
  },
  {
    id: 'F-MAP-24',
    title: 'A patch resets the policies of the entity',
    breaks: ['VAULT-MAP-24'],
    ...showing(ENTITY, (entity, seen) => {
      if (wasChangedBy(seen, 'PATCH')) entity.policies = [];
    }),
  },
  {
    id: 'F-MAP-25',
    title: 'A deleted user leaves its entity behind, disabled',
    breaks: ['VAULT-MAP-25'],
    ...watching({
      response: (response, request, { memory }) => {
        const seen = seenIn(memory, lastSegment(request));
        const isGone = matches({ method: 'GET', path: ENTITY, status: 404 }, request, response);
        return isGone && seen?.kind === 'user' && seen.deleted
          ? answerWith(200, { data: { id: seen.id, name: seen.names.at(-1), disabled: true } }, 'application/json')
          : response;
      },
    }),
  },
  {
    id: 'F-MAP-42',
    title: 'SCIM writes reset the policies of entities and groups',
    breaks: ['VAULT-MAP-23', 'VAULT-MAP-24', 'VAULT-MAP-38'],
    state: 'state-update-clears-policies',
  },
];

/** Defects of how SCIM resources show as entities, aliases and groups. */
export const mappingFaults: Fault[] = [
  ...createdUserFaults,
  ...mappedAliasFaults,
  ...changedUserFaults,
  ...mappedGroupFaults,
];
