import { ADD, BY_FILTER, type OtherClient } from '../client.ts';
import { SOURCES } from '../sources.ts';

const SHARED = {
  vendor: 'servicenow',
  connectionTest: [
    { state: 'read document', template: 'SN-Q01' },
    { state: 'read document', template: 'SN-Q02' },
  ],
  decisions: { 'read document': { 'no document': ['stop', 'broken', SOURCES.servicenow] } },
} as const satisfies Partial<OtherClient>;

const BOTH = {
  'create user': { template: 'SN-V01' },
  'delete user': { template: 'SN-D01' },
  'create group': { template: 'SN-V03' },
  'delete group': { template: 'SN-D02' },
} as const satisfies OtherClient['requests'];

/** ServiceNow, by PUT or by PATCH. */
export const SERVICENOW: readonly OtherClient[] = [
  {
    ...SHARED,
    mode: 'put',
    requests: {
      ...BOTH,
      'write user': { template: 'SN-V02' },
      'disable user': { template: 'SN-V02' },
      'enable user': { template: 'SN-V02' },
      'add members': { template: 'SN-V06' },
      'remove members': { template: 'SN-V06' },
      'rename group': { template: 'SN-V06' },
    },
    writesWholeGroups: true,
  },
  {
    ...SHARED,
    mode: 'patch',
    requests: {
      ...BOTH,
      'write user': { template: 'SN-V08', does: 'replace displayName' },
      'disable user': { template: 'SN-V07', does: 'replace active false' },
      'enable user': { template: 'SN-V07', does: 'replace active true' },
      'add members': { template: 'SN-V04', does: ADD },
      'remove members': { template: 'SN-V05', does: BY_FILTER },
    },
    writesWholeGroups: false,
  },
];
