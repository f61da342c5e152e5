import {
  changingAnswer,
  changingResources,
  jsonOf,
  metaOf,
  USER,
  USERS,
  USERS_AND_USER,
  withHeader,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { newUser, shownUser } from '../user-edits.ts';

type Json = Record<string, unknown>;

/** Defects of schemas and extensions, id, externalId and meta (RFC 7643 sections 3, 3.1 and 3.3). */
export const rfcCommonAttributeFaults: Fault[] = [
  {
    id: 'F-RFC-ATTR-01',
    title: 'Users have no schemas',
    breaks: [
      'RFC7643-2.1-02',
      'RFC7643-3-01',
      'RFC7643-3-04',
      'RFC7643-3.3-01',
      'RFC7643-4.1-01',
      'RFC7643-6-09',
      'RFC7644-3.9-13',
      'RFC7643-3-08',
      'RFC7643-7-03',
    ],
    ...shownUser((user) => {
      delete user.schemas;
    }),
  },
  {
    id: 'F-RFC-ATTR-02',
    title: 'An undeclared URN stays in schemas',
    breaks: ['RFC7643-3-03', 'RFC7643-3.3-01'],
    ...changingResources({ method: 'GET', path: USERS }, (user) => {
      user.schemas = [...((user.schemas ?? []) as string[]), 'urn:example:undeclared'];
    }),
  },
  {
    id: 'F-RFC-ATTR-03',
    title: 'schemas names the core schema twice',
    breaks: ['RFC7643-3-04', 'RFC7643-6-09', 'RFC7643-3-08', 'RFC7644-3.9-13'],
    ...shownUser((user) => {
      user.schemas = [...((user.schemas ?? []) as string[]), ...((user.schemas ?? []) as string[])];
    }),
  },
  {
    id: 'F-RFC-ATTR-04',
    title: 'A user without schemas is created',
    breaks: ['RFC7643-3-02'],
    ...newUser((body) => {
      body.schemas ??= ['urn:ietf:params:scim:schemas:core:2.0:User'];
    }),
  },
  {
    id: 'F-RFC-ATTR-05',
    title: 'An unknown attribute comes back in lists',
    breaks: ['RFC7643-3-10', 'RFC7643-7-12'],
    ...changingResources({ method: 'GET', path: USERS }, (user) => {
      user.unknownAttr = 'x';
    }),
  },
  {
    id: 'F-RFC-ATTR-06',
    title: 'Listed users have no id',
    breaks: ['RFC7643-3.1-03', 'RFC7644-3.4.2-09'],
    ...changingResources({ method: 'GET', path: USERS }, (user) => {
      delete user.id;
    }),
  },
  {
    id: 'F-RFC-ATTR-07',
    title: 'Ids begin with bulkId',
    breaks: [
      'RFC7643-3.1-08',
      'RFC7643-3.1-05',
      'RFC7643-3.1-03',
      'RFC7643-3.1-01',
      'RFC7644-3.5.1-10',
      'RFC7644-3.5.1-13',
      'RFC7643-3.1-23',
    ],
    ...shownUser((user) => {
      user.id = `bulkId:${user.id}`;
    }),
  },
  {
    id: 'F-RFC-ATTR-08',
    title: 'externalId is stored in lower case',
    breaks: ['RFC7643-3.1-10', 'RFC7643-7-16', 'RFC7644-3.4.2.2-50'],
    ...newUser((body) => {
      if (typeof body.externalId === 'string') body.externalId = body.externalId.toLowerCase();
    }),
  },
  {
    id: 'F-RFC-ATTR-09',
    title: 'A missing externalId is made up',
    breaks: ['RFC7643-3.1-11'],
    ...newUser((body) => {
      body.externalId ??= `made-up-${Math.random()}`;
    }),
  },
  {
    id: 'F-RFC-ATTR-10',
    title: 'meta.created is hours away',
    breaks: ['RFC7643-3.1-17', 'RFC7643-3.1-19'],
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      if (user.meta) user.meta = { ...metaOf(user), created: '2024-01-01T00:00:00Z' };
    }),
  },
  {
    id: 'F-RFC-ATTR-11',
    title: 'lastModified is a moment after created',
    breaks: ['RFC7643-3.1-19'],
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      if (metaOf(user).created === metaOf(user).lastModified && user.meta) {
        user.meta = {
          ...metaOf(user),
          lastModified: String(metaOf(user).lastModified).replace(/(\.\d+)?Z$/, '.999999999Z'),
        };
      }
    }),
  },
  {
    id: 'F-RFC-ATTR-33',
    title: 'Users of one server share an id',
    breaks: ['RFC7643-3.1-04', 'RFC7643-3.1-23'],
    ...shownUser((user) => {
      user.id = '22222222-2222-4222-8222-222222222222';
    }),
  },
  {
    id: 'F-RFC-ATTR-34',
    title: 'The extension of a user is not named in its schemas',
    breaks: ['RFC7643-3-08'],
    ...shownUser((user) => {
      user.schemas = ((user.schemas ?? []) as string[]).slice(0, 1);
    }),
  },
  {
    id: 'F-RFC-ATTR-40',
    title: 'The extension of a user is shown as a text',
    breaks: ['RFC7643-3.3-02', 'RFC7643-7-13', 'RFC7643-7-24', 'SAIL-02'],
    ...shownUser((body) => {
      for (const urn of extensionsOf(body)) body[urn] = JSON.stringify(body[urn]);
    }),
  },
  {
    id: 'F-RFC-ATTR-41',
    title: 'Attributes of the extension stand at the top level of a user',
    breaks: ['RFC7643-3-07', 'RFC7643-3.3-02', 'RFC7643-3-08', 'RFC7643-7-13', 'RFC7644-3.3-05', 'SAIL-02'],
    ...shownUser((body) => {
      for (const urn of extensionsOf(body)) {
        Object.assign(body, body[urn]);
        delete body[urn];
      }
    }),
  },
  {
    id: 'F-RFC-ATTR-42',
    title: 'Content-Location names the collection',
    breaks: ['RFC7643-3.1-22'],
    ...changingAnswer({ method: 'GET', path: USER, status: 200 }, (response) =>
      withHeader(response, 'Content-Location', String(metaOf(jsonOf(response) ?? {}).location).replace(/\/[^/]+$/, '')),
    ),
  },
];

function extensionsOf(body: Json): string[] {
  return Object.keys(body).filter((name) => name.startsWith('urn:'));
}
