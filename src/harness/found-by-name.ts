import type { Answer } from '../scim/answer.ts';
import type { ListQuery, ScimClient } from '../scim/scim-client.ts';
import { bodyOf, resourcesOf } from './answers.ts';

type Json = Record<string, unknown>;

/** A collection whose resources have names of their own. */
export type NamedCollection = '/Users' | '/Groups';

/** The attribute that names the resources of a collection. */
export const NAME_ATTRIBUTE = { '/Users': 'userName', '/Groups': 'displayName' } as const;

const PAGES = 20;

/**
 * What the server lists under exactly this name: by a filter (RFC 7644 section 3.4.2.2), or over the first pages of the
 * whole list where the server does not filter.
 */
export async function foundByName(
  scim: Pick<ScimClient, 'list'>,
  collection: NamedCollection,
  name: string,
): Promise<Json[]> {
  const bears = (resource: Json) => isNamed(resource, collection, name);
  const ask = (query: ListQuery) => scim.list(collection, query);
  const filtered = await ask({ filter: `${NAME_ATTRIBUTE[collection]} eq ${JSON.stringify(name)}` });
  if (filtered.status === 200 && resourcesOf(filtered).every(bears)) return resourcesOf(filtered);
  return (await wholeList(ask)).filter(bears);
}

/** Whether a resource bears this name; a server may show it in another letter case. */
export function isNamed(resource: Json, collection: NamedCollection, name: string): boolean {
  return String(resource[NAME_ATTRIBUTE[collection]]).toLowerCase() === name.toLowerCase();
}

async function wholeList(ask: (query: ListQuery) => Promise<Answer>): Promise<Json[]> {
  const all: Json[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await ask({ startIndex: all.length + 1 });
    const shown = resourcesOf(answer);
    all.push(...shown);
    if (shown.length === 0 || all.length >= Number(bodyOf(answer).totalResults)) break;
  }
  return all;
}

/** A read by id of the first resource of this name; a 404 when there is none. */
export async function readByName(
  scim: Pick<ScimClient, 'list' | 'get'>,
  collection: NamedCollection,
  name: string,
): Promise<Answer> {
  const [found] = await foundByName(scim, collection, name);
  return scim.get(`${collection}/${String(found?.id ?? 'none')}`);
}
