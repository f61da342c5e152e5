import type { Answer } from '../../scim/answer.ts';
import type { ListQuery } from '../../scim/scim-client.ts';
import { type CursorPages, cursorPages } from '../cursor-pages.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import { type Collection, ownCollection } from './collection.ts';

/** Users of which a test knows every one, to be paged through by cursors. */
interface CursorBed extends Collection {
  /** One page; '' asks for the first one. */
  page: (cursor: string, query?: ListQuery) => Promise<Answer>;
  /** Every page. */
  walk: (query?: ListQuery) => Promise<CursorPages>;
}

/** Makes `count` users and finds out how to list them alone (`ownCollection`); `ids` are sorted. */
export async function cursorBed(arrange: Arrange, tenant: Tenant, count: number): Promise<CursorBed> {
  const collection = await ownCollection(arrange, tenant, count);
  const page = (cursor: string, query: ListQuery = {}) =>
    tenant.scim.list('/Users', { ...collection.query, ...query, cursor });
  return {
    ...collection,
    ids: [...collection.ids].sort(),
    page,
    walk: (query) => cursorPages((cursor) => page(cursor, query), collection.ids.length),
  };
}
