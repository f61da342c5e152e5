import { ADD, BY_FILTER, type OtherClient } from '../client.ts';
import { SOURCES } from '../sources.ts';

const USERS = {
  'find user': { template: 'PI-Q01' },
  'create user': { template: 'PI-V01' },
  'write user': { template: 'PI-V02' },
  'disable user': { template: 'PI-V02' },
  'enable user': { template: 'PI-V02' },
  'delete user': { template: 'PI-D01' },
  'list groups': { template: 'PI-Q02' },
  'create group': { template: 'PI-V03' },
  'rename group': { template: 'PI-V06' },
  'delete group': { template: 'PI-D02' },
} as const satisfies OtherClient['requests'];

const SHARED = {
  vendor: 'ping',
  connectionTest: [{ state: 'probe nobody', template: 'PI-Q01' }],
  decisions: { 'list groups': { 'no list': ['report', 'broken', SOURCES.ping] } },
} as const satisfies Partial<OtherClient>;

/** Ping (PingFederate), which writes groups as a whole or patches them. */
export const PING: readonly OtherClient[] = [
  {
    ...SHARED,
    mode: 'put',
    requests: { ...USERS, 'add members': { template: 'PI-V06' }, 'remove members': { template: 'PI-V06' } },
    writesWholeGroups: true,
  },
  {
    ...SHARED,
    mode: 'patch',
    requests: {
      ...USERS,
      'add members': { template: 'PI-V04', does: ADD },
      'remove members': { template: 'PI-V05', does: BY_FILTER },
    },
    writesWholeGroups: false,
  },
];
