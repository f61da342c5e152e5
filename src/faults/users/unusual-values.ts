import { COLLECTION, changingRequest, jsonOf, METADATA, matches, USER, USERS, withoutParameter } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches, choosing, filterOf, findingNothing, reading, refusingFilter } from '../filter-edits.ts';
import { asking } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const USER_WRITE = { method: ['POST', 'PUT'], path: /identity\/scim\/v2\/Users(\/[^/]+)?$/ };
const GROUP_WRITE = { method: ['POST', 'PUT'], path: /identity\/scim\/v2\/Groups(\/[^/]+)?$/ };

/** Defects of values that are not plain words: they are stored as something else, or not found. */
export const unusualValueFaults: Fault[] = [
  {
    id: 'F-USER-45',
    title: 'A plus sign in a userName is stored as a space',
    breaks: ['RFC7643-2.3.1-01', 'RFC7644-3.3-05'],
    ...user('userName', (v) => v.replaceAll('+', ' ')),
  },
  {
    id: 'F-USER-46',
    title: 'Letters outside of ASCII in a userName are stored as question marks',
    breaks: ['RFC7643-2.3.1-01'],
    ...user('userName', (v) => v.replace(/[^\x20-\x7e]/gu, '?')),
  },
  {
    id: 'F-USER-48',
    title: 'Leading zeros of an externalId are lost',
    breaks: ['RFC7643-3.1-10', 'VAULT-USER-03'],
    ...user('externalId', (v) => v.replace(/^0+(?=\d)/, '')),
  },
  {
    id: 'F-USER-50',
    title: 'An externalId is cut at 64 characters',
    breaks: ['RFC7643-3.1-10', 'VAULT-USER-03'],
    ...user('externalId', (v) => v.slice(0, 64)),
  },
  {
    id: 'F-USER-51',
    title: 'A userName is cut at 64 characters',
    breaks: ['RFC7643-2.3.1-01'],
    ...user('userName', (v) => v.slice(0, 64)),
  },
  {
    id: 'F-USER-52',
    title: 'An apostrophe in a userName is doubled',
    breaks: ['RFC7643-2.3.1-01'],
    ...user('userName', (v) => v.replaceAll("'", "''")),
  },
  {
    id: 'F-GROUP-39',
    title: 'Spaces in a displayName are stored as hyphens',
    breaks: ['VAULT-GROUP-02', 'RFC7644-3.3-05'],
    ...group((v) => v.replaceAll(' ', '-')),
  },
  {
    id: 'F-GROUP-40',
    title: 'Letters outside of ASCII in a displayName are left out',
    breaks: ['RFC7643-2.3.1-01'],
    ...group((v) => v.replace(/[^\x20-\x7e]/gu, '')),
  },
  {
    id: 'F-GROUP-41',
    title: 'An ampersand in a displayName is escaped',
    breaks: ['RFC7643-2.3.1-01'],
    ...group((v) => v.replaceAll('&', '&amp;')),
  },
  {
    id: 'F-GROUP-42',
    title: 'A displayName is cut at 64 characters',
    breaks: ['RFC7643-2.3.1-01'],
    ...group((v) => v.slice(0, 64)),
  },
  {
    id: 'F-MAP-53',
    title: 'Metadata that look like a number lose leading zeros',
    breaks: ['VAULT-MAP-06'],
    ...items((all) => all.map((i) => ({ ...i, value: String(i.value).replace(/^0+(?=\d)/, '') }))),
  },
  {
    id: 'F-MAP-54',
    title: 'Of the metadata items only the first two are stored',
    breaks: ['VAULT-MAP-06'],
    ...items((all) => all.slice(0, 2)),
  },
  {
    id: 'F-MAP-56',
    title: 'Metadata keys are stored in lower case',
    breaks: ['VAULT-MAP-06'],
    ...items((all) => all.map((i) => ({ ...i, key: String(i.key).toLowerCase() }))),
  },
  {
    id: 'F-MAP-57',
    title: 'A metadata value is cut at its first equals sign',
    breaks: ['VAULT-MAP-06'],
    ...items((all) => all.map((i) => ({ ...i, value: String(i.value).split('=')[0] }))),
  },
  {
    id: 'F-MAP-58',
    title: 'A replace with an empty list of metadata items keeps those that were there',
    breaks: ['VAULT-MAP-22'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      const sent = body?.[METADATA] as Json | undefined;
      if (!body || !Array.isArray(sent?.items) || sent.items.length > 0) return request;
      const before = jsonOf(await context.send(asking(request, 'GET')))?.[METADATA];
      return before === undefined
        ? request
        : { ...request, body: Buffer.from(JSON.stringify({ ...body, [METADATA]: before })) };
    },
  },
  {
    id: 'F-FILTER-67',
    title: 'A filter whose value holds the word and is refused',
    breaks: ['RFC7644-3.4.2.2-38'],
    ...refusingFilter(COLLECTION, /"[^"]* and [^"]*"/i),
  },
  {
    id: 'F-FILTER-83',
    title: 'A filter whose value has parentheses is refused',
    breaks: ['RFC7644-3.4.2.2-38'],
    ...refusingFilter(COLLECTION, /"[^"]*[()][^"]*"/),
  },
  {
    id: 'F-FILTER-85',
    title: 'Unicode escapes in the value of a filter are read letter by letter',
    breaks: ['RFC7644-3.4.2.2-38'],
    ...findingNothing(/v2\/(Users|Groups)$/, /\\u[0-9a-f]{4}/i),
  },
  {
    id: 'F-FILTER-69',
    title: 'A plus sign in the value of a filter is read as a space',
    breaks: ['RFC7644-1.2-01'],
    ...reading(/v2\/(Users|Groups)$/, /^(.*"[^"]*\+[^"]*".*)$/, ([, all = '']) => all.replaceAll('+', ' ')),
  },
  {
    id: 'F-FILTER-75',
    title: 'A filter whose value has letters outside of ASCII finds nothing',
    breaks: ['RFC7644-3.4.2.2-10'],
    ...findingNothing(/v2\/(Users|Groups)$/, /[^\x20-\x7e]/u),
  },
  {
    id: 'F-FILTER-82',
    title: 'A filter whose value has an apostrophe finds nothing',
    breaks: ['RFC7644-3.4.2.2-10'],
    ...findingNothing(/v2\/(Users|Groups)$/, /'/),
  },
  {
    id: 'F-FILTER-71',
    title: 'A star in the value of userName eq stands for anything',
    breaks: ['VAULT-FILTER-02'],
    ...choosing(USERS, /^userName eq "(.*)\*"$/i, (resource, [, value = '']) =>
      String(resource.userName).startsWith(value),
    ),
  },
  {
    id: 'F-FILTER-72',
    title: 'eq with an empty value finds everything',
    breaks: ['VAULT-FILTER-02', 'VAULT-FILTER-04', 'VAULT-FILTER-20'],
    ...reading(/v2\/(Users|Groups)$/, /^(userName|externalId|displayName) eq ""$/i, () => null),
  },
  {
    id: 'F-FILTER-73',
    title: 'The offset of an instant in a filter is overlooked',
    breaks: ['VAULT-FILTER-11'],
    ...reading(/v2\/(Users|Groups)$/, /^(meta\.lastModified .*)[+-]\d\d:\d\d"$/i, ([, begin = '']) => `${begin}Z"`),
  },
  {
    id: 'F-FILTER-74',
    title: 'The fraction of a second of an instant in a filter is overlooked',
    breaks: ['VAULT-FILTER-12', 'VAULT-FILTER-17'],
    ...reading(
      /v2\/(Users|Groups)$/,
      /^(meta\.lastModified .*)\.\d+(Z|[+-]\d\d:\d\d)"$/i,
      ([, begin = '', zone]) => `${begin}${zone}"`,
    ),
  },
  {
    id: 'F-FILTER-77',
    title: 'The total of a filtered list counts the page only',
    breaks: ['RFC7644-3.4.2.4-12'],
    response: (response, request) => {
      const body = filterOf(request) !== null && response.status === 200 ? jsonOf(response) : null;
      return body && Array.isArray(body.Resources)
        ? { ...response, body: Buffer.from(JSON.stringify({ ...body, totalResults: body.Resources.length })) }
        : response;
    },
  },
  {
    id: 'F-FILTER-78',
    title: 'A filtered list begins at its first resource whatever startIndex says',
    breaks: ['RFC7644-3.4.2.4-12', 'RFC7644-3.4.2.4-10'],
    request: (request) => (filterOf(request) === null ? request : withoutParameter(request, 'startIndex')),
  },
  {
    id: 'F-FILTER-79',
    title: 'A filtered list overlooks count',
    breaks: ['RFC7644-3.4.2.4-12', 'RFC7644-3.4.2.4-03'],
    request: (request) => (filterOf(request) === null ? request : withoutParameter(request, 'count')),
  },
  {
    id: 'F-FILTER-81',
    title: 'A filter on lastModified does not find inactive users',
    breaks: ['VAULT-FILTER-11'],
    ...changingMatches(USERS, /^meta\.lastModified/i, (resources) =>
      resources.filter(({ active }) => active !== false),
    ),
  },
];

function user(attribute: string, change: (value: string) => string): Pick<Fault, 'request'> {
  return changingRequest(USER_WRITE, (body) => {
    if (typeof body[attribute] === 'string') body[attribute] = change(body[attribute]);
  });
}

function group(change: (value: string) => string): Pick<Fault, 'request'> {
  return changingRequest(GROUP_WRITE, (body) => {
    if (typeof body.displayName === 'string') body.displayName = change(body.displayName);
  });
}

function items(change: (all: Json[]) => Json[]): Pick<Fault, 'request'> {
  return changingRequest(USER_WRITE, (body) => {
    const metadata = body[METADATA] as Json | undefined;
    if (Array.isArray(metadata?.items)) metadata.items = change(metadata.items as Json[]);
  });
}
