import { ADD, BY_LIST, type OtherClient } from '../client.ts';
import { SOURCES } from '../sources.ts';

/** JumpCloud. */
export const JUMPCLOUD: readonly OtherClient[] = [
  {
    vendor: 'jumpcloud',
    mode: 'put',
    connectionTest: [
      { state: 'probe list', template: 'JC-Q02' },
      { state: 'probe nobody', template: 'JC-Q01' },
    ],
    requests: {
      'find user': { template: 'JC-Q01' },
      'create user': { template: 'JC-B01' },
      'write user': { template: 'JC-B02' },
      'disable user': { template: 'JC-V01' },
      'enable user': { template: 'JC-B02' },
      'delete user': { template: 'JC-D01' },
      'create group': { template: 'JC-V02' },
      'add members': { template: 'JC-V03', does: ADD },
      'remove members': { template: 'JC-V04', does: BY_LIST },
      'delete group': { template: 'JC-D02' },
    },
    writesWholeGroups: false,
    decisions: { 'delete user': { refused: ['disable instead', 'degraded', SOURCES.jumpcloud] } },
  },
];
