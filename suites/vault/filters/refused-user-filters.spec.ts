import { expect, resourcesOf, row, test } from '../../../src/harness/index.ts';

/** Filters that the documentation excludes; the words in braces stand for values of a user that exists. */
const REFUSED: { requirement: string; id: string; filters: string[] }[] = [
  {
    requirement: 'meta.lastModified, before filters on it exist',
    id: 'VAULT-FILTER-27',
    filters: ['meta.lastModified gt "2020-01-01T00:00:00Z"'],
  },
  {
    requirement: 'two terms joined by and',
    id: 'VAULT-FILTER-28',
    filters: [
      'userName eq "{name}" and active eq true',
      'userName eq "{name}" AND active eq true',
      'active eq true and userName eq "{name}"',
      'userName eq "{name}" and active eq false',
      'active eq true and active eq true and active eq true',
    ],
  },
  {
    requirement: 'two terms joined by or',
    id: 'VAULT-FILTER-29',
    filters: [
      'userName eq "{name}" or active eq false',
      'userName eq "{name}" OR active eq false',
      'userName eq "nobody" or userName eq "{name}"',
      'userName eq "nobody" or userName eq "none"',
    ],
  },
  {
    requirement: 'a negated term',
    id: 'VAULT-FILTER-30',
    filters: ['not (active eq true)', 'NOT (active eq false)', 'not(active eq false)'],
  },
  {
    requirement: 'a term in parentheses',
    id: 'VAULT-FILTER-31',
    filters: ['(userName eq "{name}")', '(userName eq "nobody")', '(active eq true)'],
  },
  {
    requirement: 'the operator pr',
    id: 'VAULT-FILTER-32',
    filters: ['externalId pr', 'userName pr', 'active PR', 'meta.lastModified pr'],
  },
  {
    requirement: 'the operator co',
    id: 'VAULT-FILTER-33',
    filters: ['userName co "{name}"', 'userName co "nobody"', 'externalId co "nobody"', 'userName CO "{name}"'],
  },
  {
    requirement: 'the operator sw',
    id: 'VAULT-FILTER-34',
    filters: ['userName sw "{name}"', 'userName sw "nobody"', 'externalId sw "nobody"', 'userName SW "{name}"'],
  },
  {
    requirement: 'the operator ew',
    id: 'VAULT-FILTER-35',
    filters: ['userName ew "{name}"', 'userName ew "nobody"', 'externalId ew "nobody"', 'userName EW "{name}"'],
  },
  {
    requirement: 'the operator ne',
    id: 'VAULT-FILTER-36',
    filters: [
      'userName ne "{name}"',
      'userName ne "nobody"',
      'externalId ne "nobody"',
      'active ne true',
      'active NE false',
    ],
  },
  {
    requirement: 'an ordering operator on userName',
    id: 'VAULT-FILTER-37',
    filters: ['userName gt "a"', 'userName ge "{name}"', 'userName lt "zzz"', 'userName le "{name}"'],
  },
  {
    requirement: 'an ordering operator on active',
    id: 'VAULT-FILTER-38',
    filters: ['active gt false', 'active gt true', 'active ge true', 'active lt true', 'active le false'],
  },
  {
    requirement: 'an attribute that is not documented',
    id: 'VAULT-FILTER-39',
    filters: [
      'id eq "{id}"',
      'displayName eq "{name}"',
      'emails.value eq "{name}@example.com"',
      'groups.value eq "{id}"',
      'groups[value eq "{id}"]',
      'emails[type eq "work"]',
      'id eq "nobody"',
    ],
  },
  {
    requirement: 'the attribute meta.created',
    id: 'VAULT-FILTER-40',
    filters: ['meta.created gt "2020-01-01T00:00:00Z"'],
  },
  {
    requirement: 'the operator eq on meta.lastModified',
    id: 'VAULT-FILTER-41',
    filters: ['meta.lastModified eq "{lastModified}"'],
  },
];

/** What a query may ask for beside its filter. */
const FURTHER_PARAMETERS = [{ startIndex: 1, count: 2 }, { count: 0 }, { attributes: 'userName' }];

for (const { requirement, id: rowId, filters } of REFUSED) {
  test(`a filter of users with ${requirement} is refused`, row(rowId), async ({ tenant, arrange }) => {
    const { id, userName, body } = await arrange.user(tenant);
    const filled = (template: string) =>
      template
        .replace('{name}', userName)
        .replace('{id}', id)
        .replace('{lastModified}', body.meta?.lastModified ?? '2020-01-01T00:00:00Z');
    // A server may still have a filter in mind that it served.
    await arrange.during(() => tenant.scim.list('/Users', { filter: `userName eq "${userName}"` }));

    const before = await tenant.scim.list('/Users');
    const answers = [];
    for (const template of filters) answers.push(await tenant.scim.list('/Users', { filter: filled(template) }));
    for (const more of FURTHER_PARAMETERS) {
      answers.push(await tenant.scim.list('/Users', { filter: filled(String(filters[0])), ...more }));
    }
    const after = await tenant.scim.list('/Users');

    for (const answer of answers) {
      expect(answer).toBeRefused();
      expect(resourcesOf(answer), 'users in the refusal').toEqual([]);
    }
    expect(after.body, 'the list of users afterwards').toEqual(before.body);
  });
}
