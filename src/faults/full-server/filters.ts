import { USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches, findingNothing, reading } from '../filter-edits.ts';
import { valuesOf } from './user-patches.ts';

/** Defects of filters over attributes with parts or several values (RFC 7644 section 3.4.2.2). */
export const fullFilterFaults: Fault[] = [
  {
    id: 'F-FULL-FILTER-01',
    title: 'ne misses users without the attribute',
    breaks: ['RFC7644-3.4.2.2-14'],
    ...reading(USERS, /^(.*?)(\w+) ne ("[^"]*")$/, ([whole, , name]) => `${whole} and ${name} pr`),
  },
  {
    id: 'F-FULL-FILTER-02',
    title: 'pr on a complex attribute finds nobody',
    breaks: ['RFC7644-3.4.2.2-19'],
    ...findingNothing(USERS, /\bname pr\b/),
  },
  {
    id: 'F-FULL-FILTER-03',
    title: 'pr on a complex attribute finds everybody',
    breaks: ['RFC7644-3.4.2.2-19'],
    ...reading(USERS, /^(.*) and name pr$/, ([, before]) => before ?? null),
  },
  {
    id: 'F-FULL-FILTER-04',
    title: 'The conditions in brackets may be met by different values',
    breaks: ['RFC7644-3.4.2.2-33'],
    ...reading(
      USERS,
      /^(.*)\b(\w+)\[([^\]]*) and ([^\]]*)\]$/,
      ([, before, name, one, other]) => `${before}${name}.${one} and ${name}.${other}`,
    ),
  },
  {
    id: 'F-FULL-FILTER-05',
    title: 'Of the conditions in brackets only the first counts',
    breaks: ['RFC7644-3.4.2.2-33'],
    ...reading(USERS, /^(.*\[[^\]]*?) and [^\]]*\]$/, ([, before]) => `${before}]`),
  },
  {
    id: 'F-FULL-FILTER-06',
    title: 'Only the first value of a list is compared',
    breaks: ['RFC7644-3.4.2.2-41', 'RFC7644-3.4.2.2-42'],
    ...changingMatches(USERS, /emails\.value eq/, (users, request) => {
      const wanted = /emails\.value eq "([^"]*)"/.exec(decodeURIComponent(request.url).replaceAll('+', ' '))?.[1];
      return users.filter((user) => valuesOf(user, 'emails')[0]?.value === wanted);
    }),
  },
  {
    id: 'F-FULL-FILTER-07',
    title: 'Conditions on the same list have to be met by one value also without brackets',
    breaks: ['RFC7644-3.4.2.2-42'],
    ...reading(
      USERS,
      /^(.*)\bemails\.(\w+ eq "[^"]*") and emails\.(\w+ eq "[^"]*")$/,
      ([, before, one, other]) => `${before}emails[${one} and ${other}]`,
    ),
  },
  {
    id: 'F-FULL-FILTER-08',
    title: 'A condition on a part of a complex attribute is skipped',
    breaks: ['RFC7644-3.4.2.2-43'],
    ...reading(USERS, /^(.*) and name\.\w+ eq "[^"]*"$/, ([, before]) => before ?? null),
  },
  {
    id: 'F-FULL-FILTER-09',
    title: 'A part of a complex attribute is looked for at the top of the user',
    breaks: ['RFC7644-3.4.2.2-43'],
    ...reading(USERS, /^(.* and )name\.(\w+ eq "[^"]*")$/, ([, before, part]) => `${before}${part}`),
  },
];
