import { refusing, serving } from '../access-watch.ts';
import { asAdmin, callerOf, knowingCallers } from '../callers.ts';
import { jsonOf, matches, pathOf, USER } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { doingMore } from '../further-acts.ts';
import { dataOf } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const SECRET = /^\/v1\/(?!sys\/|auth\/|identity\/).*\/data\//;

/** Defects of the tokens of users that were deactivated: of another token, for another time, by another way. */
export const userTokenFaults: Fault[] = [
  {
    id: 'F-ACCESS-61',
    title: 'Of the tokens of a deactivated user only the one that was issued last is refused',
    breaks: ['VAULT-ACCESS-10'],
    ...serving(({ last, name, signedInAt, token }, memory) => {
      if (last?.what !== 'deactivated' || token !== 'login') return false;
      const held = [...memory].filter(([key]) => key.startsWith('held:')).map(([, one]) => one);
      return (held as { name: string; at: number }[]).some((one) => one.name === name && one.at > signedInAt);
    }),
  },
  {
    id: 'F-ACCESS-62',
    title: 'A user that is deactivated for the second time goes on reading with its token',
    breaks: ['VAULT-ACCESS-10'],
    ...serving(
      ({ happened, last }) =>
        last?.what === 'deactivated' && happened.filter(({ what }) => what === 'deactivated').length > 1,
    ),
  },
  {
    id: 'F-ACCESS-63',
    title: 'A user that a replace activates again cannot use its old token',
    breaks: ['VAULT-ACCESS-16', 'VAULT-ACCESS-17'],
    ...refusedAfterReplace(),
  },
  {
    id: 'F-ACCESS-64',
    title: "A deactivated user's token goes on reading what a policy of the token itself grants",
    breaks: ['VAULT-ACCESS-10', 'VAULT-ACCESS-12', 'VAULT-ACCESS-13', 'VAULT-ACCESS-14'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ method: 'GET', path: SECRET, status: 403 }, request, response)) return response;
        const caller = await callerOf(context, request);
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${caller?.entityId}`));
        const grants = caller && entity.disabled === true ? caller.policies.filter((name) => name !== 'default') : [];
        return grants.length > 0 ? asAdmin(context, 'GET', request.url.replace(/^\/v1\//, '')) : response;
      },
    }),
  },
  {
    id: 'F-ACCESS-65',
    title: 'A user that was created inactive and is activated cannot read with its first token',
    breaks: ['VAULT-ACCESS-17'],
    ...refusing(({ happened, last }) => last?.what === 'activated' && happened[0]?.what === 'created inactive'),
  },
];

function refusedAfterReplace(): Hooks {
  const noting = doingMore({ method: 'PUT', path: USER }, ({ request, before, context }) => {
    const isActivation = before.active === false && jsonOf(request)?.active === true;
    if (isActivation) context.memory.set(`dead ${before.id}`, true);
  });
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      if (answer.status !== 200 || request.method !== 'GET' || !SECRET.test(pathOf(request))) return answer;
      const caller = await callerOf(context, request);
      const isDead = caller !== null && context.memory.has(`dead ${caller.entityId}`);
      const errors = ['1 error occurred:\n\t* permission denied\n\n'];
      const body = Buffer.from(JSON.stringify({ errors }));
      return isDead ? { status: 403, headers: [['Content-Type', 'application/json']], body } : answer;
    },
  };
}
