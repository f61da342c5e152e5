import { asAdmin, knowingCallers, refusedTo, servedWhen, tokenIn } from '../callers.ts';
import { answerWith, CONFIGURATION, changingBody, changingRequest, jsonOf, matches, SCIM, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { askVault, dataOf, LOGIN, lastSegment, nestedIn, vaultError, withoutHeader } from '../vault-requests.ts';

const CREATE_BY_ROLE = /\/auth\/token\/create\/[^/]+$/;
const CREATE = /\/auth\/token\/create$/;

/** Defects of how a token leads to a SCIM client. */
export const authenticationFaults: Fault[] = [
  {
    id: 'F-AUTH-01',
    title: 'Users cannot be created with a token of a role that is named unlike its policy',
    breaks: ['VAULT-AUTH-01', 'VAULT-ACL-17', 'VAULT-SETUP-01'],
    ...refusedTo(
      { method: 'POST', path: USERS },
      (_policies, { path, type, policies }) =>
        type === 'service' && !policies.some((name) => path.endsWith(`/${name}`)),
    ),
  },
  { id: 'F-AUTH-02', title: 'A userpass login is not resolved', breaks: ['VAULT-AUTH-02'], ...unresolved('password') },
  { id: 'F-AUTH-03', title: 'An AppRole login is not resolved', breaks: ['VAULT-AUTH-03'], ...unresolved('role_id') },
  { id: 'F-AUTH-04', title: 'A JWT login is not resolved', breaks: ['VAULT-AUTH-04'], ...unresolved('jwt') },
  {
    id: 'F-AUTH-05',
    title: 'X-Vault-Token is not read on SCIM paths',
    breaks: ['VAULT-AUTH-05'],
    request: (request) => (matches({ path: SCIM }, request) ? withoutHeader(request, 'X-Vault-Token') : request),
  },
  {
    id: 'F-AUTH-06',
    title: 'A bearer token is read from a header that is written with a capital letter alone',
    breaks: ['VAULT-AUTH-06'],
    request: (request) => ({ ...request, headers: request.headers.filter(([name]) => name !== 'authorization') }),
  },
  {
    id: 'F-AUTH-07',
    title: 'Users are listed without a token',
    breaks: ['VAULT-AUTH-07'],
    ...servedWhen({ method: 'GET', path: USERS }, (request) => tokenIn(request) === ''),
  },
  {
    id: 'F-AUTH-08',
    title: 'Users are created without a token',
    breaks: ['VAULT-AUTH-08'],
    ...servedWhen({ method: 'POST', path: USERS }, (request) => tokenIn(request) === ''),
  },
  {
    id: 'F-AUTH-10',
    title: 'The service provider configuration needs a token',
    breaks: ['VAULT-AUTH-10'],
    request: (request) =>
      matches({ path: CONFIGURATION }, request) && tokenIn(request) === ''
        ? vaultError(403, 'permission denied')
        : request,
  },
  {
    id: 'F-AUTH-11',
    title: 'An unknown token gets an empty list',
    breaks: ['VAULT-AUTH-11'],
    ...knowingCallers({
      request: (request, { memory }) => {
        const token = tokenIn(request);
        const isKnown = memory.has(`issued ${token}`) || memory.get('served') === token;
        return matches({ method: 'GET', path: USERS }, request) && /^hvs\.[0-9a-f]{36}$/.test(token) && !isKnown
          ? answerWith(200, {
              schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
              totalResults: 0,
              startIndex: 1,
              itemsPerPage: 0,
              Resources: [],
            })
          : request;
      },
    }),
  },
  {
    id: 'F-AUTH-12',
    title: 'The revocation of a service token is acknowledged, but not carried out',
    breaks: ['VAULT-AUTH-12'],
    ...forgettingRevocations((type) => type === 'service'),
  },
  {
    id: 'F-AUTH-13',
    title: 'The TTL that a service token is asked for with is ignored',
    breaks: ['VAULT-AUTH-13'],
    ...changingRequest({ method: 'POST', path: CREATE_BY_ROLE }, (body) => {
      if (body.type !== 'scim') delete body.ttl;
    }),
  },
  {
    id: 'F-AUTH-22',
    title: 'A token role answers with a fresh entity for the alias',
    breaks: ['VAULT-AUTH-22'],
    ...changingBody({ method: 'POST', path: CREATE_BY_ROLE, status: 200 }, (body, request) => {
      const auth = nestedIn(body, 'auth');
      const alias = jsonOf(request)?.entity_alias;
      if (alias !== undefined && alias !== lastSegment(request)) auth.entity_id = crypto.randomUUID();
    }),
  },
  {
    id: 'F-AUTH-23',
    title: 'allowed_entity_aliases of a token role is ignored',
    breaks: ['VAULT-AUTH-23'],
    request: async (request, context) => {
      const alias = matches({ method: 'POST', path: CREATE_BY_ROLE }, request) ? jsonOf(request)?.entity_alias : null;
      if (typeof alias === 'string') {
        const role = `auth/token/roles/${lastSegment(request)}`;
        await askVault(context, request, 'POST', role, { allowed_entity_aliases: [alias] });
      }
      return request;
    },
  },
  {
    id: 'F-AUTH-24',
    title: 'An entity alias without a token role is accepted and ignored',
    breaks: ['VAULT-AUTH-24'],
    ...changingRequest({ method: 'POST', path: CREATE }, (body) => {
      delete body.entity_alias;
    }),
  },
];

/** Logins of one auth method, told by a member of their request, give tokens that no SCIM path takes. */
function unresolved(member: string): Pick<Fault, 'request' | 'response'> {
  return {
    request: (request, { memory }) =>
      matches({ path: SCIM }, request) && memory.has(tokenIn(request)) ? vaultError(403, 'permission denied') : request,
    response: (response, request, { memory }) => {
      if (matches({ path: LOGIN, status: 200 }, request, response) && jsonOf(request)?.[member] !== undefined) {
        memory.set(String(nestedIn(jsonOf(response), 'auth').client_token), true);
      }
      return response;
    },
  };
}

/** A revocation by accessor that does nothing for tokens of some types. */
export function forgettingRevocations(applies: (type: string) => boolean): Pick<Fault, 'request' | 'response'> {
  return knowingCallers({
    request: async (request, context) => {
      if (!matches({ method: 'POST', path: /\/auth\/token\/revoke-accessor$/ }, request)) return request;
      const { accessor } = jsonOf(request) ?? {};
      const { type } = dataOf(await asAdmin(context, 'POST', 'auth/token/lookup-accessor', { accessor }));
      return applies(String(type)) ? answerWith(204, null) : request;
    },
  });
}
