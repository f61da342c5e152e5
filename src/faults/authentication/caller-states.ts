import {
  asAdmin,
  callerOf,
  fullTokenFor,
  knowingCallers,
  refusedTo,
  tokenIn,
  unchecked,
  withToken,
} from '../callers.ts';
import { changingRequest, GROUP, GROUPS, jsonOf, matches, RESOURCE, SCIM, USERS } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { ENTITY } from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

const REVOKE = /\/auth\/token\/revoke(-accessor)?$/;
const ROLE = /\/auth\/token\/roles\/[^/]+$/;
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Defects of callers in a state or of a kind that the others are not: expired, enabled again, batch, child, signed in. */
export const callerStateFaults: Fault[] = [
  {
    id: 'F-AUTH-45',
    title: 'The revocation of a token of a sign-in is acknowledged, but not carried out',
    breaks: ['VAULT-AUTH-12'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: ['POST', 'PUT'], path: REVOKE }, request)) return request;
        return /\/login(\/|$)/.test(await pathOfNamed(request, context)) ? NOTHING_DONE : request;
      },
    }),
  },
  {
    id: 'F-AUTH-46',
    title: 'An expired token can still create groups',
    breaks: ['VAULT-AUTH-13'],
    ...knowingCallers({
      response: async (response, request, context) => {
        noteLifetime(response, context);
        if (!matches({ method: 'POST', path: GROUPS, status: 403 }, request, response)) return response;
        const known = context.memory.get(`lives ${tokenIn(request)}`) as Lifetime | undefined;
        if (!known || known.until > Date.now()) return response;
        const token = await fullTokenFor(context, known.entityId);
        return token === '' ? response : context.send(withToken(request, token));
      },
    }),
  },
  {
    id: 'F-AUTH-47',
    title: 'A token of a principal that is enabled again may only read',
    breaks: ['VAULT-AUTH-18'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: WRITES, path: SCIM }, request)) return request;
        const caller = await callerOf(context, request);
        return context.memory.get(`was disabled ${caller?.entityId}`) === 'enabled'
          ? vaultError(403, '1 error occurred:\n\t* permission denied\n\n')
          : request;
      },
      response: (response, request, { memory }) => {
        const disabled = matches({ method: ['POST', 'PUT'], path: ENTITY }, request)
          ? jsonOf(request)?.disabled
          : undefined;
        const key = `was disabled ${lastSegment(request)}`;
        if (disabled === true) memory.set(key, 'disabled');
        if (disabled === false && memory.has(key)) memory.set(key, 'enabled');
        return response;
      },
    }),
  },
  {
    id: 'F-AUTH-48',
    title: 'The entity of a batch token is not resolved to its SCIM client',
    breaks: ['VAULT-AUTH-20'],
    ...refusedTo({ path: RESOURCE }, (_policies, { type }) => type === 'batch'),
  },
  {
    id: 'F-AUTH-49',
    title: 'A child token of a principal is not resolved to its SCIM client',
    breaks: ['VAULT-AUTH-20'],
    ...refusedTo({ path: SCIM }, (_policies, { path }) => path === 'auth/token/create'),
  },
  {
    id: 'F-AUTH-50',
    title: 'An AppRole or JWT login of a principal may not delete groups',
    breaks: ['VAULT-AUTH-03', 'VAULT-AUTH-04'],
    ...refusedTo({ method: 'DELETE', path: GROUP }, (_policies, { path }) => /\/login$/.test(path)),
  },
  {
    id: 'F-STOK-27',
    title: 'A SCIM token needs no capability to patch',
    breaks: ['VAULT-STOK-22', 'VAULT-ACL-04', 'VAULT-ACL-05'],
    since: '2.2.0',
    ...unchecked({ method: 'PATCH', path: RESOURCE }, (_policies, { type }) => type === 'scim'),
  },
  {
    id: 'F-STOK-29',
    title: 'A SCIM token is answered from the policies that it had when it was issued',
    breaks: ['VAULT-STOK-22', 'VAULT-ACL-25'],
    since: '2.2.0',
    ...knowingCallers({
      response: async (response, request, context) => {
        const auth = nestedIn(jsonOf(response), 'auth');
        if (String(auth.client_token).startsWith('scm.')) {
          context.memory.set(`issued ${String(auth.client_token)}`, auth.entity_id);
        }
        const entityId = context.memory.get(`issued ${tokenIn(request)}`);
        const key = `served ${request.method} ${tokenIn(request)}`;
        const isServed = matches({ path: USERS }, request) || matches({ path: RESOURCE }, request);
        if (entityId === undefined || !isServed) return response;
        if (response.status < 300) context.memory.set(key, true);
        if (response.status !== 403 || !context.memory.has(key)) return response;
        if ((await callerOf(context, request)) === null) return response;
        const token = await fullTokenFor(context, String(entityId));
        return token === '' ? response : context.send(withToken(request, token));
      },
    }),
  },
  {
    id: 'F-SETUP-14',
    title: 'Of several allowed entity aliases a token role keeps the first',
    breaks: ['VAULT-SETUP-07'],
    ...changingRequest({ method: ['POST', 'PUT'], path: ROLE }, (role) => {
      const aliases = [role.allowed_entity_aliases ?? []].flat().flatMap((alias) => String(alias).split(','));
      if (aliases.length > 1) role.allowed_entity_aliases = aliases.slice(0, 1);
    }),
  },
];

interface Lifetime {
  entityId: string;
  /** Milliseconds since 1970. */
  until: number;
}

function noteLifetime(response: FaultResponse, { memory }: FaultContext): void {
  const auth = response.status < 300 ? nestedIn(jsonOf(response), 'auth') : {};
  const seconds = Number(auth.lease_duration);
  if (typeof auth.client_token !== 'string' || !auth.entity_id || !(seconds > 0)) return;
  const until = Date.now() + seconds * 1000;
  memory.set(`lives ${auth.client_token}`, { entityId: String(auth.entity_id), until } satisfies Lifetime);
}

/** Path that issued the token which the request names by its value or accessor; '' for an unknown one. */
async function pathOfNamed(request: FaultRequest, context: FaultContext): Promise<string> {
  const { token, accessor } = jsonOf(request) ?? {};
  const looked = accessor
    ? await asAdmin(context, 'POST', 'auth/token/lookup-accessor', { accessor })
    : await asAdmin(context, 'POST', 'auth/token/lookup', { token });
  return String(nestedIn(jsonOf(looked), 'data').path ?? '');
}
