import type { Answer } from '../../scim/answer.ts';
import type { ListQuery } from '../../scim/scim-client.ts';
import { ArrangeError } from '../../vault/arrange-error.ts';
import { resourcesOf } from '../answers.ts';
import { cursorPages } from '../cursor-pages.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import type { ArrangedUser } from './scim-resources.ts';

const MOST_PAGES = 1_000;

/** Users of which a test knows every one that a list has to show. */
export interface Collection {
  users: ArrangedUser[];
  /** Query that restricts a list to this collection; empty when the tenant holds nothing else. */
  query: { filter?: string };
  /** Every id of the collection, in the order of the server. */
  ids: string[];
}

/**
 * Makes `count` users, every second of them inactive, and finds out how to list them alone: by their common start of name where the server
 * filters by `sw`, else by the whole tenant, which then belongs to this test while it runs.
 */
export async function ownCollection(arrange: Arrange, tenant: Tenant, count: number): Promise<Collection> {
  const start = arrange.unique('page');
  const users: ArrangedUser[] = [];
  for (let i = 1; i <= count; i += 1) {
    users.push(await arrange.user(tenant, { userName: `${start}-${i}`, active: i % 2 === 1 }));
  }
  const own = users.map(({ id }) => id).sort();
  return arrange.during(async () => {
    const filter = `userName sw "${start}-"`;
    const narrowed = await allPages(tenant, { filter });
    if (narrowed.last.status === 200 && same([...narrowed.ids].sort(), own))
      return { users, query: { filter }, ids: narrowed.ids };
    const whole = await allPages(tenant, { count: 1_000 });
    if (whole.last.status !== 200 || !own.every((id) => whole.ids.includes(id)))
      throw new ArrangeError('list the own users', whole.last.exchange);
    return { users, query: {}, ids: whole.ids };
  });
}

/** One page, or as many as a server gives that pages by cursors without being asked to (RFC 9865 section 2.3). */
async function allPages(tenant: Tenant, query: ListQuery): Promise<{ ids: string[]; last: Answer }> {
  const ask = (cursor: string) => tenant.scim.list('/Users', cursor === '' ? query : { ...query, cursor });
  const { pages, last } = await cursorPages(ask, MOST_PAGES);
  return { ids: pages.flatMap(resourcesOf).map(({ id }) => String(id)), last };
}

function same(found: string[], wanted: string[]): boolean {
  return JSON.stringify(found) === JSON.stringify(wanted);
}
