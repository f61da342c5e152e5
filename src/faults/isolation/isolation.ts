import { GROUP, GROUPS, USER, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { addingForeign, unscoped, unscopedList } from '../owners.ts';
import { changedAnyway, reaching, shownAsGroup, shownAsUser } from '../unmanaged.ts';
import { addedIn, claimingMembers, foreignMemberFaults } from './foreign-members.ts';

/** Defects of what lists and filters show of other SCIM clients. */
const listFaults: Fault[] = [
  {
    id: 'F-ISOL-01',
    title: 'The list of users holds those of every SCIM client',
    breaks: ['VAULT-ISOL-01', 'VAULT-ISOL-03'],
    ...unscopedList(USERS, null),
  },
  {
    id: 'F-ISOL-02',
    title: 'The list of groups holds those of every SCIM client',
    breaks: ['VAULT-ISOL-02'],
    ...unscopedList(GROUPS, null),
  },
  {
    id: 'F-ISOL-03',
    title: 'The total of the list of users counts those of every SCIM client',
    breaks: ['VAULT-ISOL-03'],
    ...addingForeign(USERS, null, (body, foreign) => ({
      ...body,
      totalResults: Number(body.totalResults) + foreign.length,
    })),
  },
  ...(
    [
      ['12', USERS, /^userName eq/, 'A filter on userName looks into every SCIM client'],
      ['13', USERS, /^externalId eq/, 'A filter on externalId looks into every SCIM client'],
      ['14', USERS, /^active eq/, 'A filter on active scans the users of every SCIM client'],
      ['15', USERS, /^meta\.lastModified /, 'A filter of users on meta.lastModified scans every SCIM client'],
      ['16', GROUPS, /^displayName eq/, 'A filter on displayName looks into every SCIM client'],
      ['17', GROUPS, /^meta\.lastModified /, 'A filter of groups on meta.lastModified scans every SCIM client'],
    ] as const
  ).map(
    ([number, path, filter, title]): Fault => ({
      id: `F-ISOL-${number}`,
      title,
      breaks: [`VAULT-ISOL-${number}`],
      ...unscopedList(path, filter),
    }),
  ),
  {
    id: 'F-ISOL-32',
    title: 'Users are listed and filtered over all SCIM clients',
    breaks: ['VAULT-ISOL-01', 'VAULT-ISOL-03', 'VAULT-ISOL-14', 'VAULT-ISOL-15'],
    state: 'state-list-shows-foreign',
  },
];

/** What group adoption must not open either. */
const companions: Record<string, string[]> = { '08': ['VAULT-ADOPT-08'], '09': ['VAULT-ADOPT-08'] };

/** Defects of requests by id on what belongs to another SCIM client. */
const foreignFaults: Fault[] = [
  ...(
    [
      ['04', 'GET', USER, "Another client's user is read"],
      ['05', 'PUT', USER, "Another client's user is replaced"],
      ['06', 'PATCH', USER, "Another client's user is patched"],
      ['07', 'DELETE', USER, "Another client's user is deleted"],
      ['08', 'GET', GROUP, "Another client's group is read"],
      ['09', 'PUT', GROUP, "Another client's group is replaced"],
      ['11', 'DELETE', GROUP, "Another client's group is deleted"],
    ] as const
  ).map(
    ([number, method, path, title]): Fault => ({
      id: `F-ISOL-${number}`,
      title,
      breaks: [`VAULT-ISOL-${number}`, ...(companions[number] ?? [])],
      ...unscoped({ method, path }),
    }),
  ),
  {
    id: 'F-ISOL-10',
    title: "A patch takes members into another client's group",
    breaks: ['VAULT-ISOL-10'],
    ...claimingMembers({ method: 'PATCH', path: GROUP, status: (status) => status === 403 || status === 404 }),
  },
  {
    id: 'F-ISOL-33',
    title: 'Whoever knows an id reads the resource',
    breaks: ['VAULT-ISOL-04', 'VAULT-ISOL-08'],
    state: 'state-read-foreign',
  },
  {
    id: 'F-ISOL-34',
    title: 'Whoever knows an id changes the resource',
    breaks: [
      'VAULT-ISOL-05',
      'VAULT-ISOL-06',
      'VAULT-ISOL-07',
      'VAULT-ISOL-09',
      'VAULT-ISOL-10',
      'VAULT-ISOL-11',
      'VAULT-ADOPT-08',
    ],
    state: 'state-write-foreign',
  },
];

/** Defects of what no SCIM client manages. */
const unmanagedFaults: Fault[] = [
  {
    id: 'F-ISOL-21',
    title: 'An entity that no SCIM client manages is read as a user',
    breaks: ['VAULT-ISOL-21', 'VAULT-ADOPT-09'],
    ...reaching('entity', 'GET', shownAsUser),
  },
  {
    id: 'F-ISOL-22',
    title: 'An entity that no SCIM client manages is changed as a user',
    breaks: ['VAULT-ISOL-22'],
    ...reaching('entity', ['PUT', 'PATCH'], (entity, _request, context) =>
      changedAnyway(context, 'POST', 'entity', entity, { disabled: true }),
    ),
  },
  {
    id: 'F-ISOL-23',
    title: 'An entity that no SCIM client manages is deleted as a user',
    breaks: ['VAULT-ISOL-23'],
    ...reaching('entity', 'DELETE', (entity, _request, context) => changedAnyway(context, 'DELETE', 'entity', entity)),
  },
  {
    id: 'F-ISOL-24',
    title: 'A group that no SCIM client manages is read without group adoption',
    breaks: ['VAULT-ISOL-24', 'VAULT-ADOPT-16'],
    ...reaching('group', 'GET', shownAsGroup),
  },
  {
    id: 'F-ISOL-25',
    title: 'A patch takes members into a group that no SCIM client manages',
    breaks: ['VAULT-ISOL-25'],
    ...reaching('group', 'PATCH', (group, request, context) => {
      const added = addedIn(request);
      return changedAnyway(context, 'POST', 'group', group, { member_entity_ids: added });
    }),
  },
  {
    id: 'F-ISOL-26',
    title: 'A group that no SCIM client manages is deleted',
    breaks: ['VAULT-ISOL-26'],
    ...reaching('group', 'DELETE', (group, _request, context) => changedAnyway(context, 'DELETE', 'group', group)),
  },
  {
    id: 'F-ISOL-27',
    title: 'A principal is read as a user',
    breaks: ['VAULT-ISOL-27'],
    ...reaching('principal', 'GET', shownAsUser),
  },
  {
    id: 'F-ISOL-36',
    title: 'A client deletes its own principal',
    breaks: ['VAULT-ISOL-27'],
    ...reaching('principal', 'DELETE', (entity, _request, context) =>
      changedAnyway(context, 'DELETE', 'entity', entity),
    ),
  },
];

/** Defects of the borders between SCIM clients, and around what none of them manages. */
export const isolationFaults: Fault[] = [...listFaults, ...foreignFaults, ...foreignMemberFaults, ...unmanagedFaults];
