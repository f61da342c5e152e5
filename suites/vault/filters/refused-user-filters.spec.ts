import { expect, resourcesOf, row, test } from '../../../src/harness/index.ts';

/** Filters that the documentation excludes; the words in braces stand for values of a user that exists. */
const REFUSED: [requirement: string, rowId: string, filter: string][] = [
  ['meta.lastModified, before filters on it exist', 'VAULT-FILTER-27', 'meta.lastModified gt "2020-01-01T00:00:00Z"'],
  ['two terms joined by and', 'VAULT-FILTER-28', 'userName eq "{name}" and active eq true'],
  ['two terms joined by or', 'VAULT-FILTER-29', 'userName eq "{name}" or active eq false'],
  ['a negated term', 'VAULT-FILTER-30', 'not (active eq true)'],
  ['a term in parentheses', 'VAULT-FILTER-31', '(userName eq "{name}")'],
  ['the operator pr', 'VAULT-FILTER-32', 'externalId pr'],
  ['the operator co', 'VAULT-FILTER-33', 'userName co "{name}"'],
  ['the operator sw', 'VAULT-FILTER-34', 'userName sw "{name}"'],
  ['the operator ew', 'VAULT-FILTER-35', 'userName ew "{name}"'],
  ['the operator ne', 'VAULT-FILTER-36', 'userName ne "{name}"'],
  ['the operator gt on userName', 'VAULT-FILTER-37', 'userName gt "a"'],
  ['the operator ge on userName', 'VAULT-FILTER-37', 'userName ge "{name}"'],
  ['the operator lt on userName', 'VAULT-FILTER-37', 'userName lt "zzz"'],
  ['the operator le on userName', 'VAULT-FILTER-37', 'userName le "{name}"'],
  ['an ordering operator on active', 'VAULT-FILTER-38', 'active gt false'],
  ['the attribute id', 'VAULT-FILTER-39', 'id eq "{id}"'],
  ['the attribute displayName', 'VAULT-FILTER-39', 'displayName eq "{name}"'],
  ['the attribute emails.value', 'VAULT-FILTER-39', 'emails.value eq "{name}@example.com"'],
  ['the attribute groups.value', 'VAULT-FILTER-39', 'groups.value eq "{id}"'],
  ['the attribute meta.created', 'VAULT-FILTER-40', 'meta.created gt "2020-01-01T00:00:00Z"'],
  ['the operator eq on meta.lastModified', 'VAULT-FILTER-41', 'meta.lastModified eq "{lastModified}"'],
];

for (const [requirement, rowId, template] of REFUSED) {
  test(`a filter of users with ${requirement} is refused`, row(rowId), async ({ tenant, arrange }) => {
    const { id, userName, body } = await arrange.user(tenant);
    const filter = template
      .replace('{name}', userName)
      .replace('{id}', id)
      .replace('{lastModified}', body.meta?.lastModified ?? '2020-01-01T00:00:00Z');

    const before = await tenant.scim.list('/Users');
    const answer = await tenant.scim.list('/Users', { filter });
    const after = await tenant.scim.list('/Users');

    expect(answer).toBeRefused();
    expect(resourcesOf(answer), 'users in the refusal').toEqual([]);
    expect(after.body, 'the list of users afterwards').toEqual(before.body);
  });
}
