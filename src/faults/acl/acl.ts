import { asAdmin, isPrincipal, knowingCallers, refusedTo, unchecked } from '../callers.ts';
import { changingRequest, GROUP, GROUPS, matches, USER, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { lastSegment, POLICY } from '../vault-requests.ts';

const CLIENT = /\/identity\/scim\/client\/[^/]+$/;
const PATHS_OF_SCIM = /identity\/scim\/v2/;

/** Whether the policies of a caller speak of SCIM paths at all. */
const isAboutScim = (policies: string) => PATHS_OF_SCIM.test(policies);
/** The wildcard over all SCIM paths. */
const isWildcard = (policies: string) => policies.includes('identity/scim/v2/*');

/** Defects of the ACL policies on SCIM paths. */
export const aclFaults: Fault[] = [
  {
    id: 'F-ACL-01',
    title: 'The principal of a SCIM client needs no policy to list users',
    breaks: ['VAULT-ACL-01'],
    ...unchecked({ method: 'GET', path: USERS }, (policies) => !isAboutScim(policies)),
  },
  {
    id: 'F-ACL-02',
    title: 'A POST to the users is taken as a read',
    breaks: ['VAULT-ACL-02'],
    ...unchecked({ method: 'POST', path: USERS }, (policies) => /Users"[^}]*"read"/s.test(policies)),
  },
  {
    id: 'F-ACL-03',
    title: 'A PUT of a user is not checked',
    breaks: ['VAULT-ACL-03'],
    ...unchecked({ method: 'PUT', path: USER }),
  },
  {
    id: 'F-ACL-04',
    title: 'A PATCH of a user is taken as an update, unless a wildcard grants it',
    breaks: ['VAULT-ACL-04'],
    ...unchecked(
      { method: 'PATCH', path: USER },
      // Where a deny or a pattern with a plus decides, the update of another place does not count.
      (policies) => policies.includes('"update"') && !isWildcard(policies) && !/"deny"|\/\+"/.test(policies),
    ),
  },
  {
    id: 'F-ACL-05',
    title: 'A PATCH of a group is taken as an update',
    breaks: ['VAULT-ACL-05'],
    ...unchecked({ method: 'PATCH', path: GROUP }, (policies) => policies.includes('"update"')),
  },
  {
    id: 'F-ACL-06',
    title: 'A DELETE of a user is taken as an update',
    breaks: ['VAULT-ACL-06'],
    ...unchecked({ method: 'DELETE', path: USER }, (policies) => policies.includes('"update"')),
  },
  {
    id: 'F-ACL-07',
    title: 'A DELETE of a group is not checked',
    breaks: ['VAULT-ACL-07'],
    ...unchecked({ method: 'DELETE', path: GROUP }),
  },
  {
    id: 'F-ACL-08',
    title: 'Whoever may create users may list them',
    breaks: ['VAULT-ACL-08'],
    ...unchecked({ method: 'GET', path: USERS }, (policies) => /v2\/Users"[^}]*"create"/s.test(policies)),
  },
  {
    id: 'F-ACL-09',
    title: 'The rule of the collection covers its users',
    breaks: ['VAULT-ACL-09'],
    ...unchecked({ method: 'GET', path: USER }, (policies) => /v2\/Users"[^}]*"read"/s.test(policies)),
  },
  {
    id: 'F-ACL-10',
    title: 'A GET of the users asks for the capability list',
    breaks: ['VAULT-ACL-10'],
    ...refusedTo({ method: 'GET', path: USERS }, (policies) => isAboutScim(policies) && !policies.includes('"list"')),
  },
  {
    id: 'F-ACL-11',
    title: 'A policy for users covers the creation of groups',
    breaks: ['VAULT-ACL-11'],
    ...unchecked({ method: 'POST', path: GROUPS }, (policies) => policies.includes('v2/Users"')),
  },
  {
    id: 'F-ACL-12',
    title: 'An explicit deny is ignored',
    breaks: ['VAULT-ACL-12'],
    ...rewritingPolicy((policy) => policy.replace(/path "[^"]*" \{[^}]*"deny"[^}]*\}/g, '')),
  },
  {
    id: 'F-ACL-13',
    title: 'The shortest matching pattern wins',
    breaks: ['VAULT-ACL-13'],
    ...rewritingPolicy((policy) => {
      const isMixed = isWildcard(policy) && !policy.includes('"deny"');
      return isMixed ? policy.replace(/path "identity\/scim\/v2\/[^*"]+\*?" \{[^}]*\}/g, '') : policy;
    }),
  },
  {
    id: 'F-ACL-14',
    title: 'Of several policies the last one counts',
    breaks: ['VAULT-ACL-14'],
    ...changingRequest({ method: 'POST', path: /\/auth\/token\/create\/[^/]+$/ }, (body) => {
      if (Array.isArray(body.policies)) body.policies = body.policies.slice(-1);
    }),
  },
  {
    id: 'F-ACL-15',
    title: 'A plus in a pattern is taken as it stands',
    breaks: ['VAULT-ACL-15'],
    ...rewritingPolicy((policy) => policy.replaceAll('/+/', '/%2B/')),
  },
  {
    id: 'F-ACL-16',
    title: 'Policies of the entity of a principal are not looked at',
    breaks: ['VAULT-ACL-16'],
    ...knowingCallers({
      request: async (request, context) => {
        const where = { method: 'POST', path: /\/identity\/entity\/id\/[^/]+$/ };
        if (!matches(where, request) || !(await isPrincipal(context, lastSegment(request)))) return request;
        return { ...request, body: Buffer.from(request.body.toString().replace('"policies"', '"ignored"')) };
      },
    }),
  },
  {
    id: 'F-ACL-17',
    title: 'Replacing a group needs more than the printed policy grants',
    breaks: ['VAULT-ACL-17'],
    ...refusedTo({ method: 'PUT', path: GROUP }, (policies) => !isWildcard(policies)),
  },
  {
    id: 'F-ACL-18',
    title: 'A single schema needs more than the printed policy grants',
    breaks: ['VAULT-ACL-18'],
    ...refusedTo({ method: 'GET', path: /\/Schemas\/[^/]+$/ }, (policies) => !isWildcard(policies)),
  },
  {
    id: 'F-ACL-19',
    title: 'The principal may read and change its own SCIM client',
    breaks: ['VAULT-ACL-19'],
    ...knowingCallers({
      response: (response, request, context) =>
        matches({ path: CLIENT, status: 403 }, request, response)
          ? asAdmin(context, request.method, request.url.slice('/v1/'.length), bodyOf(request.body))
          : response,
    }),
  },
];

function rewritingPolicy(rewrite: (policy: string) => string): Pick<Fault, 'request'> {
  return changingRequest({ method: ['POST', 'PUT'], path: POLICY }, (body) => {
    body.policy = rewrite(String(body.policy));
  });
}

function bodyOf(body: Buffer): Record<string, unknown> | undefined {
  return body.length === 0 ? undefined : (JSON.parse(body.toString()) as Record<string, unknown>);
}
