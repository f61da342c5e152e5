import { callerOf, knowingCallers } from '../callers.ts';
import { CLIENT, changingShown, changingUpdate, EXTRAS, isClientWrite, storedClient } from '../client-requests.ts';
import { changingBody, jsonOf, matches, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { dataOf, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const IN_USE = 'access_grant_principal is already used by another SCIM client';

const DEFAULTS: Json = {
  [EXTRAS]: [],
  default_schema_version: '2.2',
  allow_user_adoption: false,
  allow_group_adoption: false,
  max_active_tokens: 2,
  max_token_ttl: 0,
};

/** Defects of the configuration of SCIM clients that show in one case of several only. */
export const clientDetailFaults: Fault[] = [
  {
    id: 'F-CLIENT-71',
    title: 'Of several extra alias mounts only the first is checked',
    breaks: ['VAULT-CLIENT-46', 'VAULT-CLIENT-47', 'VAULT-CLIENT-48', 'VAULT-CLIENT-57'],
    since: SINCE,
    ...checkingFirstExtra(),
  },
  {
    id: 'F-CLIENT-72',
    title: 'An entity that was replaced as principal cannot be a principal any more',
    breaks: ['VAULT-CLIENT-18'],
    since: SINCE,
    ...holdingPrincipals((isUpdate) => isUpdate),
  },
  {
    id: 'F-CLIENT-73',
    title: 'The principal of a deleted SCIM client counts as used',
    breaks: ['VAULT-CLIENT-32'],
    since: SINCE,
    ...holdingPrincipals((isUpdate) => !isUpdate),
  },
  {
    id: 'F-CLIENT-74',
    title: 'An update with another principal resets what it leaves out',
    breaks: ['VAULT-CLIENT-45'],
    since: SINCE,
    ...changingUpdate((fields, stored) => {
      const { access_grant_principal: principal } = fields;
      if (principal === undefined || principal === stored.access_grant_principal) return;
      Object.assign(fields, { ...DEFAULTS, ...fields });
    }),
  },
  {
    id: 'F-CLIENT-76',
    title: 'The answer to a create has another client_id than the SCIM client',
    breaks: ['VAULT-CLIENT-29'],
    since: SINCE,
    ...changingBody({ method: ['POST', 'PUT'], path: CLIENT, status: 200 }, (body) => {
      nestedIn(body, 'data').client_id = crypto.randomUUID();
    }),
  },
  {
    id: 'F-CLIENT-77',
    title: 'The answer to a create leaves out the defaults',
    breaks: ['VAULT-CLIENT-29'],
    since: SINCE,
    ...changingBody({ method: ['POST', 'PUT'], path: CLIENT, status: 200 }, (body, request) => {
      const data = nestedIn(body, 'data');
      const sent = jsonOf(request) ?? {};
      for (const field of Object.keys(DEFAULTS)) if (sent[field] === undefined) delete data[field];
    }),
  },
  {
    id: 'F-CLIENT-78',
    title: 'An update under a name with capitals is refused as the create of another SCIM client',
    breaks: ['VAULT-CLIENT-10', 'VAULT-CLIENT-52'],
    since: SINCE,
    request: async (request, context) => {
      const name = lastSegment(request);
      if (!isClientWrite(request) || name === name.toLowerCase()) return request;
      return (await storedClient(request, context)) === null ? request : vaultError(400, IN_USE);
    },
  },
  {
    id: 'F-CLDEL-35',
    title: 'After a refused deletion a SCIM client is shown as deleting',
    breaks: ['VAULT-CLDEL-08', 'VAULT-CLDEL-09', 'VAULT-CLDEL-20'],
    since: SINCE,
    response: (response, request, context) => {
      const key = `refused ${lastSegment(request)}`;
      if (matches({ method: 'DELETE', path: CLIENT, status: 400 }, request, response)) context.memory.set(key, true);
      if (!context.memory.has(key)) return response;
      const shown = changingShown((data) => {
        data.deleting = true;
      });
      return shown.response?.(response, request, context) ?? response;
    },
  },
  {
    id: 'F-CLDEL-37',
    title: 'Users that are deleted go on protecting their SCIM client from deletion',
    breaks: ['VAULT-CLDEL-01'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'DELETE', path: CLIENT }, request) || request.url.includes('=true')) return request;
        const stored = await storedClient(request, context);
        const isCounted = context.memory.has(`counted ${String(stored?.access_grant_principal)}`);
        return isCounted ? vaultError(400, 'SCIM client has linked resources') : request;
      },
      response: async (response, request, context) => {
        if (!matches({ method: 'POST', path: /scim\/v2\/Users$/, status: 201 }, request, response)) return response;
        const caller = await callerOf(context, request);
        context.memory.set(`counted ${caller?.entityId}`, true);
        return response;
      },
    }),
  },
];

function checkingFirstExtra(): Hooks {
  return {
    request: (request, { memory }) => {
      const fields = isClientWrite(request) ? jsonOf(request) : null;
      const extras = fields?.[EXTRAS];
      if (!fields || !Array.isArray(extras)) return request;
      memory.set(`sent ${lastSegment(request)}`, extras);
      return withJson(request, { ...fields, [EXTRAS]: extras.slice(0, 1) });
    },
    response: (response, request, { memory }) => {
      const name = lastSegment(request);
      if (isClientWrite(request)) {
        if (response.status < 300 && memory.has(`sent ${name}`))
          memory.set(`stored ${name}`, memory.get(`sent ${name}`));
        memory.delete(`sent ${name}`);
      }
      const body = matches({ path: CLIENT, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body || !memory.has(`stored ${name}`)) return response;
      return withJson(response, { ...body, data: { ...dataOf(response), [EXTRAS]: memory.get(`stored ${name}`) } });
    },
  };
}

/** Principals that a SCIM client has left stay in use. @param leaves whether one does by an update, or by a deletion */
function holdingPrincipals(leaves: (isUpdate: boolean) => boolean): Hooks {
  return {
    request: async (request, context) => {
      const isUpdate = isClientWrite(request);
      if (!isUpdate && !matches({ method: 'DELETE', path: CLIENT }, request)) return request;
      const held = (await storedClient(request, context))?.access_grant_principal;
      const wanted = isUpdate ? jsonOf(request)?.access_grant_principal : undefined;
      if (wanted !== undefined && wanted !== held && context.memory.has(`held ${wanted}`)) {
        return vaultError(400, IN_USE);
      }
      const isLeft = isUpdate ? wanted !== undefined && wanted !== held : true;
      if (held !== undefined && isLeft && leaves(isUpdate)) context.memory.set(`held ${held}`, true);
      return request;
    },
  };
}
