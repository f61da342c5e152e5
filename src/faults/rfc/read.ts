import {
  changingAnswer,
  changingBody,
  changingResources,
  jsonOf,
  matches,
  metaOf,
  RESOURCE,
  scimError,
  USER,
  withHeader,
  withJson,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { shownUser } from '../user-edits.ts';

type Json = Record<string, unknown>;

/** Defects of reads of one resource, and of an id that nobody has (RFC 7644 sections 3.4.1 and 3.12). */
export const rfcReadFaults: Fault[] = [
  {
    id: 'F-RFC-LIFE-12',
    title: 'A read wraps the resource into a list',
    breaks: ['RFC7644-3.4.1-01', 'RFC7644-3.4.1-05'],
    ...changingBody({ method: 'GET', path: USER, status: 200 }, (body) => ({ totalResults: 1, Resources: [body] })),
  },
  {
    id: 'F-RFC-LIFE-13',
    title: 'A user is found by userName in the path',
    breaks: ['RFC7644-3.4.1-02'],
    response: async (response, request, { send }) => {
      if (!matches({ method: 'GET', path: USER, status: 404 }, request, response)) return response;
      const [base = '', name = ''] = request.url.split(/\/(?=[^/]+$)/);
      const filter = encodeURIComponent(`userName eq "${decodeURIComponent(name.split('?')[0] ?? '')}"`);
      const found = jsonOf(await send({ ...request, url: `${base}?filter=${filter}` }))?.Resources as
        | Json[]
        | undefined;
      return found?.[0] ? withJson({ ...response, status: 200 }, found[0]) : response;
    },
  },
  {
    id: 'F-RFC-LIFE-14',
    title: 'A group is found below /Users',
    breaks: ['RFC7644-3.4.1-03', 'RFC7643-3-03', 'RFC7643-3.3-01', 'RFC7643-4.1-01'],
    response: async (response, request, { send }) =>
      matches({ method: 'GET', path: USER, status: 404 }, request, response)
        ? send({ ...request, url: request.url.replace('/Users/', '/Groups/') })
        : response,
  },
  {
    id: 'F-RFC-LIFE-15',
    title: 'A read sends the Location of the collection',
    breaks: ['RFC7644-3.4.1-04'],
    ...changingAnswer({ method: 'GET', path: USER, status: 200 }, (response, request) =>
      withHeader(response, 'Location', request.url.replace(/\/[^/]+$/, '')),
    ),
  },
  {
    id: 'F-RFC-LIFE-16',
    title: 'Each read moves lastModified',
    breaks: ['RFC7644-3.4.1-05', 'RFC7643-3.1-19', 'RFC9110-9.2.1-01', 'OKTA-26'],
    ...changingBody({ method: 'GET', path: RESOURCE, status: 200 }, (body) => {
      if (body.meta) body.meta = { ...metaOf(body), lastModified: new Date(Date.now() + 60_000).toISOString() };
    }),
  },
  {
    id: 'F-RFC-LIFE-17',
    title: 'A plain read leaves the external id out',
    breaks: ['RFC7644-3.4-01', 'RFC7643-3.1-10', 'RFC7643-7-16', 'RFC7643-3-06'],
    ...shownUser((body) => {
      delete body.externalId;
    }),
  },
  {
    id: 'F-RFC-LIFE-18',
    title: 'A plain read leaves meta out',
    breaks: [
      'RFC7643-3.1-16',
      'RFC7643-3.1-02',
      'RFC7643-6-03',
      'RFC7643-3-06',
      'RFC7643-2.3.5-01',
      'RFC7644-3.8-13',
      'RFC7644-3.4.1-01',
      'RFC7644-3.5.1-12',
    ],
    ...changingBody({ method: 'GET', path: RESOURCE, status: 200 }, (body) => {
      delete body.meta;
    }),
  },
  {
    id: 'F-RFC-LIFE-19',
    title: 'meta.location names the collection',
    breaks: ['RFC7643-3.1-23', 'RFC7644-3.3-07', 'RFC7644-3.3-13'],
    ...changingResources({ path: /scim\/v2\/Users/ }, (body) => {
      const location = String(metaOf(body).location ?? '').replace(/\/[^/]+$/, '');
      if (body.meta) body.meta = { ...metaOf(body), location };
    }),
  },
  {
    id: 'F-RFC-LIFE-20',
    title: 'An unknown id answers 400',
    breaks: [
      ...(['RFC7644-3.12-10', 'RFC7644-3.5.1-01', 'RFC7644-3.6-09', 'RFC7644-3.4.1-02', 'RFC7644-3.4.1-03'] as const),
      ...(['RFC7644-3.6-01', 'RFC7644-3.6-02', 'RFC7644-3.6-03', 'RFC7644-3.6-04', 'RFC7644-3.6-05'] as const),
      ...(['RFC7644-3.6-06', 'RFC7644-3.6-11', 'RFC7644-3.5.2-31', 'RFC9110-9.2.2-02', 'RFC7642-2.4.3-01'] as const),
      ...(['RFC7643-3.1-06', 'RFC7643-3.1-09', 'RFC7644-3.12-01', 'RFC7644-3.12-02', 'RFC7644-3.2-05'] as const),
      ...(['RFC7644-3.4.2-10', 'RFC7644-6.1-01', 'RFC7644-2-03'] as const),
    ],
    ...changingAnswer({ path: RESOURCE, status: 404 }, () => scimError(400, 'no such resource')),
  },
  {
    id: 'F-RFC-LIFE-31',
    title: 'A user is stored without its external id and shown with active turned round',
    breaks: [
      'RFC7643-4.1.1-09',
      'RFC7643-7-13',
      'RFC7643-2.3.2-01',
      'RFC7644-3.3-05',
      'RFC7644-3.5.2.3-04',
      'VAULT-USER-04',
      'VAULT-UPATCH-02',
      'SAIL-02',
    ],
    ...shownUser((body) => {
      if (body.active === true) body.active = false;
    }),
  },
  {
    id: 'F-RFC-LIFE-42',
    title: 'A user is shown without an id',
    breaks: [
      'RFC7643-3.1-03',
      'RFC7644-3.4.1-01',
      'RFC7643-3.1-01',
      'RFC7643-3-06',
      'RFC7643-3.1-26',
      'RFC7644-3.9-03',
      'RFC7643-7-22',
    ],
    ...shownUser((body) => {
      delete body.id;
    }),
  },
];
