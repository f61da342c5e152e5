import { answerWith, matches } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { ownIds } from '../own-ids.ts';
import { seenIn, showing, VAULT_GROUP, wasChangedBy, watching } from '../scim-objects.ts';
import { memberIds } from '../scim-requests.ts';
import { lastSegment } from '../vault-requests.ts';

/** Defects of how SCIM groups show as groups of the identity API. */
export const mappedGroupFaults: Fault[] = [
  {
    id: 'F-MAP-27',
    title: 'A group whose displayName has a space has an id that is not that of its Vault group',
    breaks: ['VAULT-MAP-27'],
    ...ownIds('Groups', 'displayName', ' '),
  },
  {
    id: 'F-MAP-28',
    title: 'A created group becomes a Vault group with a generated name',
    breaks: ['VAULT-MAP-28'],
    ...showing(VAULT_GROUP, (group, { changes, id }) => {
      if (changes.length === 0) group.name = `group_${id.slice(0, 8)}`;
    }),
  },
  {
    id: 'F-MAP-29',
    title: 'SCIM groups are external groups',
    breaks: ['VAULT-MAP-29'],
    ...showing(VAULT_GROUP, (group) => {
      group.type = 'external';
    }),
  },
  {
    id: 'F-MAP-30',
    title: 'The members of a create do not reach the Vault group',
    breaks: ['VAULT-MAP-30', 'VAULT-ACCESS-03'],
    ...showing(VAULT_GROUP, (group, { changes }) => {
      if (changes.length === 0) group.member_entity_ids = [];
    }),
  },
  {
    id: 'F-MAP-31',
    title: 'Groups carry no mark of their SCIM client',
    breaks: ['VAULT-MAP-31', 'VAULT-MAP-32'],
    ...showing(VAULT_GROUP, (group) => {
      group.scim_client_id = '';
    }),
  },
  {
    id: 'F-MAP-32',
    title: 'The mark on groups is the name of the SCIM client',
    breaks: ['VAULT-MAP-32'],
    ...showing(VAULT_GROUP, (group) => {
      group.scim_client_id = 'example-client';
    }),
  },
  {
    id: 'F-MAP-33',
    title: 'A created group gets a policy',
    breaks: ['VAULT-MAP-33'],
    ...showing(VAULT_GROUP, (group) => {
      if (Array.isArray(group.policies) && group.policies.length === 0) group.policies = ['scim-groups'];
    }),
  },
  {
    id: 'F-MAP-34',
    title: 'A rename does not reach the Vault group',
    breaks: ['VAULT-MAP-34'],
    ...showing(VAULT_GROUP, (group, { names }) => {
      group.name = names[0];
    }),
  },
  {
    id: 'F-MAP-35',
    title: 'The members of a replace do not reach the Vault group',
    breaks: ['VAULT-MAP-35', 'VAULT-ACCESS-08'],
    ...showing(VAULT_GROUP, (group, seen) => {
      if (wasChangedBy(seen, 'PUT')) group.member_entity_ids = memberIds(seen.sent);
    }),
  },
  {
    id: 'F-MAP-36',
    title: 'A member that is added by patch is shown by SCIM only',
    breaks: ['VAULT-MAP-36', 'VAULT-ACCESS-04', 'VAULT-ACCESS-05'],
    state: 'state-member-add-shows-only',
  },
  {
    id: 'F-MAP-37',
    title: 'The removal of a member is shown by SCIM only',
    breaks: ['VAULT-MAP-37', 'VAULT-ACCESS-05', 'VAULT-ACCESS-06', 'VAULT-ACCESS-07', 'OKTA-17', 'VAULT-ACCESS-34'],
    state: 'state-member-removal-shows-only',
  },
  {
    id: 'F-MAP-38',
    title: 'A replace resets the policies of the group',
    breaks: ['VAULT-MAP-38'],
    ...showing(VAULT_GROUP, (group, seen) => {
      if (wasChangedBy(seen, 'PUT')) group.policies = [];
    }),
  },
  {
    id: 'F-MAP-39',
    title: 'A patch resets the policies of the group',
    breaks: ['VAULT-MAP-39'],
    ...showing(VAULT_GROUP, (group, seen) => {
      if (wasChangedBy(seen, 'PATCH')) group.policies = [];
    }),
  },
  {
    id: 'F-MAP-40',
    title: 'A deleted group leaves its Vault group behind, empty',
    breaks: ['VAULT-MAP-40'],
    ...watching({
      response: (response, request, { memory }) => {
        const seen = seenIn(memory, lastSegment(request));
        const isGone = matches({ method: 'GET', path: VAULT_GROUP, status: 404 }, request, response);
        const left = { id: seen?.id, name: seen?.names.at(-1), type: 'internal', member_entity_ids: [] };
        return isGone && seen?.kind === 'group' && seen.deleted
          ? answerWith(200, { data: left }, 'application/json')
          : response;
      },
    }),
  },
];
