import {
  changingBody,
  changingRequest,
  GROUP,
  GROUPS,
  jsonOf,
  matches,
  queryOf,
  scimError,
  withJson,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { isSingle, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

/** Defects of groups that only a client meets that asks as Okta does. */
export const oktaGroupFaults: Fault[] = [
  {
    id: 'F-OKTA-14',
    title: 'A search of groups by name with startIndex finds nothing',
    breaks: ['OKTA-14'],
    since: '2.0.4',
    ...changingBody({ method: 'GET', path: GROUPS, status: 200 }, (body, request) => {
      const query = queryOf(request);
      if (!/^displayname eq/i.test(query.get('filter') ?? '') || !query.has('startIndex')) return;
      Object.assign(body, { totalResults: 0, itemsPerPage: 0, Resources: [] });
    }),
  },
  {
    id: 'F-OKTA-15',
    title: 'A create drops members that have a display',
    breaks: ['OKTA-15', 'RFC7644-3.3-05', 'VAULT-GROUP-03'],
    ...changingRequest({ method: 'POST', path: GROUPS }, (body) => {
      if (Array.isArray(body.members))
        body.members = (body.members as Json[]).filter(({ display }) => display === undefined);
    }),
  },
  {
    id: 'F-OKTA-16',
    title: 'A name without a path succeeds and does nothing',
    breaks: ['OKTA-16', 'X-01'],
    request: (request) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request) || !isSingle(request, 'replace', '')) return request;
      const value = operationsOf(request)[0]?.value as Json | null | undefined;
      return value?.displayName !== undefined && value.members === undefined ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-OKTA-18',
    title: 'Of a removal and an addition only the removal is done',
    breaks: ['OKTA-18'],
    ...changingRequest({ method: 'PATCH', path: GROUP }, (body) => {
      const [first, second] = Array.isArray(body.Operations) ? (body.Operations as Json[]) : [];
      if (first?.op === 'remove' && second?.op === 'add') body.Operations = [first];
    }),
  },
  {
    id: 'F-OKTA-19',
    title: 'A replace of the members by an empty list succeeds and does nothing',
    breaks: ['OKTA-19'],
    request: (request) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request) || !isSingle(request, 'replace', 'members'))
        return request;
      const value = operationsOf(request)[0]?.value;
      return Array.isArray(value) && value.length === 0 ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-OKTA-20',
    title: 'A replace whose members have a display keeps those that it leaves out',
    breaks: ['OKTA-20'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: GROUP }, request) ? jsonOf(request) : null;
      const sent = Array.isArray(body?.members) ? (body.members as Json[]) : [];
      if (!sent.some(({ display }) => display !== undefined)) return request;
      const { members } = await resourceAt(request, context);
      const old = Array.isArray(members) ? (members as Json[]) : [];
      const left = old.filter((one) => !sent.some(({ value }) => value === one.value)).map(({ value }) => ({ value }));
      return withJson(request, { ...body, members: [...sent, ...left] });
    },
  },
  {
    id: 'F-OKTA-21',
    title: 'A deletion with a media type and no body is refused',
    breaks: ['OKTA-21'],
    request: (request) => {
      const hasType = request.headers.some(([name]) => /^content-type$/i.test(name));
      return matches({ method: 'DELETE', path: GROUP }, request) && hasType && request.body.length === 0
        ? scimError(400, 'the body is no JSON', 'invalidSyntax')
        : request;
    },
  },
  {
    id: 'F-OKTA-27',
    title: 'Of patches that meet, one takes the members of the other back',
    breaks: ['OKTA-27', 'VAULT-SEQ-02', 'VAULT-SEQ-03'],
    state: 'state-concurrent-patch-lost-update',
  },
];
