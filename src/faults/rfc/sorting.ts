import { COLLECTION, matches, queryOf, scimError } from '../edits.ts';
import type { Fault } from '../fault.ts';

/** Defects of a server that does not sort (RFC 7644 section 3.4.2.3). */
export const unsortedFaults: Fault[] = [
  {
    id: 'F-REST-32',
    title: 'A sortBy that is not supported breaks the server down',
    breaks: ['RFC7644-3.4.2.3-02', 'RFC7644-3.12-17'],
    request: (request) =>
      matches({ method: 'GET', path: COLLECTION }, request) && queryOf(request).has('sortBy')
        ? scimError(500, 'sorting is not implemented')
        : request,
  },
];
