import { tokenIn } from '../callers.ts';
import { GROUP, jsonOf, METADATA, matches, USER, USERS, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { aliasesIn, ENTITY, everySeen, type Seen, showing, wasChangedBy } from '../scim-objects.ts';
import { operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

/** Defects of entities and aliases whose users went through a second rename, an activation, a deletion, a membership. */
export const userStateFaults: Fault[] = [
  {
    id: 'F-MAP-71',
    title: 'A second rename leaves the alias at the first new name',
    breaks: ['VAULT-MAP-17'],
    ...showing(ENTITY, (entity, seen) => {
      const names = renames(seen);
      for (const alias of aliasesIn(entity)) if (names.length > 2) alias.name = names[1];
    }),
  },
  {
    id: 'F-MAP-72',
    title: 'A user that gets back a userName that it had before has no alias any more',
    breaks: ['VAULT-MAP-10', 'VAULT-MAP-17', 'VAULT-MAP-18'],
    ...showing(ENTITY, (entity, seen) => {
      const names = renames(seen);
      if (names.slice(0, -1).includes(names.at(-1) ?? '')) entity.aliases = [];
    }),
  },
  {
    id: 'F-MAP-73',
    title: 'A rename that changes the letter case only leaves the alias as it was',
    breaks: ['VAULT-MAP-17'],
    ...showing(ENTITY, (entity, seen) => {
      const [former, name] = renames(seen).slice(-2);
      if (name === undefined || former?.toLowerCase() !== name.toLowerCase()) return;
      for (const alias of aliasesIn(entity)) alias.name = former;
    }),
  },
  {
    id: 'F-MAP-74',
    title: 'The entity of an inactive user has no alias',
    breaks: [
      'VAULT-MAP-10',
      'VAULT-MAP-11',
      'VAULT-MAP-12',
      'VAULT-MAP-13',
      'VAULT-MAP-14',
      'VAULT-MAP-17',
      'VAULT-MAP-18',
    ],
    ...showing(ENTITY, (entity) => {
      if (entity.disabled === true) entity.aliases = [];
    }),
  },
  {
    id: 'F-MAP-75',
    title: 'The entity of a replaced user carries no mark of its SCIM client any more',
    breaks: ['VAULT-MAP-07', 'VAULT-MAP-08'],
    ...showing(ENTITY, (entity, seen) => {
      if (wasChangedBy(seen, 'PUT')) entity.scim_client_id = '';
    }),
  },
  {
    id: 'F-MAP-76',
    title: 'A patch that activates gives the entity a policy',
    breaks: ['VAULT-MAP-24'],
    ...showing(ENTITY, (entity, { changes }) => {
      const isActivated = changes.some((request) => operationsOf(request).some(({ value }) => value === true));
      if (isActivated) entity.policies = [...((entity.policies as string[] | null) ?? []), 'default'];
    }),
  },
  {
    id: 'F-MAP-77',
    title: 'The externalId reaches the entity in lower case',
    breaks: ['VAULT-MAP-03'],
    ...showing(ENTITY, (entity) => {
      entity.external_id = String(entity.external_id).toLowerCase();
    }),
  },
  {
    id: 'F-MAP-78',
    title: 'An externalId that equals the userName does not reach the entity',
    breaks: ['VAULT-MAP-03'],
    ...showing(ENTITY, (entity) => {
      if (entity.external_id === entity.name) entity.external_id = '';
    }),
  },
  {
    id: 'F-MAP-79',
    title: 'The rename of an inactive user enables its entity',
    breaks: ['VAULT-MAP-47'],
    ...showing(ENTITY, (entity, seen) => {
      if (entity.disabled === true && renames(seen).length > 1 && wasInactiveBefore(seen)) entity.disabled = false;
    }),
  },
  {
    id: 'F-MAP-80',
    title: 'An inactive user that is added to a group has an enabled entity',
    breaks: ['VAULT-MAP-47'],
    ...afterAdds((entity) => {
      entity.disabled = false;
    }),
  },
  {
    id: 'F-MAP-81',
    title: 'Hyphens and dots in metadata keys reach the entity as underscores',
    breaks: ['VAULT-MAP-06'],
    ...showing(ENTITY, (entity) => {
      const pairs = Object.entries((entity.metadata as Json | null) ?? {});
      if (pairs.length > 0) {
        entity.metadata = Object.fromEntries(pairs.map(([key, value]) => [key.replaceAll(/[-.]/g, '_'), value]));
      }
    }),
  },
  {
    id: 'F-MAP-82',
    title: 'A user that is created without metadata has those of the user that the client created before',
    breaks: ['VAULT-MAP-06'],
    request: (request, { memory }) => {
      const body = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request) : null;
      if (!body) return request;
      const key = `metadata of ${tokenIn(request)}`;
      if (body[METADATA] !== undefined) memory.set(key, body[METADATA]);
      const former = memory.get(key);
      if (body[METADATA] !== undefined || former === undefined) return request;
      const schemas = [...(Array.isArray(body.schemas) ? body.schemas : []), METADATA];
      return withJson(request, { ...body, schemas, [METADATA]: former });
    },
  },
  {
    id: 'F-MAP-83',
    title: 'A replace of an inactive user leaves its metadata as they were',
    breaks: ['VAULT-MAP-22'],
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      const stored = body ? await resourceAt(request, context) : {};
      if (!body || stored.active !== false || body[METADATA] === undefined) return request;
      return withJson(request, { ...body, [METADATA]: stored[METADATA] ?? { items: [] } });
    },
  },
  {
    id: 'F-MAP-84',
    title: 'A user that is created under the name of a deleted one gets no alias',
    breaks: ['VAULT-MAP-10', 'VAULT-MAP-11', 'VAULT-MAP-12', 'VAULT-MAP-13', 'VAULT-MAP-14'],
    ...showing(ENTITY, (entity, seen, memory) => {
      const had = everySeen(memory).some(
        (other) => other.deleted && other.id !== seen.id && other.names.includes(seen.names[0] ?? ''),
      );
      if (had) entity.aliases = [];
    }),
  },
];

/** The names of a user one after the other, without replaces that repeated them. */
function renames({ names }: Seen): string[] {
  return names.filter((name, place) => name !== names[place - 1]);
}

function wasInactiveBefore({ sent, changes }: Seen): boolean {
  const former = [JSON.stringify(sent), ...changes.slice(0, -1).map(({ body }) => body.toString('utf8'))];
  return /"active":\s*false|"path":\s*"active","value":\s*false/.test(former.at(-1) ?? '');
}

/** Defect of the entities of users that a member patch named. */
function afterAdds(change: (entity: Json) => void): Pick<Fault, 'request' | 'response'> {
  const shown = showing(ENTITY, (entity, seen, memory) => {
    if (memory.has(`added ${seen.id}`)) change(entity);
  });
  return {
    ...shown,
    response: async (response, request, context) => {
      const isAdd = response.status < 300 && matches({ method: 'PATCH', path: GROUP }, request);
      for (const id of isAdd ? addedIn(request) : []) context.memory.set(`added ${id}`, true);
      return (await shown.response?.(response, request, context)) ?? response;
    },
  };
}
