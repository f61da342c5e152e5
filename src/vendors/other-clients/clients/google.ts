import type { OtherClient } from '../client.ts';
import { SOURCES } from '../sources.ts';

/** Google, which provisions users only. */
export const GOOGLE: readonly OtherClient[] = [
  {
    vendor: 'google',
    mode: 'put',
    connectionTest: [{ state: 'probe list', template: 'GO-Q01' }],
    requests: {
      'find user': { template: 'GO-Q02' },
      'create user': { template: 'GO-V01' },
      'write user': { template: 'GO-V02' },
      'disable user': { template: 'GO-V02' },
      'enable user': { template: 'GO-V02' },
      'delete user': { template: 'GO-D01' },
    },
    writesWholeGroups: false,
    decisions: { 'disable user': { done: ['go on', 'works', SOURCES.google] } },
  },
];
