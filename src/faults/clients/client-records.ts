import { asAdmin, callerOf, knowingCallers, scimClients } from '../callers.ts';
import {
  CLIENT,
  CLIENTS,
  changingCreate,
  changingUpdate,
  changingWrite,
  EXTRAS,
  isClientWrite,
  someEntity,
  storedClient,
} from '../client-requests.ts';
import { jsonOf, matches, pathOf, queryOf, SCIM, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { ENTITY } from '../scim-objects.ts';
import { askVault, dataOf, lastSegment, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const WRITE = ['POST', 'PUT'];
const SETTINGS = [
  'default_schema_version',
  'allow_user_adoption',
  'allow_group_adoption',
  'max_active_tokens',
  'max_token_ttl',
];
const ISSUE = /\/auth\/token\/create\/[^/]+$/;

/** Defects of SCIM clients, their principals and tokens, and of what was linked to them. */
export const clientRecordFaults: Fault[] = [
  {
    id: 'F-B5-42',
    title: 'A bearer token in a header that is written in lower case is not read when a user or group is deleted',
    breaks: ['VAULT-AUTH-06'],
    request: (request) =>
      matches({ method: 'DELETE', path: SCIM }, request) && request.headers.some(([name]) => name === 'authorization')
        ? vaultError(403, 'permission denied')
        : request,
  },
  {
    id: 'F-B5-43',
    title: 'The principal that an update gives a SCIM client may only read',
    breaks: ['VAULT-CLIENT-18', 'VAULT-CLIENT-19'],
    ...(() => {
      const updates = changingUpdate((fields, stored, _request, { memory }) => {
        const principal = String(fields.access_grant_principal);
        if (principal !== stored.access_grant_principal) memory.set(`later ${principal}`, true);
      });
      return knowingCallers({
        request: async (request, context) => {
          if (!matches({ path: SCIM }, request) || request.method === 'GET') {
            return (await updates.request?.(request, context)) ?? request;
          }
          const caller = await callerOf(context, request);
          return caller && context.memory.has(`later ${caller.entityId}`)
            ? vaultError(403, '1 error occurred:\n\t* permission denied\n\n')
            : request;
        },
      });
    })(),
  },
  {
    id: 'F-B5-44',
    title: 'The list of SCIM clients lacks those without an alias mount',
    breaks: ['VAULT-CLIENT-05', 'VAULT-CLIENT-06'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const isList = request.method === 'LIST' || queryOf(request).has('list');
        const body = isList && matches({ path: CLIENTS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || namespaceOf(request) !== '') return response;
        const clients = await scimClients(context);
        const keys = clients.filter((client) => client.alias_mount_accessor).map(({ name }) => name);
        return withJson(response, { ...body, data: { ...dataOf(response), keys } });
      },
    }),
  },
  {
    id: 'F-B5-45',
    title: 'A SCIM client that is created under the name of a deleted one has the settings of that one',
    breaks: ['VAULT-CLIENT-34', 'VAULT-CLIENT-35', 'VAULT-CLIENT-36', 'VAULT-CLIENT-37', 'VAULT-CLIENT-38'],
    since: SINCE,
    ...(() => {
      const creates = changingCreate((fields, request, { memory }) => {
        const former = (memory.get(`gone ${pathOf(request).toLowerCase()}`) ?? {}) as Json;
        for (const name of SETTINGS) fields[name] ??= former[name];
      });
      return {
        request: async (request: FaultRequest, context: FaultContext) => {
          const stored = matches({ method: 'DELETE', path: CLIENT }, request)
            ? await storedClient(request, context)
            : null;
          if (stored) context.memory.set(`gone ${pathOf(request).toLowerCase()}`, stored);
          return (await creates.request?.(request, context)) ?? request;
        },
      };
    })(),
  },
  {
    id: 'F-B5-47',
    title: 'An update adds its extra alias mounts to those that are there',
    breaks: ['VAULT-CLIENT-39'],
    since: SINCE,
    ...changingUpdate((fields, stored) => {
      const [sent, before] = [fields[EXTRAS], stored[EXTRAS]];
      if (Array.isArray(sent) && Array.isArray(before)) fields[EXTRAS] = [...new Set([...before, ...sent])];
    }),
  },
  {
    id: 'F-B5-48',
    title: 'A create that is refused for its extra alias mounts leaves a SCIM client without them',
    breaks: ['VAULT-CLIENT-46', 'VAULT-CLIENT-47', 'VAULT-CLIENT-48', 'VAULT-CLIENT-57'],
    since: SINCE,
    response: async (response, request, context) => {
      const fields = isClientWrite(request) && response.status === 400 ? jsonOf(request) : null;
      if (!fields || !Array.isArray(fields[EXTRAS]) || (await storedClient(request, context))) return response;
      const { [EXTRAS]: _refused, ...rest } = fields;
      await context.send(withJson(request, rest));
      return response;
    },
  },
  {
    id: 'F-B5-49',
    title: 'The id of an alias is accepted as principal and taken for its entity',
    breaks: ['VAULT-CLIENT-13'],
    ...changingWrite(async (fields, _stored, request, context) => {
      const id = String(fields.access_grant_principal);
      const alias = await askVault(context, request, 'GET', `identity/entity-alias/id/${id}`);
      if (alias.status === 200) fields.access_grant_principal = dataOf(alias).canonical_id;
    }),
  },
  {
    id: 'F-B5-50',
    title: 'The id of an entity that was deleted is accepted as principal',
    breaks: ['VAULT-CLIENT-13'],
    ...(() => {
      const writes = changingWrite(async (fields, _stored, request, context) => {
        if (!context.memory.has(`gone ${fields.access_grant_principal}`)) return;
        fields.access_grant_principal = await someEntity(request, context);
      });
      return noting(writes, (request, { memory }) => {
        if (matches({ method: 'DELETE', path: ENTITY }, request)) memory.set(`gone ${lastSegment(request)}`, true);
      });
    })(),
  },
  {
    id: 'F-B5-51',
    title: 'After max_active_tokens was lowered as many SCIM tokens are issued as before',
    breaks: ['VAULT-STOK-03', 'VAULT-CLIENT-43'],
    since: SINCE,
    ...issuing(
      (client, { memory }) => Number(memory.get(`most ${client.name}`) ?? 0) > Number(client.max_active_tokens),
      (client, { memory }) => ({ max_active_tokens: memory.get(`most ${client.name}`) }),
    ),
  },
  {
    id: 'F-B5-52',
    title: 'max_token_ttl limits SCIM tokens by as many minutes as it has seconds',
    breaks: ['VAULT-STOK-07'],
    since: SINCE,
    ...issuing(
      (client) => Number(client.max_token_ttl) > 0,
      (client) => ({ max_token_ttl: Number(client.max_token_ttl) * 60 }),
    ),
  },
];

/** `note` sees every request that succeeded. */
export function noting(hooks: Hooks, note: (request: FaultRequest, context: FaultContext) => void): Hooks {
  return {
    ...hooks,
    response: (response, request, context) => {
      if (response.status < 300) note(request, context);
      return hooks.response?.(response, request, context) ?? response;
    },
  };
}

/** Defect of the issue of SCIM tokens: during it some clients have other settings. Keeps the highest limit: `most <name>`. */
function issuing(
  applies: (client: Json, context: FaultContext) => boolean,
  settings: (client: Json, context: FaultContext) => Json,
): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const isIssue = matches({ method: WRITE, path: ISSUE }, request) && jsonOf(request)?.type === 'scim';
      if (!isIssue) return request;
      const clients = (await scimClients(context)).filter((client) => applies(client, context));
      for (const client of clients) await update(context, client, settings(client, context));
      const issued = await context.send(request);
      for (const client of clients) {
        await update(context, client, {
          max_active_tokens: client.max_active_tokens,
          max_token_ttl: client.max_token_ttl,
        });
      }
      return issued;
    },
    response: async (response, request, context) => {
      const stored = isClientWrite(request) && response.status < 300 ? await storedClient(request, context) : null;
      const key = `most ${lastSegment(request).toLowerCase()}`;
      if (stored)
        context.memory.set(key, Math.max(Number(stored.max_active_tokens), Number(context.memory.get(key) ?? 0)));
      return response;
    },
  });
}

async function update(context: FaultContext, client: Json, fields: Json): Promise<void> {
  const { name, access_grant_principal, alias_mount_accessor: accessor } = client;
  const mount = accessor ? { alias_mount_accessor: accessor } : {};
  await asAdmin(context, 'POST', `identity/scim/client/${name}`, { access_grant_principal, ...mount, ...fields });
}
