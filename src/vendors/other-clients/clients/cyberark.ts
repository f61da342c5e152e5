import { SchemaUrn } from '../../../protocol/scim.ts';
import { ADD, BY_FILTER, type OtherClient } from '../client.ts';
import { SOURCES } from '../sources.ts';

/** CyberArk. */
export const CYBERARK: readonly OtherClient[] = [
  {
    vendor: 'cyberark',
    mode: 'put',
    connectionTest: [
      { state: 'probe list', template: 'CY-Q01' },
      { state: 'read document', template: 'CY-Q06' },
      { state: 'read document', template: 'CY-Q07' },
      { state: 'read document', template: 'CY-Q08' },
      { state: 'read document', template: 'CY-Q09', urn: SchemaUrn.user },
      { state: 'read document', template: 'CY-Q09', urn: SchemaUrn.group },
    ],
    requests: {
      'find user': { template: 'CY-Q02' },
      'create user': { template: 'CY-V01' },
      'write user': { template: 'CY-V02' },
      'disable user': { template: 'CY-V02' },
      'enable user': { template: 'CY-V02' },
      'delete user': { template: 'CY-D01' },
      'list groups': { template: 'CY-Q04' },
      'create group': { template: 'CY-V03' },
      'add members': { template: 'CY-V04', does: ADD },
      'remove members': { template: 'CY-V05', does: BY_FILTER },
      'delete group': { template: 'CY-D02' },
    },
    writesWholeGroups: false,
    decisions: { 'read document': { missing: ['stop', 'broken', SOURCES.cyberark] } },
  },
];
