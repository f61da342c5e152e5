import { ADD, BY_FILTER, type OtherClient } from '../client.ts';

/** Saviynt. */
export const SAVIYNT: readonly OtherClient[] = [
  {
    vendor: 'saviynt',
    mode: 'patch',
    connectionTest: [
      { state: 'probe list', template: 'SV-Q01' },
      { state: 'probe list', template: 'SV-Q02' },
    ],
    requests: {
      'create user': { template: 'SV-V01' },
      'write user': { template: 'SV-V02' },
      'disable user': { template: 'SV-V06', does: 'replace active false' },
      'enable user': { template: 'SV-V06', does: 'replace active true' },
      'delete user': { template: 'SV-D01' },
      'create group': { template: 'SV-V03' },
      'add members': { template: 'SV-V04', does: ADD },
      'remove members': { template: 'SV-V05', does: BY_FILTER },
      'delete group': { template: 'SV-D02' },
    },
    writesWholeGroups: false,
    decisions: {},
  },
];
