import {
  authMounts,
  changingCreate,
  changingUpdate,
  changingWrite,
  EXTRAS,
  hasEntity,
  isClientWrite,
  rememberPrincipal,
  someEntity,
  storedClient,
} from '../client-requests.ts';
import { changingBody, jsonOf, matches } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { dataOf, headerOf, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const PRINCIPAL = 'access_grant_principal';
const ACCESSOR = 'alias_mount_accessor';

/** Defects of what the configuration of a SCIM client refuses. */
export const clientRefusalFaults: Fault[] = [
  {
    id: 'F-CLIENT-11',
    title: 'A SCIM client is created without a principal',
    breaks: ['VAULT-CLIENT-11'],
    ...changingCreate(async (fields, request, context) => {
      fields[PRINCIPAL] ??= await someEntity(request, context);
    }),
  },
  {
    id: 'F-CLIENT-12',
    title: 'An update without a principal keeps the stored one',
    breaks: ['VAULT-CLIENT-12'],
    ...changingUpdate((fields, stored) => {
      fields[PRINCIPAL] ??= stored[PRINCIPAL];
    }),
  },
  {
    id: 'F-CLIENT-13',
    title: 'The principal need not exist',
    breaks: ['VAULT-CLIENT-13', 'VAULT-CLIENT-14'],
    ...changingWrite(async (fields, _stored, request, context) => {
      const missing = fields[PRINCIPAL] !== undefined && !(await hasEntity(fields[PRINCIPAL], request, context));
      if (missing) fields[PRINCIPAL] = await someEntity(request, context);
    }),
  },
  {
    id: 'F-CLIENT-14',
    title: 'Entities of every namespace are accepted as principal',
    breaks: ['VAULT-CLIENT-14'],
    ...changingWrite(async (fields, _stored, request, context) => {
      if (await isElsewhere(String(fields[PRINCIPAL]), request, context)) {
        fields[PRINCIPAL] = await someEntity(request, context);
      }
    }),
    response: (response, request, { memory }) => {
      if (matches({ method: 'POST', path: /^\/v1\/identity\/entity$/, status: 200 }, request, response)) {
        memory.set(String(dataOf(response).id), namespaceOf(request));
      }
      return response;
    },
  },
  {
    id: 'F-CLIENT-15',
    title: 'A new SCIM client may have the principal of another one',
    breaks: ['VAULT-CLIENT-15', 'VAULT-CLIENT-16'],
    ...changingCreate(async (fields, request, context) => {
      if (context.memory.has(String(fields[PRINCIPAL]))) fields[PRINCIPAL] = await someEntity(request, context);
    }),
    response: rememberPrincipal,
  },
  {
    id: 'F-CLIENT-16',
    title: 'The refusal of a principal does not say what is wrong',
    breaks: ['VAULT-CLIENT-16'],
    ...changingBody({ path: /\/identity\/scim\/client\/[^/]+$/, status: 400 }, () => ({ errors: ['invalid request'] })),
  },
  {
    id: 'F-CLIENT-17',
    title: 'A SCIM client may be given the principal of another one',
    breaks: ['VAULT-CLIENT-17'],
    ...changingUpdate(async (fields, stored, request, context) => {
      const taken = fields[PRINCIPAL] !== stored[PRINCIPAL] && context.memory.has(String(fields[PRINCIPAL]));
      if (taken) fields[PRINCIPAL] = await someEntity(request, context);
    }),
    response: rememberPrincipal,
  },
  {
    id: 'F-CLIENT-21',
    title: 'An unknown alias mount is ignored',
    breaks: ['VAULT-CLIENT-21', 'VAULT-CLIENT-22'],
    ...withoutAccessors(
      ACCESSOR,
      async (accessor, request, context) => !(await authMounts(request, context)).has(accessor),
    ),
  },
  {
    id: 'F-CLIENT-22',
    title: 'An alias mount of another namespace is accepted',
    breaks: ['VAULT-CLIENT-22'],
    ...withoutAccessors(ACCESSOR, isElsewhere),
    response: rememberMounts,
  },
  {
    id: 'F-CLIENT-23',
    title: 'A local mount is accepted as alias mount',
    breaks: ['VAULT-CLIENT-23'],
    ...withoutAccessors(ACCESSOR, isLocal),
  },
  {
    id: 'F-CLIENT-24',
    title: 'An update with another alias mount is accepted',
    breaks: ['VAULT-CLIENT-24'],
    ...changingUpdate((fields, stored) => {
      if (fields[ACCESSOR] && stored[ACCESSOR]) fields[ACCESSOR] = stored[ACCESSOR];
    }),
  },
  {
    id: 'F-CLIENT-25',
    title: 'An update with an empty alias mount is accepted',
    breaks: ['VAULT-CLIENT-25'],
    ...changingUpdate((fields, stored) => {
      if (fields[ACCESSOR] === '') fields[ACCESSOR] = stored[ACCESSOR];
    }),
  },
  {
    id: 'F-CLIENT-26',
    title: 'An update without the alias mount is accepted',
    breaks: ['VAULT-CLIENT-26'],
    ...changingUpdate((fields, stored) => {
      if (stored[ACCESSOR]) fields[ACCESSOR] ??= stored[ACCESSOR];
    }),
  },
  {
    id: 'F-CLIENT-27',
    title: 'An update that names an alias mount is refused',
    breaks: ['VAULT-CLIENT-27'],
    request: async (request, context) =>
      isClientWrite(request) && jsonOf(request)?.[ACCESSOR] && (await storedClient(request, context))
        ? vaultError(400, 'alias_mount_accessor cannot be updated')
        : request,
  },
  {
    id: 'F-CLIENT-46',
    title: 'A local mount is accepted as extra alias mount',
    breaks: ['VAULT-CLIENT-46'],
    ...withoutAccessors(EXTRAS, isLocal),
  },
  {
    id: 'F-CLIENT-47',
    title: 'The main alias mount is accepted as extra one',
    breaks: ['VAULT-CLIENT-47'],
    ...changingWrite((fields) => {
      if (Array.isArray(fields[EXTRAS])) fields[EXTRAS] = fields[EXTRAS].filter((one) => one !== fields[ACCESSOR]);
    }),
  },
  {
    id: 'F-CLIENT-48',
    title: 'Unknown extra alias mounts are ignored',
    breaks: ['VAULT-CLIENT-48', 'VAULT-CLIENT-57'],
    ...withoutAccessors(
      EXTRAS,
      async (accessor, request, context) => !(await authMounts(request, context)).has(accessor),
    ),
  },
  {
    id: 'F-CLIENT-49',
    title: 'An unknown schema version is taken for 2.0',
    breaks: ['VAULT-CLIENT-49'],
    ...changingWrite((fields) => {
      const version = fields.default_schema_version;
      if (version !== undefined && version !== '2.2') fields.default_schema_version = '2.0';
    }),
  },
  {
    id: 'F-CLIENT-50',
    title: 'A limit of no tokens is taken for one',
    breaks: ['VAULT-CLIENT-50'],
    ...changingWrite((fields) => {
      if (fields.max_active_tokens === 0) fields.max_active_tokens = 1;
    }),
  },
  {
    id: 'F-CLIENT-51',
    title: 'A negative lifetime of tokens is taken for none',
    breaks: ['VAULT-CLIENT-51'],
    ...changingWrite((fields) => {
      if (Number(fields.max_token_ttl) < 0) fields.max_token_ttl = 0;
    }),
  },
  {
    id: 'F-CLIENT-57',
    title: 'An extra alias mount of another namespace is accepted',
    breaks: ['VAULT-CLIENT-57'],
    ...withoutAccessors(EXTRAS, isElsewhere),
    response: rememberMounts,
  },
];

type Judge = (accessor: string, request: FaultRequest, context: FaultContext) => boolean | Promise<boolean>;

/** Takes away the mounts that `isAccepted` finds, so that the server behind does not refuse them. */
function withoutAccessors(field: string, isAccepted: Judge): Pick<Fault, 'request'> {
  return changingWrite(async (fields, _stored, request, context) => {
    const accessors = [fields[field] ?? []].flat().map(String);
    const kept: string[] = [];
    for (const one of accessors) if (!(await isAccepted(one, request, context))) kept.push(one);
    if (kept.length === accessors.length) return;
    if (Array.isArray(fields[field])) fields[field] = kept;
    else delete fields[field];
  });
}

async function isLocal(accessor: string, request: FaultRequest, context: FaultContext): Promise<boolean> {
  return (await authMounts(request, context)).get(accessor)?.local === true;
}

/** Whether the layer has seen the entity or mount in another namespace than the request's. */
function isElsewhere(id: string, request: FaultRequest, { memory }: FaultContext): boolean {
  return memory.has(id) && memory.get(id) !== namespaceOf(request);
}

function namespaceOf(request: FaultRequest): string {
  return headerOf(request, 'X-Vault-Namespace') ?? '';
}

function rememberMounts(response: FaultResponse, request: FaultRequest, { memory }: FaultContext): FaultResponse {
  if (matches({ method: 'GET', path: /^\/v1\/sys\/auth(?:\/.+)?$/, status: 200 }, request, response)) {
    const data = dataOf(response);
    for (const mount of [data, ...Object.values(data)] as (Json | null)[]) {
      if (mount?.accessor !== undefined) memory.set(String(mount.accessor), namespaceOf(request));
    }
  }
  return response;
}
