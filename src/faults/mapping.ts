import { changingRequest, USERS } from './edits.ts';
import type { Fault } from './fault.ts';

/** Defects of how SCIM resources show as entities, aliases and groups. */
export const mappingFaults: Fault[] = [
  {
    id: 'F-MAP-01',
    title: 'A created user becomes an entity with another name',
    breaks: ['VAULT-MAP-02'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      body.userName = `${body.userName}-x`;
    }),
  },
];
