import type { OwnLines } from './decisions.ts';
import { SOURCES } from './sources.ts';
import type { State } from './states.ts';

/** A request of a client: its template, and where method and path do not tell enough, what its body does. */
export interface ClientRequest {
  template: string;
  /** `remove members[value eq "…"]` */
  does?: string;
  /** The same when nobody is left in the group. */
  empty?: string;
}

/** A simulated client in one of its modes: all of it data. */
export interface OtherClient {
  /** Folder of `fixtures/vendors/`, and first word of the journey. */
  vendor: string;
  mode: 'put' | 'patch';
  variant?: string;
  /** What "test connection" sends, in order. */
  connectionTest: readonly { state: 'probe list' | 'probe nobody' | 'read document'; template: string; urn?: string }[];
  /** What is not named is not sent. */
  requests: Partial<Record<State, ClientRequest>>;
  /** Whether memberships are written as a whole, and not one by one. */
  writesWholeGroups: boolean;
  /** Whether the group is read before its members are written. */
  readsGroupFirst?: boolean;
  /** What the configuration of the server decides: without `patch` the requests named here are sent instead. */
  withoutPatch?: Partial<Record<State, ClientRequest>>;
  /** Whether it searches only when a create is refused as a conflict, where the others search before each create. */
  searchesOnConflict?: boolean;
  /** Attempts when no answer comes. */
  attempts?: number;
  decisions: OwnLines;
}

const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const CORE_GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ADD = 'add members';
const BY_FILTER = 'remove members[value eq "…"]';
const BY_LIST = 'remove members with a value list';

const ONELOGIN = {
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

const ONELOGIN_BOTH = {
  'list groups': { template: 'OL-Q03' },
  'create group': { template: 'OL-V05' },
  'add members': { template: 'OL-V06', does: ADD },
  'remove members': { template: 'OL-V07', does: BY_FILTER },
  'find user': { template: 'OL-Q01' },
  'delete user': { template: 'OL-D01' },
} as const satisfies OtherClient['requests'];

const PING_USERS = {
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

const PING = {
  vendor: 'ping',
  connectionTest: [{ state: 'probe nobody', template: 'PI-Q01' }],
  decisions: { 'list groups': { 'no list': ['report', 'broken', SOURCES.ping] } },
} as const satisfies Partial<OtherClient>;

const SERVICENOW = {
  vendor: 'servicenow',
  connectionTest: [
    { state: 'read document', template: 'SN-Q01' },
    { state: 'read document', template: 'SN-Q02' },
  ],
  decisions: { 'read document': { 'no document': ['stop', 'broken', SOURCES.servicenow] } },
} as const satisfies Partial<OtherClient>;

const SERVICENOW_BOTH = {
  'create user': { template: 'SN-V01' },
  'delete user': { template: 'SN-D01' },
  'create group': { template: 'SN-V03' },
  'delete group': { template: 'SN-D02' },
} as const satisfies OtherClient['requests'];

const KEYCLOAK = {
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

const KEYCLOAK_BOTH = {
  'create user': { template: 'KC-V01' },
  'delete user': { template: 'KC-D01' },
  'create group': { template: 'KC-V04' },
  'delete group': { template: 'KC-D02' },
} as const satisfies OtherClient['requests'];

const KEYCLOAK_PATCH_USER = { template: 'KC-V03', does: 'replace active "…", userName, displayName' };
const KEYCLOAK_PATCH_GROUP = { template: 'KC-V06', does: 'replace members', empty: 'KC-V07' };

const AUTHENTIK = {
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

const AUTHENTIK_BOTH = {
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

/** The short form of each client, in every mode and variant that is known. */
export const OTHER_CLIENTS = [
  {
    ...ONELOGIN,
    variant: 'captured-template',
    requests: {
      ...ONELOGIN_BOTH,
      'create user': { template: 'OL-B01' },
      'write user': { template: 'OL-V01' },
    },
  },
  {
    ...ONELOGIN,
    variant: 'reduced-template',
    requests: {
      ...ONELOGIN_BOTH,
      'create user': { template: 'OL-V02' },
      'write user': { template: 'OL-V03' },
      'disable user': { template: 'OL-V03' },
      'enable user': { template: 'OL-V03' },
    },
  },
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
  {
    ...PING,
    mode: 'put',
    requests: { ...PING_USERS, 'add members': { template: 'PI-V06' }, 'remove members': { template: 'PI-V06' } },
    writesWholeGroups: true,
  },
  {
    ...PING,
    mode: 'patch',
    requests: {
      ...PING_USERS,
      'add members': { template: 'PI-V04', does: ADD },
      'remove members': { template: 'PI-V05', does: BY_FILTER },
    },
    writesWholeGroups: false,
  },
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
  {
    vendor: 'cyberark',
    mode: 'put',
    connectionTest: [
      { state: 'probe list', template: 'CY-Q01' },
      { state: 'read document', template: 'CY-Q06' },
      { state: 'read document', template: 'CY-Q07' },
      { state: 'read document', template: 'CY-Q08' },
      { state: 'read document', template: 'CY-Q09', urn: CORE_USER },
      { state: 'read document', template: 'CY-Q09', urn: CORE_GROUP },
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
  {
    ...SERVICENOW,
    mode: 'put',
    requests: {
      ...SERVICENOW_BOTH,
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
    ...SERVICENOW,
    mode: 'patch',
    requests: {
      ...SERVICENOW_BOTH,
      'write user': { template: 'SN-V08', does: 'replace displayName' },
      'disable user': { template: 'SN-V07', does: 'replace active false' },
      'enable user': { template: 'SN-V07', does: 'replace active true' },
      'add members': { template: 'SN-V04', does: ADD },
      'remove members': { template: 'SN-V05', does: BY_FILTER },
    },
    writesWholeGroups: false,
  },
  {
    ...KEYCLOAK,
    mode: 'put',
    requests: {
      ...KEYCLOAK_BOTH,
      'write user': { template: 'KC-V02' },
      'disable user': { template: 'KC-V02' },
      'enable user': { template: 'KC-V02' },
      'add members': { template: 'KC-V05' },
      'remove members': { template: 'KC-V05' },
      'rename group': { template: 'KC-V05' },
    },
  },
  {
    ...KEYCLOAK,
    mode: 'patch',
    requests: {
      ...KEYCLOAK_BOTH,
      'write user': KEYCLOAK_PATCH_USER,
      'disable user': KEYCLOAK_PATCH_USER,
      'enable user': KEYCLOAK_PATCH_USER,
      'add members': KEYCLOAK_PATCH_GROUP,
      'remove members': KEYCLOAK_PATCH_GROUP,
      'rename group': { ...KEYCLOAK_PATCH_GROUP, does: 'replace members, displayName' },
    },
  },
  {
    ...AUTHENTIK,
    variant: 'compatibility-default',
    requests: { ...AUTHENTIK_BOTH, 'rename group': { template: 'AK-V04', does: 'replace {whole group}' } },
  },
  {
    ...AUTHENTIK,
    variant: 'compatibility-aws',
    requests: { ...AUTHENTIK_BOTH, 'rename group': { template: 'AK-V05', does: 'replace displayName, externalId' } },
  },
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
] as const satisfies readonly OtherClient[];

/** `ping patch`, `authentik patch compatibility-aws` */
export function nameOf({ vendor, mode, variant }: OtherClient): string {
  return [vendor, mode, variant].filter((part) => part !== undefined).join(' ');
}
