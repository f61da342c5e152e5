import { SchemaUrn } from '../../protocol/scim.ts';
import { changingRequest, changingResources, jsonOf, matches, USER, USERS, USERS_AND_USER } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { findingNothing } from '../filter-edits.ts';
import { lastSegmentOf, operationsOf } from '../scim-requests.ts';
import { withUsers } from './shown-users.ts';
import { executing, isComplex } from './user-patches.ts';

type Json = Record<string, unknown>;

const ENTERPRISE = SchemaUrn.enterpriseUser;

/** Defects of the enterprise extension (RFC 7643 sections 3 and 4.3). */
export const extensionFaults: Fault[] = [
  {
    id: 'F-FULL-EXT-01',
    title: 'A path into an extension answers 204 and does nothing',
    breaks: ['RFC7644-3.5.2-16', 'RFC7644-3.5.2-21'],
    ...executing(({ path }) => (path?.startsWith(`${ENTERPRISE}:`) ? [] : null)),
  },
  {
    id: 'F-FULL-EXT-02',
    title: 'A patch does not add the URN of the extension to schemas',
    breaks: ['RFC7644-3.5.2-21', 'RFC7643-3-08'],
    request: (request, { memory }) => {
      const isPatch = matches({ method: 'PATCH', path: USER }, request);
      if (isPatch && operationsOf(request).some((one) => JSON.stringify(one).includes(ENTERPRISE)))
        memory.set(lastSegmentOf(request), true);
      return request;
    },
    response: (response, request, { memory }) =>
      withUsers(response, request, (user) => {
        if (memory.has(String(user.id))) user.schemas = namesIn(user.schemas).filter((urn) => urn !== ENTERPRISE);
      }),
  },
  {
    id: 'F-FULL-EXT-03',
    title: 'Attributes of the extension are shown at the top of the user',
    breaks: ['RFC7643-4.3-01', 'RFC7643-3-07', 'RFC7644-3.5.2-16', 'RFC7644-3.5.2.1-18', 'RFC7643-3-05'],
    ...changingResources({ path: USERS_AND_USER }, (user) => {
      const extension = user[ENTERPRISE];
      if (!isComplex(extension)) return;
      delete user[ENTERPRISE];
      Object.assign(user, extension);
    }),
  },
  {
    id: 'F-FULL-EXT-04',
    title: 'costCenter is not stored',
    breaks: ['RFC7643-4.3-01', 'RFC7643-7-13'],
    ...changingRequest({ method: ['POST', 'PUT'], path: USERS_AND_USER }, (body) => {
      const extension = body[ENTERPRISE];
      if (!isComplex(extension)) return undefined;
      const { costCenter: _lost, ...rest } = extension;
      return { ...body, [ENTERPRISE]: rest };
    }),
  },
  {
    id: 'F-FULL-EXT-05',
    title: 'The extension is stored only when its URN stands behind the one of the core schema',
    breaks: ['RFC7643-3-05'],
    ...changingRequest({ method: ['POST', 'PUT'], path: USERS_AND_USER }, (body) => {
      if (namesIn(body.schemas)[0] !== ENTERPRISE) return undefined;
      const { [ENTERPRISE]: _lost, ...core } = body;
      return { ...core, schemas: namesIn(body.schemas).filter((urn) => urn !== ENTERPRISE) };
    }),
  },
  {
    id: 'F-FULL-EXT-06',
    title: 'A filter by an attribute of an extension finds nothing',
    breaks: ['RFC7644-3.4.2.2-40'],
    ...findingNothing(USERS, /extension:enterprise:2\.0:User:/),
  },
  {
    id: 'F-FULL-EXT-07',
    title: 'A request for one attribute of an extension gives them all',
    breaks: ['RFC7644-3.9-08'],
    response: async (response, request, { send }) => {
      const user = matches({ method: 'GET', path: USER, status: 200 }, request, response) ? jsonOf(response) : null;
      const [path = '', query = ''] = request.url.split('?');
      if (user === null || !decodeURIComponent(query).includes(`attributes=${ENTERPRISE}:`)) return response;
      const whole = jsonOf(await send({ ...request, url: path }));
      const body: Json = { ...user, [ENTERPRISE]: whole?.[ENTERPRISE] };
      return { ...response, body: Buffer.from(JSON.stringify(body)) };
    },
  },
  {
    id: 'F-FULL-EXT-08',
    title: 'A path to a part of an attribute of an extension answers 204 and does nothing',
    breaks: ['RFC7644-3.5.2-16'],
    ...executing(({ path }) => (/:User:\w+\.\w+$/.test(path ?? '') ? [] : null)),
  },
];

function namesIn(schemas: unknown): string[] {
  return Array.isArray(schemas) ? (schemas as string[]) : [];
}
