import {
  answering,
  answerWith,
  changingAnswer,
  changingBody,
  changingRequest,
  jsonOf,
  ME,
  matches,
  pathOf,
  queryOf,
  RESOURCE,
  USER,
  USERS,
  withHeader,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { findingNothing } from '../filter-edits.ts';
import { asking, operationsOf } from '../scim-requests.ts';
import { withUsers } from './shown-users.ts';
import { executing } from './user-patches.ts';

type Json = Record<string, unknown>;

const PRINCIPAL = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id: 'principal', userName: 'principal' };

/** Defects of what stands around resources: /Me, challenges, OPTIONS, announcements, names of attributes. */
export const frontFaults: Fault[] = [
  {
    id: 'F-REST-62',
    title: '/Me shows a user without a Location',
    breaks: ['RFC7644-3.11-03'],
    ...answering({ method: 'GET', path: ME }, () => answerWith(200, PRINCIPAL)),
  },
  {
    id: 'F-REST-63',
    title: 'The Location of /Me is /Me itself',
    breaks: ['RFC7644-3.11-03'],
    ...answering({ method: 'GET', path: ME }, (request) =>
      withHeader(answerWith(200, PRINCIPAL), 'Location', pathOf(request)),
    ),
  },
  {
    id: 'F-REST-64',
    title: '/Me redirects to a user who is not there',
    breaks: ['RFC7644-3.11-02'],
    ...answering({ method: 'GET', path: ME }, (request) =>
      withHeader(answerWith(308, null), 'Location', pathOf(request).replace(/Me$/, 'Users/principal')),
    ),
  },
  {
    id: 'F-REST-65',
    title: 'A challenge says everything twice',
    breaks: ['RFC9110-11.2-01', 'RFC6750-3-04'],
    ...changingAnswer({ status: 401 }, (response, request) => {
      const isTold = request.headers.some(([name]) => name.toLowerCase() === 'authorization');
      const parameter = isTold ? 'error="invalid_token"' : 'realm="scim"';
      return withHeader(response, 'WWW-Authenticate', `Bearer ${parameter}, ${parameter}`);
    }),
  },
  {
    id: 'F-REST-66',
    title: 'OPTIONS answers without an Allow',
    breaks: ['RFC9110-9.3.7-01'],
    ...changingAnswer({ method: 'OPTIONS' }, (response) => withHeader(response, 'Allow', null)),
  },
  {
    id: 'F-REST-67',
    title: 'OPTIONS of a user does not say in which form it is patched',
    breaks: ['RFC5789-3.1-01'],
    ...changingAnswer({ method: 'OPTIONS', path: RESOURCE }, (response) => withHeader(response, 'Accept-Patch', null)),
  },
  {
    id: 'F-REST-68',
    title: 'The URI in Content-Location lacks the id',
    breaks: ['RFC7643-3.1-22'],
    ...changingAnswer({ method: 'GET', path: USER, status: 200 }, (response, request) =>
      withHeader(response, 'Content-Location', pathOf(request).replace(/\/[^/]*$/, '')),
    ),
  },
  {
    id: 'F-REST-69',
    title: 'What is accepted for later shows the user as it was',
    breaks: ['RFC9967-2.5.1.1-02'],
    ...later((response) => withHeader({ ...response, status: 202 }, 'Set-Txn', 'txn-1')),
  },
  {
    id: 'F-REST-70',
    title: 'What is accepted for later does not name its transaction',
    breaks: ['RFC9967-3-01'],
    ...later(() => answerWith(202, null)),
  },
  {
    id: 'F-REST-71',
    title: 'A part of a complex attribute cannot be asked for alone',
    breaks: ['RFC7644-3.10-04'],
    request: (request) =>
      queryOf(request).get('attributes') === 'name.givenName'
        ? { ...request, url: `${pathOf(request)}?attributes=name` }
        : request,
  },
  {
    id: 'F-REST-72',
    title: 'A filter by a part of a complex attribute finds nothing',
    breaks: ['RFC7644-3.10-04'],
    ...findingNothing(USERS, /^name\.givenName eq /),
  },
  {
    id: 'F-REST-73',
    title: 'A path to a part of a complex attribute replaces the attribute',
    breaks: ['RFC7644-3.10-04', 'RFC7644-3.5.2.3-08'],
    ...executing(({ op, path, value }) => {
      const [, whole, part = ''] = /^(name)\.(\w+)$/.exec(path ?? '') ?? [];
      return op !== 'replace' || whole === undefined
        ? null
        : [
            { op: 'remove', path: whole },
            { op: 'add', path: whole, value: { [part]: value } },
          ];
    }),
  },
  {
    id: 'F-REST-74',
    title: 'An attribute of an extension is left out where it is asked for',
    breaks: ['RFC7644-3.10-03', 'RFC7644-3.9-08', 'RFC7644-3.9-11', 'RFC7643-7-25'],
    request: (request) =>
      queryOf(request).get('attributes')?.startsWith('urn:') === true && matches({ method: 'GET', path: USER }, request)
        ? { ...request, url: `${pathOf(request)}?attributes=userName` }
        : request,
  },
  {
    id: 'F-REST-75',
    title: 'A further resource type is served under another name than its own',
    breaks: ['RFC7644-3.2-03'],
    ...changingBody({ method: 'GET', path: /\/ResourceTypes$/, status: 200 }, (body) => {
      const [first, ...others] = body.Resources as Json[];
      const device = { ...first, id: 'Device', name: 'Device', endpoint: '/Things' };
      body.Resources = [first, ...others, device];
      body.totalResults = others.length + 2;
    }),
  },
  {
    id: 'F-REST-76',
    title: 'Without a version in the base URI the configuration is of version 1',
    breaks: ['RFC7644-3.13-03'],
    ...answering({ method: 'GET', path: /\/(?:v2\/\.\.|scim)\/ServiceProviderConfig$/ }, () =>
      answerWith(200, { schemas: ['urn:scim:schemas:core:1.0'], patch: { supported: false } }),
    ),
  },
  {
    id: 'F-REST-77',
    title: 'What the schema does not have is stored and shown',
    breaks: ['RFC7643-9.3-01', 'RFC7643-7-12'],
    response: (response, request, { memory }) => {
      const sent = matches({ method: 'POST', path: USERS, status: 201 }, request, response)
        ? jsonOf(request)?.socialSecurityNumber
        : undefined;
      if (sent !== undefined) memory.set(String(jsonOf(response)?.id), sent);
      return withUsers(response, request, (user) => {
        if (memory.has(String(user.id))) user.socialSecurityNumber = memory.get(String(user.id));
      });
    },
  },
  {
    id: 'F-REST-78',
    title: 'A bulk request is announced, and answered as done without being done',
    breaks: ['RFC7644-4-11'],
    ...changingRequest({ method: 'POST', path: /\/Bulk$/ }, (body) => {
      body.Operations = [{ method: 'DELETE', path: '/Users/nobody' }];
    }),
  },
  {
    id: 'F-REST-79',
    title: 'A reader sees what a patch of several operations has done so far',
    breaks: ['RFC5789-2-01'],
    request: async (request, context) => {
      const { memory, send } = context;
      memory.set('reads', Number(memory.get('reads') ?? 0) + Number(request.method === 'GET'));
      const [first, ...others] = request.method === 'PATCH' ? operationsOf(request) : [];
      if (first?.op !== 'add' || others.length === 0) return request;
      const schemas = jsonOf(request)?.schemas;
      await send(withJson(request, { schemas, Operations: [first] }));
      const until = Number(memory.get('reads')) + 2;
      for (let turn = 0; turn < 100 && Number(memory.get('reads')) < until; turn += 1)
        await new Promise((resolve) => setTimeout(resolve, 5));
      return withJson(request, { schemas, Operations: others });
    },
  },
];

/** Defect that accepts a patch whose sender does not wait, and does it. */
function later(
  answer: (user: ReturnType<typeof answerWith>) => ReturnType<typeof answerWith>,
): Pick<Fault, 'response'> {
  const isMeant = ({ headers }: FaultRequest) => headers.some(([name]) => name.toLowerCase() === 'prefer');
  return {
    response: async (response, request, { send }) =>
      matches({ method: 'PATCH', status: (status) => status < 300 }, request, response) && isMeant(request)
        ? answer(await send(asking(request, 'GET')))
        : response,
  };
}
