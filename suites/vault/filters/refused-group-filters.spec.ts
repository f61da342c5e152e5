import { expect, resourcesOf, row, test } from '../../../src/harness/index.ts';

/** Filters that the documentation excludes; the words in braces stand for values of a group that exists. */
const REFUSED: { requirement: string; id: string; filters: string[] }[] = [
  {
    requirement: 'displayName, before filters on it exist',
    id: 'VAULT-FILTER-26',
    filters: ['displayName eq "{name}"'],
  },
  {
    requirement: 'two terms joined by and',
    id: 'VAULT-FILTER-42',
    filters: [
      'displayName eq "{name}" and meta.lastModified gt "2020-01-01T00:00:00Z"',
      'displayName eq "{name}" AND meta.lastModified gt "2020-01-01T00:00:00Z"',
      'meta.lastModified gt "2020-01-01T00:00:00Z" and displayName eq "{name}"',
      'displayName eq "{name}" and displayName eq "other"',
    ],
  },
  {
    requirement: 'two terms joined by or',
    id: 'VAULT-FILTER-43',
    filters: [
      'displayName eq "{name}" or displayName eq "other"',
      'displayName eq "{name}" OR displayName eq "other"',
      'displayName eq "other" or displayName eq "{name}"',
      'displayName eq "other" or displayName eq "none"',
    ],
  },
  {
    requirement: 'a negated term',
    id: 'VAULT-FILTER-44',
    filters: ['not (displayName eq "other")', 'NOT (displayName eq "other")', 'not(displayName eq "{name}")'],
  },
  {
    requirement: 'an operator that is not documented',
    id: 'VAULT-FILTER-45',
    filters: [
      'displayName pr',
      'displayName co "{name}"',
      'displayName sw "{name}"',
      'displayName ew "{name}"',
      'displayName ne "other"',
      'displayName co "other"',
      'displayName sw "other"',
      'displayName ew "other"',
      'displayName CO "{name}"',
      'meta.lastModified pr',
    ],
  },
  {
    requirement: 'an ordering operator on displayName',
    id: 'VAULT-FILTER-46',
    filters: ['displayName gt "a"', 'displayName ge "{name}"', 'displayName lt "zzz"', 'displayName le "{name}"'],
  },
  {
    requirement: 'an attribute that is not documented',
    id: 'VAULT-FILTER-47',
    filters: [
      'id eq "{id}"',
      'externalId eq "{name}"',
      'members.value eq "{member}"',
      'members[value eq "{member}"]',
      'members[value pr]',
      'id eq "nothing"',
    ],
  },
  {
    requirement: 'the operator eq on meta.lastModified',
    id: 'VAULT-FILTER-48',
    filters: ['meta.lastModified eq "{lastModified}"'],
  },
];

/** What a query may ask for beside its filter. */
const FURTHER_PARAMETERS = [{ startIndex: 1, count: 2 }, { count: 0 }, { attributes: 'displayName' }];

for (const { requirement, id: rowId, filters } of REFUSED) {
  test(`a filter of groups with ${requirement} is refused`, row(rowId), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const { id, displayName, body } = await arrange.group(tenant, [user]);
    const filled = (template: string) =>
      template
        .replace('{name}', displayName)
        .replace('{id}', id)
        .replace('{member}', user.id)
        .replace('{lastModified}', body.meta?.lastModified ?? '2020-01-01T00:00:00Z');
    // A server may still have a filter in mind that it served.
    await arrange.during(() => tenant.scim.list('/Groups', { filter: `displayName eq "${displayName}"` }));

    const before = await tenant.scim.list('/Groups');
    const answers = [];
    for (const template of filters) answers.push(await tenant.scim.list('/Groups', { filter: filled(template) }));
    for (const more of FURTHER_PARAMETERS) {
      answers.push(await tenant.scim.list('/Groups', { filter: filled(String(filters[0])), ...more }));
    }
    const after = await tenant.scim.list('/Groups');

    for (const answer of answers) {
      expect(answer).toBeRefused();
      expect(resourcesOf(answer), 'groups in the refusal').toEqual([]);
    }
    expect(after.body, 'the list of groups afterwards').toEqual(before.body);
  });
}
