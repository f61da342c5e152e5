import { COLLECTION, changingRequest, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches, filterOf, findingNothing, refusingFilter, withFilter } from '../filter-edits.ts';

/** Defects of values with a character, or of a form, that a step in between treats as its own. */
export const specialCharacterFaults: Fault[] = [
  {
    id: 'F-CHAR-01',
    title: 'A backslash in a userName is lost',
    breaks: ['RFC7643-2.3.1-01', 'VAULT-USER-02'],
    ...storing('userName', (v) => v.replaceAll('\\', '')),
  },
  {
    id: 'F-CHAR-02',
    title: 'A double quote in a displayName is stored with a backslash before it',
    breaks: ['RFC7643-2.3.1-01', 'VAULT-GROUP-02'],
    ...storing('displayName', (v) => v.replaceAll('"', '\\"')),
  },
  {
    id: 'F-CHAR-03',
    title: 'Blanks at the ends of an externalId are cut off',
    breaks: ['RFC7643-3.1-10', 'VAULT-USER-03'],
    ...storing('externalId', (v) => (v.trim() === '' ? v : v.trim())),
  },
  {
    id: 'F-CHAR-04',
    title: 'Several blanks in a row in a displayName become one',
    breaks: ['RFC7643-2.3.1-01', 'VAULT-GROUP-02'],
    ...storing('displayName', (v) => v.replace(/ {2,}/g, ' ')),
  },
  {
    id: 'F-CHAR-05',
    title: 'An externalId in the form of a UUID is stored in lower case',
    breaks: ['RFC7643-3.1-10', 'RFC7643-7-16', 'VAULT-USER-03'],
    ...storing('externalId', (v) => (/^[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}$/i.test(v) ? v.toLowerCase() : v)),
  },
  {
    id: 'F-CHAR-06',
    title: 'An externalId of more than 15 digits is rounded',
    breaks: ['RFC7643-3.1-10', 'VAULT-USER-03'],
    ...storing('externalId', (v) => (/^[1-9]\d{15,}$/.test(v) ? String(Number(v)) : v)),
  },
  {
    id: 'F-CHAR-07',
    title: 'An externalId is cut at its second colon',
    breaks: ['RFC7643-3.1-10', 'VAULT-USER-03'],
    ...storing('externalId', (v) => v.split(':').slice(0, 2).join(':')),
  },
  {
    id: 'F-CHAR-08',
    title: 'An emoji in an externalId is stored as a question mark',
    breaks: ['RFC7643-3.1-10', 'VAULT-USER-03'],
    ...storing('externalId', (v) => v.replace(/[\u{10000}-\u{10ffff}]/gu, '?')),
  },
  {
    id: 'F-CHAR-09',
    title: 'Percent signs in the value of a filter are decoded a second time',
    breaks: ['RFC7644-1.2-01', 'VAULT-FILTER-01', 'RFC7644-3.4.2.2-38'],
    request: (request) => {
      const filter = filterOf(request);
      return filter === null || !/%[\da-f]{2}/i.test(filter) ? request : withFilter(request, decodedAgain(filter));
    },
  },
  {
    id: 'F-CHAR-10',
    title: 'A filter on a name that has a slash finds nothing',
    breaks: ['VAULT-FILTER-01', 'VAULT-FILTER-19', 'RFC7644-3.4.2.2-38'],
    ...findingNothing(COLLECTION, /^(userName|displayName) eq ".*\/.*"$/i),
  },
  {
    id: 'F-CHAR-11',
    title: 'A filter whose value holds the name of another operator as a word is refused',
    breaks: ['VAULT-FILTER-01', 'VAULT-FILTER-19', 'RFC7644-3.4.2.2-38'],
    ...refusingFilter(COLLECTION, /"[^"]* (co|sw|ew|ne|pr|gt|lt) [^"]*"/i),
  },
  {
    id: 'F-CHAR-12',
    title: 'A filter on userName counts the letter case of letters outside of ASCII',
    breaks: ['RFC7644-3.4.2.2-49', 'RFC7643-7-15'],
    ...changingMatches(USERS, /^userName eq "(.*)"$/i, (resources, request) => {
      const wanted = /"(.*)"/.exec(filterOf(request) ?? '')?.[1] ?? '';
      return resources.filter(({ userName }) => !differsInForeignCase(String(userName), wanted));
    }),
  },
  {
    id: 'F-CHAR-13',
    title: 'A filter by eq whose value has a colon is refused, as if a URN ended there',
    breaks: ['VAULT-FILTER-01', 'VAULT-FILTER-03', 'VAULT-FILTER-19', 'RFC7644-3.4.2.2-38'],
    ...refusingFilter(COLLECTION, /^\w+ eq ".*:.*"$/i),
  },
];

/** What is written under this name is changed on its way into the store. */
function storing(attribute: string, change: (value: string) => string): Pick<Fault, 'request'> {
  const writes = { method: ['POST', 'PUT'], path: /identity\/scim\/v2\/(Users|Groups)(\/[^/]+)?$/ };
  return changingRequest(writes, (body) => {
    if (typeof body[attribute] === 'string') body[attribute] = change(body[attribute]);
  });
}

function decodedAgain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function differsInForeignCase(one: string, other: string): boolean {
  const ascii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return one.toLowerCase() === other.toLowerCase() && ascii(one) !== ascii(other);
}
