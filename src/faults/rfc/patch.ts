import { changingAnswer, changingBody, jsonOf, pathOf, scimError, USER, withJson } from '../edits.ts';
import type { Fault, FaultRequest, FaultResponse } from '../fault.ts';
import { NOTHING_DONE } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Operation = { op?: unknown; path?: unknown; value?: unknown };

const PATCH = { method: 'PATCH', path: USER };
const messageOf = (request: FaultRequest): Json | null =>
  request.method === 'PATCH' && USER.test(pathOf(request)) ? jsonOf(request) : null;
const operationsOf = (message: Json | null): Operation[] =>
  Array.isArray(message?.Operations) ? (message.Operations as Operation[]) : [];
/** A patch whose message looks like this is answered 204 and changes nothing. */
const silent = (holds: (operations: Operation[], message: Json) => boolean): Pick<Fault, 'request'> => ({
  request: (request) => {
    const message = messageOf(request);
    return message && holds(operationsOf(message), message) ? NOTHING_DONE : request;
  },
});
const refused = (holds: (operations: Operation[]) => boolean, answer: () => FaultResponse): Pick<Fault, 'request'> => ({
  request: (request) => (holds(operationsOf(messageOf(request))) ? answer() : request),
});
const first =
  (holds: (operation: Operation) => boolean) =>
  (operations: Operation[]): boolean =>
    operations.length === 1 && operations.every(holds);
const path = (pattern: RegExp) => first((one) => pattern.test(String(one.path)));

/** Defects of PATCH on users (RFC 7644 section 3.5.2). */
export const rfcPatchFaults: Fault[] = [
  {
    id: 'F-RFC-PATCH-01',
    title: 'A patch of active answers 204 and changes nothing',
    breaks: [
      ...(['RFC7644-3.5.2.3-04', 'RFC7643-4.1.1-14', 'RFC7644-3.5.2-28', 'RFC7644-3.5.2.3-03'] as const),
      ...(['RFC7644-3.5.2-32', 'RFC7644-3.5-03', 'RFC7644-3.5.2-29', 'RFC7644-3.5.2-30'] as const),
    ],
    ...silent(first(({ op, path: at, value }) => op === 'replace' && at === 'active' && value === false)),
  },
  {
    id: 'F-RFC-PATCH-02',
    title: 'An inactive user is hidden',
    breaks: [
      'RFC7643-4.1.1-14',
      'RFC7644-3.5.2.3-04',
      'RFC7644-3.5.2-14',
      'RFC7644-3.5.2-15',
      'RFC7644-3.5.2-28',
      'RFC7644-3.5.2-29',
      'RFC7644-3.5.2-30',
      'RFC7644-3.5.2.3-01',
      'RFC7644-3.5.2.3-03',
      'RFC7644-3.5.2-32',
      'RFC7644-3.5-03',
      'RFC7642-2.4.3-01',
      'RFC7644-3.5.1-02',
    ],
    response: (response, request) =>
      request.method === 'GET' && USER.test(pathOf(request)) && jsonOf(response)?.active === false
        ? scimError(404, 'no such user')
        : response,
  },
  {
    id: 'F-RFC-PATCH-03',
    title: 'A patch answers with the state before it',
    breaks: ['RFC7644-3.5.2-28'],
    ...changingBody({ ...PATCH, status: 200 }, (body) => {
      if (typeof body.active === 'boolean') body.active = !body.active;
    }),
  },
  {
    id: 'F-RFC-PATCH-04',
    title: 'A patch answers 202',
    breaks: [
      ...([
        'RFC7644-3.5.2-28',
        'RFC7644-3.5.2.3-04',
        'RFC7644-3.5.2.3-01',
        'RFC7644-3.5.2.3-03',
        'RFC7644-3.5.2.3-17',
      ] as const),
      ...(['RFC7644-3.5.2-14', 'RFC7644-3.5.2-15', 'RFC7644-3.5.2-29', 'RFC7644-3.5.2-30'] as const),
      'ENTRA-15',
    ],
    ...changingAnswer({ ...PATCH, status: 200 }, (response) => ({ ...response, status: 202 })),
  },
  {
    id: 'F-RFC-PATCH-05',
    title: 'replace without path answers 204 and changes nothing',
    breaks: ['RFC7644-3.5.2.3-01', 'RFC7644-3.5.2-10', 'RFC7644-3.5.2.3-04'],
    ...silent(first(({ op, path: at }) => op === 'replace' && at === undefined)),
  },
  {
    id: 'F-RFC-PATCH-06',
    title: 'replace with the stored value is refused',
    breaks: ['RFC7644-3.5.2.3-17', 'RFC7644-3.5.2.3-04'],
    ...refused(
      first(({ path: at, value }) => at === 'active' && value === true),
      () => scimError(409, 'no change'),
    ),
  },
  {
    id: 'F-RFC-PATCH-07',
    title: 'An operation without a value answers 204',
    breaks: ['RFC7644-3.5.2.3-15', 'RFC7644-3.5.2.1-01'],
    ...silent(first(({ op, value }) => op !== 'remove' && value === undefined)),
  },
  {
    id: 'F-RFC-PATCH-08',
    title: 'add answers 204 and changes nothing',
    breaks: [
      'RFC7644-3.5.2.1-02',
      'RFC7644-3.5.2.1-11',
      'RFC7644-3.5.2.1-01',
      'RFC7644-3.5.2.1-03',
      'RFC7644-3.5.2-10',
    ],
    ...silent(first(({ op }) => op === 'add')),
  },
  {
    id: 'F-RFC-PATCH-09',
    title: 'add without path takes any value',
    breaks: ['RFC7644-3.5.2.1-03'],
    ...silent(
      first(
        ({ op, path: at, value }) =>
          op === 'add' && at === undefined && (typeof value === 'string' || Array.isArray(value)),
      ),
    ),
  },
  {
    id: 'F-RFC-PATCH-10',
    title: 'remove answers 204 and changes nothing',
    breaks: ['RFC7644-3.5.2.2-01', 'RFC7644-3.12-24', 'RFC7644-3.5.2.2-08', 'RFC7644-3.5.2.2-09', 'RFC7644-3.5.2-27'],
    ...silent(first(({ op }) => op === 'remove')),
  },
  {
    id: 'F-RFC-PATCH-11',
    title: 'remove of nothing breaks the server',
    breaks: ['RFC7644-3.5.2.2-15', 'RFC7644-3.12-17'],
    ...refused(
      first(({ op, path: at }) => op === 'remove' && /title|displayName/.test(String(at))),
      () => scimError(500, 'nil'),
    ),
  },
  {
    id: 'F-RFC-PATCH-12',
    title: 'Unknown operations are skipped',
    breaks: ['RFC7644-3.5.2-03'],
    ...silent(first(({ op }) => ['move', 'test', 'bogus', 'copy'].includes(String(op)))),
  },
  {
    id: 'F-RFC-PATCH-13',
    title: 'Indexes in a path are skipped',
    breaks: ['RFC7644-3.5.2-04'],
    ...silent(path(/\[0\]|\/0/)),
  },
  {
    id: 'F-RFC-PATCH-14',
    title: 'A message without schemas is skipped',
    breaks: ['RFC7644-3.5.2-05'],
    ...silent((_operations, message) => message.schemas === undefined),
  },
  {
    id: 'F-RFC-PATCH-15',
    title: 'A message without operations answers 204',
    breaks: ['RFC7644-3.5.2-06', 'RFC5789-2.2-02'],
    ...silent((operations, message) => operations.length === 0 && !('operations' in message)),
  },
  {
    id: 'F-RFC-PATCH-16',
    title: 'A missing op means replace',
    breaks: ['RFC7644-3.5.2-07'],
    request: (request) => {
      const message = messageOf(request);
      const [only] = operationsOf(message);
      return message && only && only.op === undefined && !('OP' in only)
        ? withJson(request, { ...message, Operations: [{ ...only, op: 'replace' }] })
        : request;
    },
  },
  {
    id: 'F-RFC-PATCH-17',
    title: 'An op in other letter case answers 204 and changes nothing',
    breaks: ['RFC7644-3.5.2-08', 'VAULT-UPATCH-18'],
    ...silent(first(({ op }) => op === 'Replace')),
  },
  {
    id: 'F-RFC-PATCH-18',
    title: 'Member names in other letter case answer 204 and change nothing',
    breaks: ['RFC7644-3.5.2-09'],
    ...silent((_operations, message) => 'operations' in message),
  },
  {
    id: 'F-RFC-PATCH-19',
    title: 'A malformed path is skipped',
    breaks: ['RFC7644-3.5.2-12', 'RFC7644-3.12-23'],
    ...silent(path(/\.\.|\[$|eq\]$|user name/)),
  },
  {
    id: 'F-RFC-PATCH-20',
    title: 'A malformed path breaks the server',
    breaks: ['RFC7644-3.12-23', 'RFC7644-3.5.2-12', 'RFC7644-3.12-17'],
    ...refused(path(/\.\.|\]\]/), () => scimError(500, 'path')),
  },
  {
    id: 'F-RFC-PATCH-21',
    title: 'An unknown attribute is skipped',
    breaks: ['RFC7644-3.5.2-13'],
    ...silent(path(/noSuchAttribute/)),
  },
  {
    id: 'F-RFC-PATCH-22',
    title: 'A name in another letter case in a path breaks the server',
    breaks: ['RFC7644-3.5.2-14', 'RFC7644-3.12-17'],
    ...refused(path(/ACTIVE/), () => scimError(500, 'no such attribute')),
  },
  {
    id: 'F-RFC-PATCH-23',
    title: 'A path with the schema URN answers 204 and changes nothing',
    breaks: ['RFC7644-3.5.2-15'],
    ...silent(path(/^urn:/)),
  },
  {
    id: 'F-RFC-PATCH-24',
    title: 'A text for active means true',
    breaks: ['RFC7644-3.5.2-20', 'RFC7644-3.12-27'],
    ...silent((operations) => operations.some(({ value }) => value === 'notABoolean' || value === 'abc')),
  },
  {
    id: 'F-RFC-PATCH-25',
    title: 'Of several operations only the first is done',
    breaks: ['RFC7644-3.5.2-23', 'RFC7644-3.5.2-25', 'RFC7644-3.12-27'],
    request: (request) => {
      const message = messageOf(request);
      const operations = operationsOf(message);
      return message && operations.length > 1
        ? withJson(request, { ...message, Operations: operations.slice(0, 1) })
        : request;
    },
  },
  {
    id: 'F-RFC-PATCH-26',
    title: 'A failed patch keeps what went before',
    breaks: ['RFC7644-3.5.2-25', 'RFC7644-3.12-27'],
    request: async (request, { send }) => {
      const message = messageOf(request);
      const operations = operationsOf(message);
      const [one] = operations;
      if (message && one?.op === 'replace' && operations.length > 1)
        await send(withJson(request, { ...message, Operations: [one] }));
      return request;
    },
  },
  {
    id: 'F-RFC-PATCH-27',
    title: 'A failed patch answers in plain text',
    breaks: [
      'RFC7644-3.5.2-27',
      'RFC7644-3.5.2-31',
      'RFC5789-2.2-01',
      'RFC7644-3.5.2-20',
      'RFC7644-3.5.2-05',
      'RFC7644-3.5.2-06',
      'RFC7644-3.5.2-07',
      'RFC7644-3.6-05',
      'RFC7644-3.1-04',
      'RFC7644-3.12-01',
      'RFC7644-3.12-06',
    ],
    ...changingAnswer({ ...PATCH, status: (status) => status >= 400 }, (response) => ({
      ...response,
      headers: [['Content-Type', 'text/plain']],
      body: Buffer.from('bad patch'),
    })),
  },
  {
    id: 'F-RFC-PATCH-28',
    title: 'A patch on an unknown id answers 204',
    breaks: ['RFC7644-3.5.2-31', 'RFC7644-3.6-05', 'RFC7644-3.12-10'],
    ...changingAnswer({ ...PATCH, status: 404 }, () => NOTHING_DONE),
  },
  {
    id: 'F-RFC-PATCH-29',
    title: 'A patch keeps lastModified',
    breaks: ['RFC7644-3.5.2-32', 'RFC7644-3.5.1-13', 'RFC7643-3.1-20'],
    response: (response, request, { memory }) => {
      const body = /Users/.test(pathOf(request)) ? jsonOf(response) : null;
      if (!body?.meta || typeof body.id !== 'string') return response;
      const meta = body.meta as Json;
      const kept = memory.get(body.id) ?? meta.lastModified;
      memory.set(body.id, kept);
      return withJson(response, { ...body, meta: { ...meta, lastModified: kept } });
    },
  },
  {
    id: 'F-RFC-PATCH-30',
    title: 'A patch of userName answers 204',
    breaks: ['RFC7644-3.5.2-33', 'RFC7644-3.5.2.2-08'],
    ...silent(path(/^userName$/)),
  },
  {
    id: 'F-RFC-PATCH-31',
    title: 'An invalid filter in a path is skipped',
    breaks: ['RFC7644-3.5.2-34'],
    ...silent(path(/ xx /)),
  },
  {
    id: 'F-RFC-PATCH-32',
    title: 'A dotted name becomes an attribute',
    breaks: ['RFC7644-3.5.2.3-19', 'RFC7643-7-12'],
    request: (request, { memory }) => {
      if (request.method === 'PATCH' && request.body.includes('name.familyName') && !request.body.includes('"path"'))
        memory.set(pathOf(request), true);
      return request;
    },
    response: (response, request, { memory }) => {
      const body = request.method === 'GET' && memory.has(pathOf(request)) ? jsonOf(response) : null;
      return body ? withJson(response, { ...body, 'name.familyName': 'X' }) : response;
    },
  },
  {
    id: 'F-RFC-PATCH-33',
    title: 'A malformed patch answers 422',
    breaks: ['RFC5789-2.2-01'],
    ...changingAnswer({ ...PATCH, status: 400 }, (response) =>
      jsonOf(response)?.scimType === 'invalidSyntax' ? scimError(422, 'not processable') : response,
    ),
  },
  {
    id: 'F-RFC-PATCH-34',
    title: 'A patch of meta answers 204',
    breaks: ['RFC7644-3.5.2-17'],
    ...silent(path(/^meta/)),
  },
  {
    id: 'F-RFC-PATCH-35',
    title: 'A remove of id answers 204',
    breaks: ['RFC7644-3.5.2.2-09'],
    ...silent(path(/^id$/)),
  },
];
