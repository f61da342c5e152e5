import { jsonOf, matches, queryOf, USER, USERS, withJson, withoutParameter } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { resourceAt } from '../scim-requests.ts';
import { headerOf } from '../vault-requests.ts';

/** Defects of one vendor's form of a request, or of a later step of its job. */
export const vendorFormFaults: Fault[] = [
  {
    id: 'F-SAIL-20',
    title: 'The wanted attributes count for the first page only',
    breaks: ['SAIL-04'],
    request: (request) => {
      const isLater = Number(queryOf(request).get('startIndex') ?? 1) > 1;
      return isLater && matches({ method: 'GET', path: USERS }, request)
        ? withoutParameter(request, 'attributes')
        : request;
    },
  },
  {
    id: 'F-GOOG-02',
    title: 'A replace as application/json keeps the userName',
    breaks: ['GOOG-01', 'RFC7644-3.5.1-02'],
    ...keepingName('Content-Type', /^application\/json/),
  },
  {
    id: 'F-PING-03',
    title: 'A replace of a Java client keeps the userName',
    breaks: ['PING-01', 'RFC7644-3.5.1-02'],
    ...keepingName('User-Agent', /Java/),
  },
];

/** Replaces with such a header leave the userName as it is. */
function keepingName(header: string, pattern: RegExp): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      const isMeant = matches({ method: 'PUT', path: USER }, request) && pattern.test(headerOf(request, header) ?? '');
      const body = isMeant ? jsonOf(request) : null;
      const { userName } = body ? await resourceAt(request, context) : {};
      return body && userName !== undefined ? withJson(request, { ...body, userName }) : request;
    },
  };
}
