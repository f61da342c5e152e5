import { remembering } from '../access/kept-access.ts';
import { serving } from '../access-watch.ts';
import { GROUP, jsonOf, matches, USER, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { doingMore } from '../further-acts.ts';
import { aliasesIn, ENTITY, type Seen, showing, wasChangedBy } from '../scim-objects.ts';
import { memberIds, resourceAt } from '../scim-requests.ts';
import { lastSegment, vaultError } from '../vault-requests.ts';
import { keepingAlias } from './mapped-aliases.ts';

const LOGIN = /\/auth\/[^/]+\/login\/[^/]+$/;

/** Defects of entities and their access that need two things to meet: a rename and a deactivation, a last member. */
export const entityDetailFaults: Fault[] = [
  {
    id: 'F-MAP-60',
    title: 'A userName that differs in letter case only is no rename',
    breaks: ['VAULT-USER-13', 'VAULT-MAP-16'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      const { userName } = body ? await resourceAt(request, context) : {};
      const isSame = String(userName).toLowerCase() === String(body?.userName).toLowerCase();
      return body && userName !== undefined && isSame ? withJson(request, { ...body, userName }) : request;
    },
  },
  {
    id: 'F-MAP-61',
    title: 'A replace that renames and deactivates leaves the alias behind',
    breaks: ['VAULT-MAP-17'],
    ...showing(ENTITY, (entity, { names, changes }) => {
      const last = changes.at(-1);
      if (last?.method !== 'PUT' || jsonOf(last)?.active !== false || names.length < 2) return;
      for (const alias of aliasesIn(entity)) alias.name = names.at(-2);
    }),
  },
  {
    id: 'F-MAP-62',
    title: 'The alias of a user whose userName has capitals is written in lower case',
    breaks: ['VAULT-MAP-11'],
    ...showing(ENTITY, (entity) => {
      for (const alias of aliasesIn(entity)) alias.name = String(alias.name).toLowerCase();
    }),
  },
  {
    id: 'F-MAP-63',
    title: 'The alias of a user that is deleted while inactive stays',
    breaks: ['VAULT-MAP-26'],
    ...keepingAlias((seen) => seen.deleted && wasInactive(seen)),
  },
  {
    id: 'F-MAP-64',
    title: 'A patch clears the external id of the entity',
    breaks: ['VAULT-MAP-03'],
    ...showing(ENTITY, (entity, seen) => {
      if (wasChangedBy(seen, 'PATCH')) entity.external_id = '';
    }),
  },
  {
    id: 'F-MAP-65',
    title: 'The alias of a renamed user carries no mark of its SCIM client any more',
    breaks: ['VAULT-MAP-14'],
    ...showing(ENTITY, (entity, { names }) => {
      for (const alias of aliasesIn(entity)) if (new Set(names).size > 1) alias.scim_client_id = '';
    }),
  },
  {
    id: 'F-ACCESS-45',
    title: 'A batch token keeps the policies of a group that its user was removed from',
    breaks: ['VAULT-ACCESS-06', 'VAULT-ACCESS-07'],
    ...serving(({ token, last }) => token === 'batch' && /^removed/.test(last?.what ?? '')),
  },
  {
    id: 'F-ACCESS-46',
    title: 'Members of a group that a replace empties keep reading its secret',
    breaks: ['VAULT-ACCESS-08'],
    ...remembering({ method: 'PUT', path: GROUP }, ({ request, before }) =>
      memberIds(jsonOf(request) ?? {}).length === 0 ? memberIds(before) : [],
    ),
  },
  {
    id: 'F-ACCESS-47',
    title: 'The child token of a deleted user keeps the policies of its groups',
    breaks: ['VAULT-ACCESS-19'],
    ...serving(({ token, last }) => token === 'child' && last?.what === 'deleted'),
  },
  {
    id: 'F-ACCESS-48',
    title: 'A user that a replace activates again cannot sign in',
    breaks: ['VAULT-ACCESS-17'],
    ...refusedSignIns(),
  },
];

function wasInactive({ sent, changes }: Seen): boolean {
  const texts = [JSON.stringify(sent), ...changes.map(({ body }) => body.toString('utf8'))];
  return texts.some((text) => /"active":\s*false|"path":\s*"active","value":\s*false/.test(text));
}

function refusedSignIns(): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore({ method: 'PUT', path: USER }, ({ request, before, context }) => {
    const { active, userName } = jsonOf(request) ?? {};
    if (before.active === false && active === true) context.memory.set(`locked ${String(userName)}`, true);
  });
  return {
    ...noting,
    request: async (request, context) => {
      const isSignIn = matches({ method: ['POST', 'PUT'], path: LOGIN }, request);
      if (isSignIn && context.memory.has(`locked ${lastSegment(request)}`)) return vaultError(403, 'permission denied');
      return (await noting.request?.(request, context)) ?? request;
    },
  };
}
