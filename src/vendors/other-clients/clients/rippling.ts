import { ADD, BY_FILTER, type OtherClient } from '../client.ts';
import { SOURCES } from '../sources.ts';

/** Rippling. */
export const RIPPLING: readonly OtherClient[] = [
  {
    vendor: 'rippling',
    mode: 'patch',
    connectionTest: [{ state: 'read document', template: 'RI-Q01' }],
    requests: {
      'create user': { template: 'RI-V01' },
      'disable user': { template: 'RI-V02', does: 'replace active false' },
      'enable user': { template: 'RI-V02', does: 'replace active true' },
      'delete user': { template: 'RI-D01' },
      'create group': { template: 'RI-V03' },
      'add members': { template: 'RI-V04', does: ADD },
      'remove members': { template: 'RI-V05', does: BY_FILTER },
      'delete group': { template: 'RI-D02' },
    },
    writesWholeGroups: false,
    decisions: {
      'read document': { missing: ['stop', 'broken', SOURCES.rippling] },
      'create user': { conflict: ['report', 'degraded', SOURCES.rippling] },
      // A server without PATCH left the group empty.
      'add members': { refused: ['report', 'broken', SOURCES.ripplingcapture] },
    },
  },
];
