import {
  asAdmin,
  callerOf,
  fullTokenFor,
  knowingCallers,
  policyTextOf,
  refusedTo,
  unchecked,
  withToken,
} from '../callers.ts';
import { matches, queryOf, SCIM, USER, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { dataOf, vaultError } from '../vault-requests.ts';

/** Defects of policies on one resource, on a list with a query, of the entity, and with a star within a segment. */
export const policyPatternFaults: Fault[] = [
  {
    id: 'F-ACL-33',
    title: 'A deny of one user by its id is overlooked beside a grant of all',
    breaks: ['VAULT-ACL-12', 'VAULT-ACL-13'],
    ...unchecked({ path: USER }, (policies) => /v2\/Users\/[0-9a-f-]{36}"\s*\{[^}]*"deny"/.test(policies)),
  },
  {
    id: 'F-ACL-34',
    title: 'The query counts as a part of the path that a policy has to name',
    breaks: ['VAULT-ACL-10', 'VAULT-ACL-17'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'GET', path: USERS }, request) || queryOf(request).size === 0) return request;
        const caller = await callerOf(context, request);
        const policies = caller ? await policyTextOf(context, caller) : '';
        return /v2\/Users"/.test(policies) && !/v2\/\*"/.test(policies)
          ? vaultError(403, '1 error occurred:\n\t* permission denied\n\n')
          : request;
      },
    }),
  },
  {
    id: 'F-ACL-35',
    title: "A deny in a policy of the entity is overlooked when the token's own policy grants",
    breaks: ['VAULT-ACL-12'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ path: SCIM, status: 403 }, request, response)) return response;
        const caller = await callerOf(context, request);
        if (!caller?.entityId || /"deny"/.test(await policyTextOf(context, caller))) return response;
        const { policies } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
        const own = { ...caller, policies: Array.isArray(policies) ? policies.map(String) : [] };
        if (!/"deny"/.test(await policyTextOf(context, own))) return response;
        await asAdmin(context, 'POST', `identity/entity/id/${caller.entityId}`, { policies: [] });
        const served = await context.send(withToken(request, await fullTokenFor(context, caller.entityId)));
        await asAdmin(context, 'POST', `identity/entity/id/${caller.entityId}`, { policies });
        return served;
      },
    }),
  },
  {
    id: 'F-ACL-36',
    title: 'A star at the end of a pattern stands for whole segments only',
    breaks: ['VAULT-ACL-26'],
    ...refusedTo({ path: SCIM }, (policies) => /v2\/[A-Za-z]+\*"/.test(policies)),
  },
];
