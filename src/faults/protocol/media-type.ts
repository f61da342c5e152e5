import type { Where } from '../edits.ts';
import { changingAnswer, GROUP, GROUPS, matches, queryOf, SCIM, scimError, USER, USERS, withHeader } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { headerOf } from '../vault-requests.ts';

const isRefused = (status: number) => status >= 400;

/** Defects of the media types that answers have and that requests may have. */
export const mediaTypeFaults: Fault[] = [
  {
    id: 'F-MEDIA-01',
    title: 'A user is answered as application/json',
    breaks: ['VAULT-MEDIA-01', 'RFC7644-3.1-04', 'RFC7644-3.8-06'],
    ...asJson({ method: 'GET', path: USER, status: 200 }),
  },
  {
    id: 'F-MEDIA-02',
    title: 'The answer to a create is application/json',
    breaks: ['VAULT-MEDIA-02', 'RFC7644-3.1-04'],
    ...asJson({ method: 'POST', path: USERS, status: 201 }),
  },
  {
    id: 'F-MEDIA-03',
    title: 'The list of groups is application/json',
    breaks: ['VAULT-MEDIA-03', 'RFC7644-3.1-04'],
    ...asJson({ method: 'GET', path: GROUPS, status: 200 }),
  },
  {
    id: 'F-MEDIA-04',
    title: 'A group is answered as application/json',
    breaks: ['VAULT-MEDIA-04', 'RFC7644-3.1-04'],
    ...asJson({ method: 'GET', path: GROUP, status: 200 }),
  },
  {
    id: 'F-MEDIA-05',
    title: 'The schemas are application/json',
    breaks: ['VAULT-MEDIA-05', 'RFC7644-3.1-04', 'RFC7644-3.8-06'],
    ...asJson({ method: 'GET', path: /\/Schemas$/, status: 200 }),
  },
  {
    id: 'F-MEDIA-06',
    title: 'SCIM errors are application/json',
    breaks: ['VAULT-MEDIA-06', 'RFC7644-3.1-04', 'RFC7644-3.12-06'],
    ...asJson({ path: SCIM, status: isRefused }),
  },
  {
    id: 'F-MEDIA-07',
    title: 'A group is created from application/json only',
    breaks: ['VAULT-MEDIA-07', 'VAULT-GROUP-01'],
    ...refusing({ method: 'POST', path: GROUPS }, 'application/json'),
  },
  {
    id: 'F-MEDIA-08',
    title: 'A user is replaced from application/json only',
    breaks: ['VAULT-MEDIA-08'],
    ...refusing({ method: 'PUT', path: USER }, 'application/json'),
  },
  {
    id: 'F-MEDIA-09',
    title: 'A user is patched from a merge patch only',
    breaks: ['VAULT-MEDIA-09', 'VAULT-UPATCH-01', 'VAULT-UPATCH-02'],
    ...refusing({ method: 'PATCH', path: USER }, 'application/merge-patch+json'),
  },
  {
    id: 'F-MEDIA-10',
    title: 'A filtered list is application/json',
    breaks: ['VAULT-MEDIA-03', 'RFC7644-3.1-04'],
    ...changingAnswer({ method: 'GET', path: USERS, status: 200 }, (response, request) =>
      queryOf(request).has('filter') ? withHeader(response, 'Content-Type', 'application/json') : response,
    ),
  },
];

function asJson(where: Where): Pick<Fault, 'response'> {
  return changingAnswer(where, (response) => withHeader(response, 'Content-Type', 'application/json'));
}

function refusing(where: Where, accepted: string): Pick<Fault, 'request'> {
  return {
    request: (request) =>
      matches(where, request) && headerOf(request, 'Content-Type') !== accepted
        ? scimError(415, `Content-Type has to be ${accepted}`)
        : request,
  };
}
