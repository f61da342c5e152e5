import { ADD, BY_LIST, type OtherClient } from '../client.ts';
import { SOURCES } from '../sources.ts';

const SHARED = {
  vendor: 'authentik',
  mode: 'patch',
  connectionTest: [{ state: 'read document', template: 'AK-Q01' }],
  writesWholeGroups: false,
  readsGroupFirst: true,
  searchesOnConflict: true,
  withoutPatch: {
    'add members': { template: 'AK-V08' },
    'remove members': { template: 'AK-V08' },
    'rename group': { template: 'AK-V08' },
  },
  decisions: {
    'read document': {
      'no document': ['assume nothing', 'degraded', SOURCES.authentik],
      'not JSON': ['assume nothing', 'degraded', SOURCES.authentik],
      missing: ['assume nothing', 'degraded', SOURCES.authentik],
      refused: ['assume nothing', 'degraded', SOURCES.authentik],
    },
    'create user': { conflict: ['look up', 'works', SOURCES.authentik] },
    'create group': { conflict: ['look up', 'works', SOURCES.authentik] },
    // "Gone": the link is deleted, and the user is made anew.
    'write user': { missing: ['create again', 'works', SOURCES.authentik] },
  },
} as const satisfies Partial<OtherClient>;

const BOTH = {
  'find user': { template: 'AK-Q04' },
  'create user': { template: 'AK-V01' },
  'write user': { template: 'AK-V02' },
  'disable user': { template: 'AK-V02' },
  'enable user': { template: 'AK-V02' },
  'delete user': { template: 'AK-D01' },
  'find group': { template: 'AK-Q03' },
  'read group': { template: 'AK-Q02' },
  'create group': { template: 'AK-V03' },
  'add members': { template: 'AK-V06', does: ADD },
  'remove members': { template: 'AK-V07', does: BY_LIST },
  'delete group': { template: 'AK-D02' },
} as const satisfies OtherClient['requests'];

/** authentik, in two of its compatibility modes. */
export const AUTHENTIK: readonly OtherClient[] = [
  {
    ...SHARED,
    variant: 'compatibility-default',
    requests: { ...BOTH, 'rename group': { template: 'AK-V04', does: 'replace {whole group}' } },
  },
  {
    ...SHARED,
    variant: 'compatibility-aws',
    requests: { ...BOTH, 'rename group': { template: 'AK-V05', does: 'replace displayName, externalId' } },
  },
];
