import { jsonOf, matches, metaOf, pathOf, scimError, USER, USERS_AND_USER, withJson } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';

type Json = Record<string, unknown>;

/** Refuses a create or a PUT of a user whose body meets a condition. */
const refusing = (holds: (body: Json, request: FaultRequest) => boolean): Pick<Fault, 'request'> => ({
  request: (request) => {
    const body =
      ['POST', 'PUT'].includes(request.method) && USERS_AND_USER.test(pathOf(request)) ? jsonOf(request) : null;
    return body && holds(body, request) ? scimError(400, 'refused', 'mutability') : request;
  },
});
/** What a create or a PUT was sent is shown from then on, in place of what the server holds. */
const forging = (pick: (sent: Json) => Json): Pick<Fault, 'response'> => ({
  response: (response, request, { memory }) => {
    const body = USERS_AND_USER.test(pathOf(request)) && response.status < 300 ? jsonOf(response) : null;
    if (!body || typeof body.id !== 'string') return response;
    if (['POST', 'PUT'].includes(request.method)) memory.set(body.id, pick(jsonOf(request) ?? {}));
    const forged = memory.get(body.id) as Json | undefined;
    return forged ? withJson(response, merged(body, forged)) : response;
  },
});
const merged = (body: Json, forged: Json): Json => ({
  ...body,
  ...forged,
  ...(forged.meta ? { meta: { ...metaOf(body), ...(forged.meta as Json) } } : {}),
});

/** Defects of what a client may change, and of what it may not (RFC 7643 section 7). */
export const rfcMutabilityFaults: Fault[] = [
  {
    id: 'F-RFC-ATTR-25',
    title: 'readOnly attributes in a create are refused',
    breaks: [
      'RFC7644-3.3-01',
      'RFC7643-3.1-07',
      'RFC7644-3.3.1-02',
      'RFC7643-3.1-15',
      'RFC7643-4.1.2-07',
      'RFC7644-3.1-03',
      'ENTRA-03',
    ],
    ...refusing(
      (body, request) =>
        request.method === 'POST' &&
        ['id', 'meta', 'groups'].some(
          (name) =>
            (name === 'groups' ? (body[name] as unknown[] | undefined)?.length : body[name]) !== undefined &&
            body[name] !== null &&
            String(body[name]) !== '',
        ),
    ),
  },
  {
    id: 'F-RFC-ATTR-26',
    title: 'meta of a request is shown from then on',
    breaks: [
      ...(['RFC7644-3.3-01', 'RFC7644-3.3.1-02', 'RFC7643-3.1-15', 'RFC7644-3.5.1-09', 'RFC7643-7-18'] as const),
      'RFC7643-3.1-23',
      'RFC7643-6-03',
      'RFC7644-3.3-07',
      'RFC7644-3.3.1-01',
    ],
    ...forging((sent) => (sent.meta ? { meta: sent.meta } : {})),
  },
  {
    id: 'F-RFC-ATTR-27',
    title: 'groups of a request are shown from then on',
    breaks: ['RFC7644-3.3-01', 'RFC7644-3.5.1-09', 'RFC7643-4.1.2-07', 'RFC7643-7-18', 'RFC7644-3.1-03'],
    ...forging((sent) => (Array.isArray(sent.groups) && sent.groups.length > 0 ? { groups: sent.groups } : {})),
  },
  {
    id: 'F-RFC-ATTR-28',
    title: 'The id of a request is shown from then on',
    breaks: ['RFC7643-3.1-07', 'RFC7644-3.3-01', 'RFC7644-3.5.1-10', 'RFC7643-3.1-23'],
    response: (response, request, { memory }) => {
      const body = USERS_AND_USER.test(pathOf(request)) && response.status < 300 ? jsonOf(response) : null;
      if (!body || typeof body.id !== 'string') return response;
      const sent = ['POST', 'PUT'].includes(request.method) ? jsonOf(request)?.id : undefined;
      if (typeof sent === 'string' && sent !== body.id) memory.set(body.id, sent);
      const wrong = request.method === 'GET' ? memory.get(body.id) : undefined;
      return wrong ? withJson(response, { ...body, id: wrong }) : response;
    },
  },
  {
    id: 'F-RFC-ATTR-29',
    title: 'A renamed user gets another id',
    breaks: ['RFC7643-3.1-05', 'RFC7643-4.1.1-05', 'RFC7643-3.1-23'],
    response: (response, request, { memory }) => {
      const body = USER.test(pathOf(request)) && response.status === 200 ? jsonOf(response) : null;
      if (!body) return response;
      if (request.method === 'PUT' && /renamed/.test(String(body.userName))) memory.set(pathOf(request), true);
      return memory.has(pathOf(request)) ? withJson(response, { ...body, id: `${body.id}-2` }) : response;
    },
  },
  {
    id: 'F-RFC-ATTR-30',
    title: 'A change of externalId breaks the server',
    breaks: ['RFC7643-3.1-12', 'RFC7644-3.12-17'],
    response: (response, request) =>
      matches({ method: 'PUT', path: USER, status: 400 }, request, response) &&
      jsonOf(response)?.scimType === 'mutability'
        ? scimError(500, 'externalId')
        : response,
  },
  {
    id: 'F-RFC-ATTR-32',
    title: 'A user cannot change the case of its name',
    breaks: ['RFC7643-4.1.1-04'],
    ...refusing(
      (body, request) =>
        request.method === 'PUT' &&
        String(body.userName) === String(body.userName).toUpperCase() &&
        Boolean(body.userName),
    ),
  },
];
