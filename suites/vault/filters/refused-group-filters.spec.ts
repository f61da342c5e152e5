import { expect, resourcesOf, row, test } from '../../../src/harness/index.ts';

/** Filters that the documentation excludes; the words in braces stand for values of a group that exists. */
const REFUSED: [requirement: string, rowId: string, filter: string][] = [
  ['displayName, before filters on it exist', 'VAULT-FILTER-26', 'displayName eq "{name}"'],
  [
    'two terms joined by and',
    'VAULT-FILTER-42',
    'displayName eq "{name}" and meta.lastModified gt "2020-01-01T00:00:00Z"',
  ],
  ['two terms joined by or', 'VAULT-FILTER-43', 'displayName eq "{name}" or displayName eq "other"'],
  ['a negated term', 'VAULT-FILTER-44', 'not (displayName eq "other")'],
  ['the operator pr', 'VAULT-FILTER-45', 'displayName pr'],
  ['the operator co', 'VAULT-FILTER-45', 'displayName co "{name}"'],
  ['the operator sw', 'VAULT-FILTER-45', 'displayName sw "{name}"'],
  ['the operator ew', 'VAULT-FILTER-45', 'displayName ew "{name}"'],
  ['the operator ne', 'VAULT-FILTER-45', 'displayName ne "other"'],
  ['the operator gt on displayName', 'VAULT-FILTER-46', 'displayName gt "a"'],
  ['the operator ge on displayName', 'VAULT-FILTER-46', 'displayName ge "{name}"'],
  ['the operator lt on displayName', 'VAULT-FILTER-46', 'displayName lt "zzz"'],
  ['the operator le on displayName', 'VAULT-FILTER-46', 'displayName le "{name}"'],
  ['the attribute id', 'VAULT-FILTER-47', 'id eq "{id}"'],
  ['the attribute externalId', 'VAULT-FILTER-47', 'externalId eq "{name}"'],
  ['the attribute members.value', 'VAULT-FILTER-47', 'members.value eq "{member}"'],
  ['the operator eq on meta.lastModified', 'VAULT-FILTER-48', 'meta.lastModified eq "{lastModified}"'],
];

for (const [requirement, rowId, template] of REFUSED) {
  test(`a filter of groups with ${requirement} is refused`, row(rowId), async ({ tenant, arrange }) => {
    const user = await arrange.user(tenant);
    const { id, displayName, body } = await arrange.group(tenant, [user]);
    const filter = template
      .replace('{name}', displayName)
      .replace('{id}', id)
      .replace('{member}', user.id)
      .replace('{lastModified}', body.meta?.lastModified ?? '2020-01-01T00:00:00Z');

    const before = await tenant.scim.list('/Groups');
    const answer = await tenant.scim.list('/Groups', { filter });
    const after = await tenant.scim.list('/Groups');

    expect(answer).toBeRefused();
    expect(resourcesOf(answer), 'groups in the refusal').toEqual([]);
    expect(after.body, 'the list of groups afterwards').toEqual(before.body);
  });
}
