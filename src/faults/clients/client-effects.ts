import { asAdmin, callerOf, knowingCallers, servedWhileDisabled } from '../callers.ts';
import { CLIENT, changingUpdate, storedClient } from '../client-requests.ts';
import { jsonOf, matches, pathOf, queryOf, SCIM } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { doingMore } from '../further-acts.ts';
import { askVault, dataOf, lastSegment } from '../vault-requests.ts';

type Json = Record<string, unknown>;

const LINK_ENTITY = /\/link-entity$/;
const LINK_GROUP = /\/link-group$/;

/** A SCIM client whose principal was replaced: where it is written, and the update. */
interface FormerClient {
  path: string;
  fields: Json;
}

/** Defects of SCIM clients and their tokens that show only later, or on somebody else. */
export const clientEffectFaults: Fault[] = [
  ...(
    [
      ['58', 'allowed_extra_alias_mount_accessors', []],
      ['59', 'default_schema_version', '2.2'],
      ['60', 'max_token_ttl', 0],
    ] as const
  ).map(
    ([number, field, value]): Fault => ({
      id: `F-CLIENT-${number}`,
      title: `An update that leaves out ${field} resets it`,
      breaks: ['VAULT-CLIENT-45'],
      since: '2.2.0',
      ...changingUpdate((fields) => {
        if (fields[field] === undefined) fields[field] = value;
      }),
    }),
  ),
  {
    id: 'F-CLDEL-25',
    title: 'A client that is created under the name of a deleted one owns what that one left unmanaged',
    breaks: ['VAULT-CLDEL-16'],
    since: '2.2.0',
    request: async (request, context) => {
      if (!matches({ method: 'DELETE', path: CLIENT }, request) || !queryOf(request).has('unlink-resources'))
        return request;
      const stored = await storedClient(request, context);
      const keys = dataOf(await askVault(context, request, 'GET', 'identity/entity/id?list=true')).keys;
      const owned: string[] = [];
      for (const id of Array.isArray(keys) ? keys.map(String) : []) {
        const entity = dataOf(await askVault(context, request, 'GET', `identity/entity/id/${id}`));
        if (entity.scim_client_id === stored?.client_id) owned.push(id);
      }
      context.memory.set(`left by ${lastSegment(request)}`, owned);
      return request;
    },
    response: async (response, request, context) => {
      if (!matches({ method: ['POST', 'PUT'], path: CLIENT, status: 200 }, request, response)) return response;
      for (const id of (context.memory.get(`left by ${lastSegment(request)}`) ?? []) as string[]) {
        const path = `identity/scim/client/${lastSegment(request)}/link-entity`;
        await askVault(context, request, 'POST', path, { entity_id: id });
      }
      return response;
    },
  },
  {
    id: 'F-LINK-14',
    title: 'Linking an entity wipes its policies',
    breaks: ['VAULT-LINK-01'],
    since: '2.2.0',
    ...afterCall(LINK_ENTITY, 'entity', { policies: [] }),
  },
  {
    id: 'F-LINK-16',
    title: 'Linking a group wipes its policies',
    breaks: ['VAULT-LINK-02'],
    since: '2.2.0',
    ...afterCall(LINK_GROUP, 'group', { policies: [] }),
  },
  {
    id: 'F-STOK-16',
    title: 'A SCIM token of a disabled principal goes on serving',
    breaks: ['VAULT-STOK-16'],
    since: '2.2.0',
    ...servedWhileDisabled({ path: SCIM }, ({ type }) => type === 'scim'),
  },
  {
    id: 'F-STOK-17',
    title: 'A SCIM token of a former principal goes on serving the client',
    breaks: ['VAULT-STOK-17'],
    since: '2.2.0',
    ...knowingCallers({
      request: async (request, context) => {
        const isWrite = matches({ method: ['POST', 'PUT'], path: CLIENT }, request);
        const stored = isWrite ? await storedClient(request, context) : null;
        const next = jsonOf(request)?.access_grant_principal;
        if (stored && next !== undefined && next !== stored.access_grant_principal) {
          const former: FormerClient = { path: pathOf(request).replace(/^\/v1\//, ''), fields: jsonOf(request) ?? {} };
          context.memory.set(`former ${String(stored.access_grant_principal)}`, former);
        }
        return request;
      },
      response: async (response, request, context) => {
        if (!matches({ path: SCIM, status: 403 }, request, response)) return response;
        const caller = await callerOf(context, request);
        const client = context.memory.get(`former ${String(caller?.entityId)}`) as FormerClient | undefined;
        if (caller?.type !== 'scim' || client === undefined) return response;
        await asAdmin(context, 'POST', client.path, { ...client.fields, access_grant_principal: caller.entityId });
        const served = await context.send(request);
        await asAdmin(context, 'POST', client.path, client.fields);
        return served;
      },
    }),
  },
  {
    id: 'F-STOK-18',
    title: 'The revocation of one SCIM token revokes the others of its client',
    breaks: ['VAULT-STOK-10'],
    since: '2.2.0',
    ...knowingCallers({
      response: async (response, request, context) => {
        const auth = jsonOf(response)?.auth as Json | undefined;
        if (/^scm\./.test(String(auth?.client_token))) {
          const key = `tokens of ${String(auth?.entity_id)}`;
          const known = (context.memory.get(key) ?? []) as string[];
          context.memory.set(key, [...known, String(auth?.accessor)]);
        }
        const { accessor } = jsonOf(request) ?? {};
        if (!/auth\/token\/revoke-accessor$/.test(pathOf(request)) || response.status >= 300) return response;
        for (const [key, tokens] of context.memory) {
          if (!key.startsWith('tokens of ') || !(tokens as string[]).includes(String(accessor))) continue;
          for (const other of tokens as string[]) {
            await asAdmin(context, 'POST', 'auth/token/revoke-accessor', { accessor: other });
          }
        }
        return response;
      },
    }),
  },
];

function afterCall(path: RegExp, kind: 'entity' | 'group', fields: Json): Pick<Fault, 'request' | 'response'> {
  return doingMore({ method: ['POST', 'PUT'], path }, ({ request, context }) => {
    const id = String(jsonOf(request)?.[`${kind}_id`]);
    return asAdmin(context, 'POST', `identity/${kind}/id/${id}`, fields);
  });
}
