import { GROUPS, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { choosing, reading } from '../filter-edits.ts';

type Json = Record<string, unknown>;

const metaOf = (resource: Json, name: string) => String((resource.meta as Json | undefined)?.[name]);

/** Filters that are served although the documentation excludes them. */
export const refusedFilterFaults: Fault[] = [
  {
    id: 'F-FILTER-40',
    title: 'A filter on groups is ignored where there are none yet',
    breaks: ['VAULT-FILTER-26'],
    ...reading(GROUPS, /./, () => null),
  },
  {
    id: 'F-FILTER-41',
    title: 'A filter of users on meta.lastModified is ignored where there are none yet',
    breaks: ['VAULT-FILTER-27'],
    ...reading(USERS, /^meta\.lastModified/, () => null),
  },
  {
    id: 'F-FILTER-42',
    title: 'Of two terms joined by and only the first counts for users',
    breaks: ['VAULT-FILTER-28'],
    ...reading(USERS, /^(.*) and /, ([, first = '']) => first),
  },
  {
    id: 'F-FILTER-43',
    title: 'Of two terms joined by or only the first counts for users',
    breaks: ['VAULT-FILTER-29'],
    ...reading(USERS, /^(.*) or /, ([, first = '']) => first),
  },
  {
    id: 'F-FILTER-44',
    title: 'The not of a user filter is dropped',
    breaks: ['VAULT-FILTER-30'],
    ...reading(USERS, /^not ?\((.*)\)$/, ([, inner = '']) => inner),
  },
  {
    id: 'F-FILTER-45',
    title: 'A user filter in parentheses gives the whole list',
    breaks: ['VAULT-FILTER-31'],
    ...reading(USERS, /^\(/, () => null),
  },
  {
    id: 'F-FILTER-46',
    title: 'A user filter with pr gives the whole list',
    breaks: ['VAULT-FILTER-32'],
    ...reading(USERS, / pr$/, () => null),
  },
  { ...asEquality('co', 'F-FILTER-47'), breaks: ['VAULT-FILTER-33'] },
  { ...asEquality('sw', 'F-FILTER-48'), breaks: ['VAULT-FILTER-34'] },
  { ...asEquality('ew', 'F-FILTER-49'), breaks: ['VAULT-FILTER-35'] },
  { ...asEquality('ne', 'F-FILTER-50'), breaks: ['VAULT-FILTER-36'] },
  {
    id: 'F-FILTER-51',
    title: 'userNames are compared by their order',
    breaks: ['VAULT-FILTER-37'],
    ...choosing(USERS, /^userName (gt|ge|lt|le) "([^"]*)"$/, ({ userName }, [, operator = '', value = '']) =>
      operator.startsWith('g') ? String(userName) > value : String(userName) < value,
    ),
  },
  {
    id: 'F-FILTER-52',
    title: 'userName ge is served, the other orderings are not',
    breaks: ['VAULT-FILTER-37'],
    ...choosing(USERS, /^userName ge "([^"]*)"$/, ({ userName }, [, value = '']) => String(userName) >= value),
  },
  {
    id: 'F-FILTER-53',
    title: 'Users are compared by the order of active',
    breaks: ['VAULT-FILTER-38'],
    ...reading(USERS, /^active gt false$/, () => 'active eq true'),
  },
  {
    id: 'F-FILTER-54',
    title: 'A user filter on an unknown attribute is ignored',
    breaks: ['VAULT-FILTER-39'],
    ...reading(USERS, /^(?!userName|externalId|active|meta\.|not |\()[\w.]+ eq /, () => null),
  },
  {
    id: 'F-FILTER-55',
    title: 'A user filter on groups.value is ignored',
    breaks: ['VAULT-FILTER-39'],
    ...reading(USERS, /^groups\.value /, () => null),
  },
  {
    id: 'F-FILTER-56',
    title: 'A user filter on meta.created is served',
    breaks: ['VAULT-FILTER-40'],
    ...reading(USERS, /^meta\.created (.*)$/, ([, rest]) => `meta.lastModified ${rest}`),
  },
  {
    id: 'F-FILTER-57',
    title: 'A user filter with eq on meta.lastModified is served',
    breaks: ['VAULT-FILTER-41'],
    ...choosing(USERS, /^meta\.lastModified eq "([^"]*)"$/, (user, [, at]) => metaOf(user, 'lastModified') === at),
  },
  {
    id: 'F-FILTER-58',
    title: 'Of two terms joined by and only the first counts for groups',
    breaks: ['VAULT-FILTER-42'],
    ...reading(GROUPS, /^(.*) and /, ([, first = '']) => first),
  },
  {
    id: 'F-FILTER-59',
    title: 'Of two terms joined by or only the first counts for groups',
    breaks: ['VAULT-FILTER-43'],
    ...reading(GROUPS, /^(.*) or /, ([, first = '']) => first),
  },
  {
    id: 'F-FILTER-60',
    title: 'The not of a group filter is dropped',
    breaks: ['VAULT-FILTER-44'],
    ...reading(GROUPS, /^not ?\((.*)\)$/, ([, inner = '']) => inner),
  },
  {
    id: 'F-FILTER-61',
    title: 'A group filter with sw is read as eq',
    breaks: ['VAULT-FILTER-45'],
    ...reading(GROUPS, /^displayName sw (.*)$/, ([, value]) => `displayName eq ${value}`),
  },
  {
    id: 'F-FILTER-62',
    title: 'A group filter with pr gives the whole list',
    breaks: ['VAULT-FILTER-45'],
    ...reading(GROUPS, / pr$/, () => null),
  },
  {
    id: 'F-FILTER-63',
    title: 'Groups are compared by the order of displayName',
    breaks: ['VAULT-FILTER-46'],
    ...choosing(GROUPS, /^displayName gt "([^"]*)"$/, ({ displayName }, [, value = '']) => String(displayName) > value),
  },
  {
    id: 'F-FILTER-64',
    title: 'A group filter on an unknown attribute is ignored',
    breaks: ['VAULT-FILTER-47'],
    ...reading(GROUPS, /^(id|externalId|members\.value) eq /, () => null),
  },
  {
    id: 'F-FILTER-65',
    title: 'A group filter on members.value is served',
    breaks: ['VAULT-FILTER-47'],
    ...choosing(GROUPS, /^members\.value eq "([^"]*)"$/, ({ members }, [, id]) =>
      Array.isArray(members) ? members.some(({ value }: Json) => value === id) : false,
    ),
  },
  {
    id: 'F-FILTER-66',
    title: 'A group filter with eq on meta.lastModified is served',
    breaks: ['VAULT-FILTER-48'],
    ...choosing(GROUPS, /^meta\.lastModified eq "([^"]*)"$/, (group, [, at]) => metaOf(group, 'lastModified') === at),
  },
];

function asEquality(operator: string, id: string): Omit<Fault, 'breaks'> {
  return {
    id,
    title: `A user filter with ${operator} is read as eq`,
    ...reading(USERS, new RegExp(`^userName ${operator} (.*)$`), ([, value]) => `userName eq ${value}`),
  };
}
