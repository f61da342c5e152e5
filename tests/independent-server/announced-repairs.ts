import { CONFIGURATION, changingAnswer, changingBody, RESOURCE, withHeader } from '../../src/faults/edits.ts';
import type { Repair } from './repairs.ts';

/** Lets the server announce what it does. */
export const ANNOUNCED_REPAIRS: Repair[] = [
  {
    id: 'passwords-can-be-changed',
    mends: ['RFC7644-3.5.1-03', 'RFC7643-4.1.1-17', 'RFC7642-2.3.6-01'],
    ...changingBody({ method: 'GET', path: CONFIGURATION, status: 200 }, (body) => {
      body.changePassword = { supported: true };
    }),
  },
  {
    id: 'events-are-announced',
    mends: ['RFC9967-2.5.1.1-01'],
    ...changingBody({ method: 'GET', path: CONFIGURATION, status: 200 }, (body) => {
      body.securityEvents = { asyncRequest: 'none', eventUris: [] };
    }),
  },
  {
    id: 'form-of-patches',
    mends: ['RFC5789-3.1-01'],
    ...changingAnswer({ method: 'OPTIONS', path: RESOURCE, status: (status) => status < 300 }, (response) =>
      withHeader(response, 'Accept-Patch', 'application/scim+json'),
    ),
  },
];
