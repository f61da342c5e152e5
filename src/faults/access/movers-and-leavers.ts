import { tokenIn } from '../callers.ts';
import { GROUP, jsonOf, pathOf, USERS_AND_USER } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { doingMore } from '../further-acts.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { memberIds } from '../scim-requests.ts';
import { lastSegment, nestedIn, vaultError } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

/** Anything but Vault's own administration: secrets. */
const SECRET = /^\/v1\/(?!.*(?:^|\/)(?:sys|auth|identity)\/)/;
const LOGIN = /\/auth\/.+\/login(?:\/[^/]+)?$/;
const RENEWAL = /\/auth\/token\/renew-self$/;

/** Defects of what people can do who join, move or leave. */
export const moverAndLeaverFaults: Fault[] = [
  {
    id: 'F-STRG-26',
    title: 'A token that was renewed goes on reading what it once read',
    breaks: [
      'VAULT-ACCESS-05',
      'VAULT-ACCESS-06',
      'VAULT-ACCESS-07',
      'VAULT-ACCESS-08',
      'VAULT-ACCESS-09',
      'VAULT-ACCESS-10',
      'VAULT-ACCESS-19',
      'VAULT-ACCESS-37',
      'VAULT-ACCESS-38',
    ],
    ...afterRenewal(),
  },
  {
    id: 'F-STRG-27',
    title: 'A token from before a rename of a group of its user reads no secret any more',
    breaks: ['VAULT-ACCESS-35'],
    ...losingAtRename(),
  },
  {
    id: 'F-STRG-28',
    title: 'Who was deleted and is created again under the same userName cannot log in',
    breaks: ['VAULT-ACCESS-01', 'VAULT-ACCESS-03'],
    ...refusingRehired(),
  },
];

/** What such a token once got it gets when it is refused. */
function afterRenewal(): Hooks {
  return {
    response: (response, request, { memory }) => {
      const token = tokenIn(request);
      if (RENEWAL.test(pathOf(request)) && response.status === 200) memory.set(`renewed ${token}`, true);
      if (request.method !== 'GET' || !SECRET.test(pathOf(request))) return response;
      const key = `read ${token} ${namespaceOf(request)} ${request.url}`;
      if (response.status === 200) memory.set(key, response);
      const isRefused = response.status === 403 && memory.has(`renewed ${token}`);
      return (isRefused ? (memory.get(key) as typeof response | undefined) : undefined) ?? response;
    },
  };
}

/** A rename ends what the tokens of the members hold of the group. */
function losingAtRename(): Hooks {
  const renaming = doingMore({ method: 'PUT', path: GROUP }, ({ request, before, context: { memory } }) => {
    if (jsonOf(request)?.displayName === before.displayName) return;
    for (const member of memberIds(before)) {
      for (const token of (memory.get(`tokens ${member}`) as string[] | undefined) ?? []) {
        memory.set(`lost ${token}`, true);
      }
    }
  });
  return {
    request: (request, context) => {
      const isLost = context.memory.has(`lost ${tokenIn(request)}`) && SECRET.test(pathOf(request));
      return isLost ? vaultError(403, 'permission denied') : (renaming.request?.(request, context) ?? request);
    },
    response: async (response, request, context) => {
      if (LOGIN.test(pathOf(request)) && response.status === 200) {
        const { entity_id: entity, client_token: token } = nestedIn(jsonOf(response), 'auth');
        const tokens = (context.memory.get(`tokens ${entity}`) as string[] | undefined) ?? [];
        context.memory.set(`tokens ${entity}`, [...tokens, String(token)]);
      }
      return (await renaming.response?.(response, request, context)) ?? response;
    },
  };
}

/** The second alias of a name is not found at the login. */
function refusingRehired(): Hooks {
  const noting = doingMore({ method: ['POST', 'DELETE'], path: USERS_AND_USER }, (done) => {
    const { memory } = done.context;
    if (done.request.method === 'DELETE') memory.set(`gone ${done.before.userName}`, true);
    else if (memory.has(`gone ${jsonOf(done.request)?.userName}`)) {
      memory.set(`rehired ${jsonOf(done.request)?.userName}`, true);
    }
  });
  return {
    ...noting,
    request: (request, context) => {
      const isRehired = LOGIN.test(pathOf(request)) && context.memory.has(`rehired ${lastSegment(request)}`);
      return isRehired ? vaultError(403, 'permission denied') : (noting.request?.(request, context) ?? request);
    },
  };
}
