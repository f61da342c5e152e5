import { pathOf, queryOf, USERS_AND_USER, withQuery } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { withUsers } from './shown-users.ts';
import { valuesOf } from './user-patches.ts';

/** Defects of sub-attributes in `attributes` and `excludedAttributes` (RFC 7644 section 3.9). */
export const subAttributeFaults: Fault[] = [
  {
    id: 'F-FULL-PROJ-01',
    title: 'A request for a part of an attribute gives the whole attribute',
    breaks: ['RFC7644-3.9-05', 'RFC7644-3.9-07', 'RFC7644-3.4.2.5-04'],
    ...asking('attributes', (name) => name.split('.')[0] ?? name),
  },
  {
    id: 'F-FULL-PROJ-02',
    title: 'A part of a list cannot be requested',
    breaks: ['RFC7644-3.9-07'],
    ...asking('attributes', (name) => (name.startsWith('emails.') ? 'id' : name)),
  },
  {
    id: 'F-FULL-PROJ-03',
    title: 'To exclude a part of an attribute excludes the whole attribute',
    breaks: ['RFC7644-3.9-06'],
    ...asking('excludedAttributes', (name) => name.split('.')[0] ?? name),
  },
  {
    id: 'F-FULL-PROJ-04',
    title: 'A part of an attribute that is to be excluded stays',
    breaks: ['RFC7644-3.9-06'],
    ...asking('excludedAttributes', (name) => (name.includes('.') ? '' : name)),
  },
  {
    id: 'F-FULL-PROJ-05',
    title: 'A request for a part of an attribute gives nothing of it',
    breaks: ['RFC7644-3.9-05'],
    ...asking('attributes', (name) => (name.startsWith('name.') ? 'id' : name)),
  },
  {
    id: 'F-FULL-PROJ-06',
    title: 'A request for a part of a list gives it of the first value',
    breaks: ['RFC7644-3.9-07'],
    response: (response, request) => {
      const isOfList = queryOf(request).get('attributes')?.startsWith('emails.') === true;
      return withUsers(response, request, (user) => {
        if (isOfList) user.emails = valuesOf(user, 'emails').slice(0, 1);
      });
    },
  },
];

/** Defect that takes each name in a projection for another one, or for none. */
function asking(parameter: string, as: (name: string) => string): Pick<Fault, 'request'> {
  return {
    request: (request): FaultRequest => {
      const query = queryOf(request);
      const asked = query.get(parameter);
      if (request.method !== 'GET' || asked === null || !USERS_AND_USER.test(pathOf(request))) return request;
      // The dots of a URN are no separators.
      const names = asked.split(',').map((name) => (name.startsWith('urn:') ? name : as(name)));
      query.set(parameter, names.filter((name) => name !== '').join(','));
      if (query.get(parameter) === '') query.delete(parameter);
      return withQuery(request, query);
    },
  };
}
