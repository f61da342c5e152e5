import { answerWith, jsonOf, matches } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { aliasesIn, ENTITY, type Seen, seenIn, showing, watching } from '../scim-objects.ts';
import { lastSegment, nestedIn } from '../vault-requests.ts';

const ALIAS = /\/identity\/entity-alias\/id\/[^/]+$/;
const OTHER_MOUNT = 'auth_token_00000000';
const OTHER_ID = '00000000-0000-4000-8000-000000000000';

/** Defects of the alias that a user gets. */
export const mappedAliasFaults: Fault[] = [
  {
    id: 'F-MAP-10',
    title: 'A user gets a second alias on the token mount',
    breaks: ['VAULT-MAP-10'],
    ...showing(ENTITY, (entity) => {
      const aliases = aliasesIn(entity);
      const [alias] = aliases;
      if (alias) entity.aliases = [...aliases, { ...alias, id: OTHER_ID, mount_accessor: OTHER_MOUNT }];
    }),
  },
  {
    id: 'F-MAP-11',
    title: 'The alias of a created user has the externalId as name',
    breaks: ['VAULT-MAP-11'],
    ...showing(ENTITY, (entity, { sent, changes }) => {
      for (const alias of aliasesIn(entity)) if (changes.length === 0) alias.name = sent.externalId;
    }),
  },
  {
    id: 'F-MAP-12',
    title: 'The alias of a user is on the token mount',
    breaks: ['VAULT-MAP-12', 'VAULT-NS-06'],
    ...showing(ENTITY, (entity) => {
      for (const alias of aliasesIn(entity)) alias.mount_accessor = OTHER_MOUNT;
    }),
  },
  {
    id: 'F-MAP-13',
    title: 'The alias of a user belongs to another entity',
    breaks: ['VAULT-MAP-13'],
    ...showing(ENTITY, (entity) => {
      for (const alias of aliasesIn(entity)) alias.canonical_id = OTHER_ID;
    }),
  },
  {
    id: 'F-MAP-14',
    title: 'The alias of a user carries no mark of its SCIM client',
    breaks: ['VAULT-MAP-14'],
    ...showing(ENTITY, (entity) => {
      for (const alias of aliasesIn(entity)) alias.scim_client_id = '';
    }),
  },
  {
    id: 'F-MAP-15',
    title: 'A user of a client without alias mount gets an alias on the token mount',
    breaks: ['VAULT-MAP-15'],
    ...showing(ENTITY, (entity, { id, sent }) => {
      if (aliasesIn(entity).length > 0) return;
      entity.aliases = [{ id: OTHER_ID, canonical_id: id, name: sent.userName, mount_accessor: OTHER_MOUNT }];
    }),
  },
  {
    id: 'F-MAP-17',
    title: 'A rename leaves the alias behind',
    breaks: ['VAULT-MAP-17', 'VAULT-ACCESS-21', 'VAULT-ACCESS-22'],
    state: 'state-rename-keeps-alias',
  },
  {
    id: 'F-MAP-18',
    title: 'A rename moves the alias to the token mount',
    breaks: ['VAULT-MAP-18'],
    ...showing(ENTITY, (entity, { names }) => {
      for (const alias of aliasesIn(entity)) if (new Set(names).size > 1) alias.mount_accessor = OTHER_MOUNT;
    }),
  },
  {
    id: 'F-MAP-26',
    title: 'The alias of a deleted user stays',
    breaks: ['VAULT-MAP-26'],
    ...keepingAlias(({ changes }) => changes.at(-1)?.method === 'DELETE'),
  },
];

/** The alias of an entity that is gone is still shown, where `isKept` holds for what was seen of the user. */
export function keepingAlias(isKept: (seen: Seen) => boolean): Pick<Fault, 'request' | 'response'> {
  return watching({
    response: (response, request, { memory }) => {
      const isEntity = matches({ method: 'GET', path: ENTITY, status: 200 }, request, response);
      const entity = isEntity ? nestedIn(jsonOf(response), 'data') : {};
      for (const alias of aliasesIn(entity)) memory.set(`alias:${alias.id}`, alias);
      const alias = memory.get(`alias:${lastSegment(request)}`) as Record<string, unknown> | undefined;
      const isGone = matches({ method: 'GET', path: ALIAS, status: 404 }, request, response);
      const seen = isGone && alias ? seenIn(memory, alias.canonical_id) : undefined;
      return seen && isKept(seen) ? answerWith(200, { data: alias }, 'application/json') : response;
    },
  });
}
