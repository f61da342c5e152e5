import { refusedTo, unchecked } from '../callers.ts';
import { changingBody, changingRequest, jsonOf, matches, USER } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { headerOf, lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

const ROLE = /\/auth\/token\/roles\/[^/]+$/;
const CREATE = /\/auth\/token\/create\/[^/]+$/;

const hasWildcard = (policies: string) => policies.includes('identity/scim/v2/*');
const hasPaths = (policies: string) => policies.includes('identity/scim/v2/Users');

/** Defects of the set-up that the documentation prints. */
export const setupFaults: Fault[] = [
  {
    id: 'F-SETUP-01',
    title: 'Replacing a user needs the capability patch',
    breaks: ['VAULT-SETUP-01'],
    ...refusedTo({ method: 'PUT', path: USER }, (policies) => hasWildcard(policies) && !policies.includes('"patch"')),
  },
  {
    id: 'F-SETUP-02',
    title: 'Under a wildcard, a PATCH is taken as an update',
    breaks: ['VAULT-SETUP-02'],
    ...unchecked({ method: 'PATCH', path: USER }, hasWildcard),
  },
  {
    id: 'F-SETUP-03',
    title: 'The capability patch is not taken from a wildcard',
    breaks: ['VAULT-SETUP-03'],
    ...refusedTo({ method: 'PATCH', path: USER }, (policies) => hasWildcard(policies) && !hasPaths(policies)),
  },
  {
    id: 'F-SETUP-04',
    title: 'The list of auth mounts has no accessors for requests without X-Vault-Request',
    breaks: ['VAULT-SETUP-04'],
    ...changingBody({ method: 'GET', path: /\/sys\/auth$/, status: 200 }, (body, request) => {
      if (headerOf(request, 'X-Vault-Request') === undefined) {
        for (const mount of Object.values(nestedIn(body, 'data'))) delete (mount as Record<string, unknown>).accessor;
      }
    }),
  },
  {
    id: 'F-SETUP-05',
    title: 'Policies are dropped when an entity is created',
    breaks: ['VAULT-SETUP-05'],
    ...changingRequest({ method: 'POST', path: /\/identity\/entity$/ }, (body) => {
      delete body.policies;
    }),
  },
  {
    id: 'F-SETUP-06',
    title: 'An alias on the token mount shows a new entity',
    breaks: ['VAULT-SETUP-06'],
    ...changingBody({ method: 'GET', path: /\/identity\/entity-alias\/id\/[^/]+$/, status: 200 }, (body) => {
      const alias = nestedIn(body, 'data');
      if (/token$/.test(String(alias.mount_type))) alias.canonical_id = crypto.randomUUID();
    }),
  },
  {
    id: 'F-SETUP-07',
    title: 'The allowed entity aliases of a token role are not shown',
    breaks: ['VAULT-SETUP-07'],
    ...changingBody({ method: 'GET', path: ROLE, status: 200 }, (body) => {
      nestedIn(body, 'data').allowed_entity_aliases = null;
    }),
  },
  {
    id: 'F-SETUP-08',
    title: 'token_no_default_policy of a token role is kept, but not applied',
    breaks: ['VAULT-SETUP-08'],
    ...changingBody({ method: 'POST', path: CREATE, status: 200 }, (body, request) => {
      const auth = nestedIn(body, 'auth');
      if (jsonOf(request)?.no_default_policy !== true)
        auth.token_policies = ['default', ...[auth.token_policies].flat()];
    }),
  },
  {
    id: 'F-SETUP-09',
    title: 'orphan of a token role is kept, but not applied to tokens without an alias',
    breaks: ['VAULT-SETUP-09'],
    ...changingBody({ method: 'POST', path: CREATE, status: 200 }, (body, request) => {
      if (jsonOf(request)?.entity_alias === undefined) nestedIn(body, 'auth').orphan = false;
    }),
  },
  {
    id: 'F-SETUP-10',
    title: 'A token role without allowed policies issues none of the caller',
    breaks: ['VAULT-SETUP-10', 'VAULT-SETUP-12'],
    request: (request, { memory }) => {
      const body = jsonOf(request);
      if (matches({ method: 'POST', path: ROLE }, request)) memory.set(lastSegment(request), body?.allowed_policies);
      const isLimited = memory.get(lastSegment(request)) !== undefined || body?.policies === undefined;
      return matches({ method: 'POST', path: CREATE }, request) && !isLimited
        ? vaultError(400, 'child policies must be subset of parent')
        : request;
    },
  },
  {
    id: 'F-SETUP-12',
    title: 'A SCIM token cannot patch',
    breaks: ['VAULT-SETUP-12'],
    ...refusedTo({ method: 'PATCH', path: USER }, (_policies, { type }) => type === 'scim'),
  },
  {
    id: 'F-SETUP-13',
    title: 'Health does not name the edition',
    breaks: ['VAULT-SETUP-13'],
    ...changingBody({ method: 'GET', path: /^\/v1\/sys\/health$/ }, (body) => {
      delete body.enterprise;
    }),
  },
];
