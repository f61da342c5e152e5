import type { OtherClient } from '../client.ts';
import { SOURCES } from '../sources.ts';

const SHARED = {
  vendor: 'keycloak',
  connectionTest: [{ state: 'probe list', template: 'KC-Q01' }],
  writesWholeGroups: true,
  attempts: 10,
  decisions: {
    // It never searches: who is there already is never linked.
    'create user': { conflict: ['report', 'broken', SOURCES.keycloak] },
    'create group': { conflict: ['report', 'broken', SOURCES.keycloak] },
  },
} as const satisfies Partial<OtherClient>;

const BOTH = {
  'create user': { template: 'KC-V01' },
  'delete user': { template: 'KC-D01' },
  'create group': { template: 'KC-V04' },
  'delete group': { template: 'KC-D02' },
} as const satisfies OtherClient['requests'];

const PATCH_USER = { template: 'KC-V03', does: 'replace active "…", userName, displayName' };
const PATCH_GROUP = { template: 'KC-V06', does: 'replace members', empty: 'KC-V07' };

/** The SCIM extension of Keycloak, by PUT or by PATCH. */
export const KEYCLOAK: readonly OtherClient[] = [
  {
    ...SHARED,
    mode: 'put',
    requests: {
      ...BOTH,
      'write user': { template: 'KC-V02' },
      'disable user': { template: 'KC-V02' },
      'enable user': { template: 'KC-V02' },
      'add members': { template: 'KC-V05' },
      'remove members': { template: 'KC-V05' },
      'rename group': { template: 'KC-V05' },
    },
  },
  {
    ...SHARED,
    mode: 'patch',
    requests: {
      ...BOTH,
      'write user': PATCH_USER,
      'disable user': PATCH_USER,
      'enable user': PATCH_USER,
      'add members': PATCH_GROUP,
      'remove members': PATCH_GROUP,
      'rename group': { ...PATCH_GROUP, does: 'replace members, displayName' },
    },
  },
];
