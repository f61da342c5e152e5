import { asAdmin, knowingCallers, scimClients } from '../callers.ts';
import { CLIENT, CLIENTS, changingUpdate, isClientWrite, storedClient } from '../client-requests.ts';
import { jsonOf, matches, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { lastSegment, nestedIn } from '../vault-requests.ts';

const SINCE = '2.2.0';

/** Defects of writes of a SCIM client after another write, of refused ones, and of what they do to others. */
export const clientWriteFaults: Fault[] = [
  {
    id: 'F-CLIENT-79',
    title: 'A SCIM client that is created again under its name is not listed',
    breaks: ['VAULT-CLIENT-05'],
    response: (response, request, { memory }) => {
      if (response.status >= 300) return response;
      if (matches({ method: 'DELETE', path: CLIENT }, request)) memory.set(lastSegment(request), true);
      const body = matches({ method: ['LIST', 'GET'], path: CLIENTS }, request) ? jsonOf(response) : null;
      if (!body) return response;
      const data = nestedIn(body, 'data');
      data.keys = (Array.isArray(data.keys) ? data.keys : []).filter((key) => !memory.has(String(key)));
      return withJson(response, body);
    },
  },
  {
    id: 'F-CLIENT-80',
    title: 'An update that is refused for its max_active_tokens has set max_token_ttl',
    breaks: ['VAULT-CLIENT-50'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const { max_active_tokens: limit, max_token_ttl: ttl } =
          isClientWrite(request) && response.status === 400 ? (jsonOf(request) ?? {}) : {};
        if (typeof limit !== 'number' || limit >= 1 || ttl === undefined) return response;
        const stored = await storedClient(request, context);
        if (!stored) return response;
        const { access_grant_principal, alias_mount_accessor: accessor } = stored;
        const mount = accessor ? { alias_mount_accessor: accessor } : {};
        const path = `identity/scim/client/${lastSegment(request)}`;
        await asAdmin(context, 'POST', path, { access_grant_principal, ...mount, max_token_ttl: ttl });
        return response;
      },
    }),
  },
  {
    id: 'F-CLIENT-82',
    title: 'default_schema_version cannot be set back to 2.2',
    breaks: ['VAULT-CLIENT-58'],
    since: SINCE,
    ...changingUpdate((fields, stored) => {
      if (stored.default_schema_version === '2.0') delete fields.default_schema_version;
    }),
  },
  {
    id: 'F-CLIENT-83',
    title: 'A max_token_ttl that an update sets counts for every SCIM client of the namespace',
    breaks: ['VAULT-CLIENT-59'],
    since: SINCE,
    ...knowingCallers({
      response: async (response, request, context) => {
        const ttl = isClientWrite(request) && response.status === 204 ? jsonOf(request)?.max_token_ttl : undefined;
        if (ttl === undefined) return response;
        for (const other of await scimClients(context)) {
          const { name, access_grant_principal, alias_mount_accessor: accessor } = other;
          const mount = accessor ? { alias_mount_accessor: accessor } : {};
          const body = { access_grant_principal, ...mount, max_token_ttl: ttl };
          await asAdmin(context, 'POST', `identity/scim/client/${String(name)}`, body);
        }
        return response;
      },
    }),
  },
];
