import { SchemaUrn } from '../../protocol/scim.ts';
import {
  changingRequest,
  GROUPS,
  jsonOf,
  matches,
  scimError,
  USER,
  USERS,
  USERS_AND_USER,
  withJson,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches } from '../filter-edits.ts';
import { resourceAt } from '../scim-requests.ts';
import { withUsers } from './shown-users.ts';
import { isComplex, valuesOf } from './user-patches.ts';

type Json = Record<string, unknown>;

/** Defects of what is kept of the values of a user, and of whole accounts (RFC 7643 section 4.1, RFC 7642). */
export const userValueFaults: Fault[] = [
  {
    id: 'F-REST-44',
    title: 'Of a profileUrl only the host is stored',
    breaks: ['RFC7643-4.1.1-10', 'RFC7643-7-13'],
    ...storingTexts('profileUrl', (url) => (URL.canParse(url) ? new URL(url).origin : url)),
  },
  {
    id: 'F-REST-45',
    title: 'Of the preferred languages only the first is stored',
    breaks: ['RFC7643-4.1.1-11'],
    ...storingTexts('preferredLanguage', (languages) => languages.replace(/,.*/, '')),
  },
  {
    id: 'F-REST-46',
    title: 'A time zone is stored as the offset of today',
    breaks: ['RFC7643-4.1.1-13', 'RFC7643-7-13'],
    ...storingTexts('timezone', (zone) => zone.replace('America/Los_Angeles', 'GMT-8')),
  },
  {
    id: 'F-REST-47',
    title: 'Of an e-mail in upper case the domain is lost',
    breaks: ['RFC7643-4.1.2-02'],
    ...storingValues('emails', 'value', (address) => address.replace(/@[A-Z.]+$/, '')),
  },
  {
    id: 'F-REST-48',
    title: 'Of an international phone number the code of the country is lost',
    breaks: ['RFC7643-4.1.2-03'],
    ...storingValues('phoneNumbers', 'value', (number) => number.replace(/^\+\d+ /, '')),
  },
  {
    id: 'F-REST-49',
    title: 'Of an IM address only the first word is stored',
    breaks: ['RFC7643-4.1.2-04'],
    ...storingValues('ims', 'value', (address) => address.trim().replace(/ .*/, '')),
  },
  {
    id: 'F-REST-50',
    title: 'A country is stored by its name',
    breaks: ['RFC7643-4.1.2-06', 'RFC7643-7-13'],
    ...storingValues('addresses', 'country', (country) => country.replace(/^US$/, 'United States')),
  },
  {
    id: 'F-REST-51',
    title: 'The formatted name is the given name',
    breaks: ['RFC7643-4.1.1-08'],
    response: (response, request) =>
      withUsers(response, request, ({ name }) => {
        if (isComplex(name) && name.givenName !== undefined) name.formatted ??= name.givenName;
      }),
  },
  {
    id: 'F-REST-52',
    title: 'A filter by externalId does not find who has the extension',
    breaks: ['RFC7642-2.4.1-01'],
    ...changingMatches(USERS, /^externalId eq /, (found) =>
      found.filter(({ [SchemaUrn.enterpriseUser]: extension }) => extension === undefined),
    ),
  },
  {
    id: 'F-REST-53',
    title: 'A replace that changes the name to show makes the user inactive',
    breaks: ['RFC7642-2.4.2-01', 'RFC7644-3.5.1-02'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      if (body?.displayName === undefined) return request;
      const { displayName } = await resourceAt(request, context);
      return displayName === undefined || displayName === body.displayName
        ? request
        : withJson(request, { ...body, active: false });
    },
  },
  {
    id: 'F-REST-54',
    title: 'The name of a deleted group cannot be given again',
    breaks: ['RFC7642-3.1-01'],
    request: (request, { memory }) => {
      const name = matches({ method: 'POST', path: GROUPS }, request) ? jsonOf(request)?.displayName : undefined;
      if (name === undefined) return request;
      if (memory.has(String(name))) return scimError(409, 'the name is in use', 'uniqueness');
      memory.set(String(name), true);
      return request;
    },
  },
];

/** Defect that stores another text than the one that a write gives. */
function storingTexts(name: string, as: (text: string) => string): Pick<Fault, 'request'> {
  return changingRequest({ method: ['POST', 'PUT'], path: USERS_AND_USER }, (body) => {
    if (typeof body[name] === 'string') body[name] = as(body[name]);
  });
}

/** Defect that stores another part of the values of a list than the one that a write gives. */
function storingValues(list: string, part: string, as: (text: string) => string): Pick<Fault, 'request'> {
  return changingRequest({ method: ['POST', 'PUT'], path: USERS_AND_USER }, (body: Json) => {
    for (const value of valuesOf(body, list)) if (typeof value[part] === 'string') value[part] = as(value[part]);
  });
}
