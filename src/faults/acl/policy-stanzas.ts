import { asAdmin, type Caller, callerOf, knowingCallers, policyTextOf, unchecked } from '../callers.ts';
import { jsonOf, matches, queryOf, SCIM, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { asking, NOTHING_DONE } from '../scim-requests.ts';
import { dataOf, POLICY, vaultError } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

interface Stanza {
  pattern: string;
  capabilities: string[];
}

const STANZA = /path "([^"]+)" \{\s*capabilities = \[([^\]]*)\]\s*\}\n?/g;

/** Defects of how the stanzas of policies are read: where a deny stands, and which wildcards a pattern has. */
export const policyStanzaFaults: Fault[] = [
  {
    id: 'F-CPA-01',
    title: 'A deny that stands first of several capabilities is overlooked',
    breaks: ['VAULT-ACL-12'],
    ...overlookingDeny((place, count) => place === 0 && count > 1),
  },
  {
    id: 'F-CPA-02',
    title: 'A deny that stands between other capabilities is overlooked',
    breaks: ['VAULT-ACL-12'],
    ...overlookingDeny((place, count) => place > 0 && place < count - 1),
  },
  {
    id: 'F-CPA-03',
    title: 'A deny that stands last of several capabilities is overlooked',
    breaks: ['VAULT-ACL-12'],
    ...overlookingDeny((place, count) => place > 0 && place === count - 1),
  },
  {
    id: 'F-CPA-04',
    title: 'A plus at the end of a pattern is taken as it stands',
    breaks: ['VAULT-ACL-15'],
    ...changingStanzas((stanza) => ({ ...stanza, pattern: stanza.pattern.replace(/\/\+$/, '/-plus-') })),
  },
  {
    id: 'F-CPA-05',
    title: 'A plus at the end of a pattern stands for any rest',
    breaks: ['VAULT-ACL-15'],
    ...changingStanzas((stanza) => ({ ...stanza, pattern: stanza.pattern.replace(/\/\+$/, '/*') })),
  },
  {
    id: 'F-CPA-06',
    title: 'Of several pluses in a pattern only the first is understood',
    breaks: ['VAULT-ACL-15'],
    ...changingStanzas((stanza) => ({ ...stanza, pattern: stanza.pattern.replace(/(?<=\+.*)\+/g, '-plus-') })),
  },
  {
    id: 'F-CPA-07',
    title: 'A deny on a pattern with a plus is overlooked',
    breaks: ['VAULT-ACL-12'],
    ...changingStanzas((stanza) => (isDenied(stanza) && stanza.pattern.includes('+') ? null : stanza)),
  },
  {
    id: 'F-CPA-08',
    title: 'A deny on a pattern with a star within a segment is overlooked',
    breaks: ['VAULT-ACL-12'],
    ...changingStanzas((stanza) => (isDenied(stanza) && /[^/]\*$/.test(stanza.pattern) ? null : stanza)),
  },
  {
    id: 'F-CPA-09',
    title: 'A star decides over a plus in the same place',
    breaks: ['VAULT-ACL-13'],
    ...changingStanzas((stanza, all) => {
      const alike = stanza.pattern.replace(/\/\+$/, '/*');
      return alike !== stanza.pattern && all.some(({ pattern }) => pattern === alike) ? null : stanza;
    }),
  },
  {
    id: 'F-CPA-10',
    title: 'A query goes round the deny of a list',
    breaks: ['VAULT-ACL-12'],
    ...knowingCallers({
      response: (response, request, context) => {
        const open = unchecked({ method: 'GET', path: SCIM }, (policies) => stanzasIn(policies).some(isDenied));
        return queryOf(request).size > 0 ? open.response(response, request, context) : response;
      },
    }),
  },
  {
    id: 'F-CPA-11',
    title: 'A grant of a later policy lifts the deny of an earlier one on the same path',
    breaks: ['VAULT-ACL-12'],
    ...unchecked({ path: SCIM }, (policies) => {
      const all = stanzasIn(policies);
      const isLifted = (deny: Stanza, place: number) =>
        all.slice(place + 1).some((later) => later.pattern === deny.pattern && !isDenied(later));
      return all.some((stanza, place) => isDenied(stanza) && isLifted(stanza, place));
    }),
  },
  {
    id: 'F-CPA-12',
    title: 'A deny that a policy gets by a change does not count',
    breaks: ['VAULT-ACL-25', 'VAULT-ACL-12'],
    request: async (request, context) => {
      const isWrite = matches({ method: ['POST', 'PUT'], path: POLICY }, request);
      const stored = isWrite ? await context.send(asking(request, 'GET')) : null;
      return stored?.status === 200 ? withStanzas(request, (one) => (isDenied(one) ? null : one)) : request;
    },
  },
  {
    id: 'F-CPA-13',
    title: 'A policy that exists is not changed by PUT, which is answered as done',
    breaks: ['VAULT-ACL-25'],
    request: async (request, context) => {
      if (!matches({ method: 'PUT', path: POLICY }, request)) return request;
      const stored = await context.send(asking(request, 'GET'));
      return stored.status === 200 ? NOTHING_DONE : request;
    },
  },
  {
    id: 'F-CPA-14',
    title: 'Policies that the entity of a principal brings count for reads only',
    breaks: ['VAULT-ACL-16'],
    ...knowingCallers({
      request: async (request, context) => {
        if (request.method === 'GET' || !SCIM.test(request.url)) return request;
        const caller = await callerOf(context, request);
        const own = caller ? stanzasIn(await policyTextOf(context, caller)) : [];
        const isOwn = caller === null || own.some(({ pattern }) => pattern.startsWith('identity/scim/'));
        return isOwn ? request : vaultError(403, '1 error occurred:\n\t* permission denied\n\n');
      },
    }),
  },
  {
    id: 'F-CPA-15',
    title: 'A deny that a group of the principal brings is overlooked',
    breaks: ['VAULT-ACL-12', 'VAULT-ACL-27'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ path: SCIM, status: 403 }, request, response)) return response;
        const caller = await callerOf(context, request);
        const denying = caller?.entityId ? await denyingGroups(context, caller) : [];
        for (const { id } of denying) await asAdmin(context, 'POST', `identity/group/id/${id}`, { policies: [] });
        const answer = denying.length > 0 ? await context.send(request) : response;
        for (const { id, policies } of denying) await asAdmin(context, 'POST', `identity/group/id/${id}`, { policies });
        return answer;
      },
    }),
  },
];

function isDenied({ capabilities }: Stanza): boolean {
  return capabilities.includes('deny');
}

function stanzasIn(text: string): Stanza[] {
  return [...text.matchAll(STANZA)].map(([, pattern = '', capabilities = '']) => ({
    pattern,
    capabilities: [...capabilities.matchAll(/"(\w+)"/g)].map(([, name = '']) => name),
  }));
}

/** A policy is stored with other stanzas than those that were written; null leaves one out. */
function changingStanzas(change: (stanza: Stanza, all: Stanza[]) => Stanza | null): Hooks {
  return {
    request: (request) =>
      matches({ method: ['POST', 'PUT'], path: POLICY }, request) ? withStanzas(request, change) : request,
  };
}

function withStanzas(request: FaultRequest, change: (stanza: Stanza, all: Stanza[]) => Stanza | null): FaultRequest {
  const body = jsonOf(request);
  if (typeof body?.policy !== 'string') return request;
  const all = stanzasIn(body.policy);
  const changed = all.map((stanza) => change(stanza, all)).filter((stanza) => stanza !== null);
  const isSame = JSON.stringify(changed) === JSON.stringify(all);
  return isSame ? request : withJson(request, { ...body, policy: changed.map(textOf).join('') });
}

function textOf({ pattern, capabilities }: Stanza): string {
  return `path "${pattern}" { capabilities = [${capabilities.map((name) => `"${name}"`).join(', ')}] }\n`;
}

function overlookingDeny(isOverlooked: (place: number, count: number) => boolean): Hooks {
  return changingStanzas(({ pattern, capabilities }) => ({
    pattern,
    capabilities: isOverlooked(capabilities.indexOf('deny'), capabilities.length)
      ? capabilities.filter((name) => name !== 'deny')
      : capabilities,
  }));
}

/** The groups of a caller's entity whose policies deny something. */
async function denyingGroups(context: FaultContext, caller: Caller): Promise<{ id: string; policies: string[] }[]> {
  const { group_ids: ids } = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller.entityId}`));
  const groups: { id: string; policies: string[] }[] = [];
  for (const id of Array.isArray(ids) ? ids.map(String) : []) {
    const { policies: named } = dataOf(await asAdmin(context, 'GET', `identity/group/id/${id}`));
    const policies = Array.isArray(named) ? named.map(String) : [];
    const text = await policyTextOf(context, { ...caller, policies });
    if (stanzasIn(text).some(isDenied)) groups.push({ id, policies });
  }
  return groups;
}
