import { matches, scimError, USER } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { asking } from '../scim-requests.ts';

/** Defects of a server that has no versions and gets conditions nevertheless (RFC 7644 section 3.14). */
export const rfcVersionFaults: Fault[] = [
  {
    id: 'F-ETAG-51',
    title: 'If-Match: * breaks a server without versions down',
    breaks: ['RFC7644-3.14-10', 'RFC7644-3.12-17'],
    request: (request) => (isAnyMatch(request) ? scimError(500, 'something went wrong') : request),
  },
  {
    id: 'F-ETAG-52',
    title: 'A PUT with If-Match: * deletes the user of a server without versions',
    breaks: ['RFC7644-3.14-10'],
    request: async (request, { send }) => {
      if (!isAnyMatch(request)) return request;
      const read = await send(asking(request, 'GET'));
      await send(asking(request, 'DELETE'));
      return read;
    },
  },
];

function isAnyMatch(request: FaultRequest): boolean {
  const hasCondition = request.headers.some(([name, value]) => /^if-match$/i.test(name) && value === '*');
  return hasCondition && matches({ method: 'PUT', path: USER }, request);
}
