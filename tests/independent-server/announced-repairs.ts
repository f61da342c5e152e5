import { changingBody } from '../../src/faults/edits.ts';
import type { Repair } from './repairs.ts';

/** Lets the server announce what it does. */
export const ANNOUNCED_REPAIRS: Repair[] = [
  {
    id: 'passwords-can-be-changed',
    mends: ['RFC7644-3.5.1-03', 'RFC7643-4.1.1-17', 'RFC7642-2.3.6-01'],
    ...changingBody({ method: 'GET', path: /\/ServiceProviderConfig$/, status: 200 }, (body) => {
      body.changePassword = { supported: true };
    }),
  },
];
