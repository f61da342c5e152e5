import { ADD, BY_FILTER, type OtherClient } from '../client.ts';
import { SOURCES } from '../sources.ts';

const SHARED = {
  vendor: 'onelogin',
  mode: 'put',
  connectionTest: [{ state: 'probe nobody', template: 'OL-Q01' }],
  writesWholeGroups: false,
  decisions: {
    'probe nobody': {
      none: ['go on', 'works', SOURCES.onelogin],
      missing: ['go on', 'works', SOURCES.onelogin],
    },
    'find user': { missing: ['create', 'works', SOURCES.onelogin] },
  },
} as const satisfies Partial<OtherClient>;

const BOTH = {
  'list groups': { template: 'OL-Q03' },
  'create group': { template: 'OL-V05' },
  'add members': { template: 'OL-V06', does: ADD },
  'remove members': { template: 'OL-V07', does: BY_FILTER },
  'find user': { template: 'OL-Q01' },
  'delete user': { template: 'OL-D01' },
} as const satisfies OtherClient['requests'];

/** OneLogin, with the template of its captures and with the reduced one. */
export const ONELOGIN: readonly OtherClient[] = [
  {
    ...SHARED,
    variant: 'captured-template',
    requests: {
      ...BOTH,
      'create user': { template: 'OL-B01' },
      'write user': { template: 'OL-V01' },
    },
  },
  {
    ...SHARED,
    variant: 'reduced-template',
    requests: {
      ...BOTH,
      'create user': { template: 'OL-V02' },
      'write user': { template: 'OL-V03' },
      'disable user': { template: 'OL-V03' },
      'enable user': { template: 'OL-V03' },
    },
  },
];
