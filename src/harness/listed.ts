import type { Answer } from '../scim/answer.ts';
import type { ListQuery } from '../scim/scim-client.ts';
import { bodyOf, idsOf, resourcesOf } from './answers.ts';
import type { Tenant } from './tenant.ts';

/** What a list answer says, ready to be compared as a whole. */
export interface Listed {
  status: number;
  totalResults: unknown;
  /** Sorted: an order is not promised. */
  ids: string[];
}

export function listed(answer: Answer): Listed {
  return { status: answer.status, totalResults: bodyOf(answer).totalResults, ids: idsOf(answer) };
}

/** The list that holds exactly these resources. */
export function listOf(...resources: { id: string }[]): Listed {
  return { status: 200, totalResults: resources.length, ids: resources.map(({ id }) => id).sort() };
}

/**
 * Follows the pages of a list (RFC 7644 section 3.4.2.4) until one is empty or `totalResults` are there. A server
 * that does not page gives everything at once; one that repeats itself shows as ids that come twice.
 *
 * @param limit most pages that are asked for
 */
export async function listAll(tenant: Tenant, path: string, query: ListQuery = {}, limit = 20): Promise<Listed> {
  const first = await tenant.scim.list(path, query);
  const { status, totalResults } = listed(first);
  const ids = idsOf(first);
  for (let page = 1, size = ids.length; page < limit && size > 0 && ids.length < Number(totalResults); page += 1) {
    const next = await tenant.scim.list(path, { ...query, startIndex: ids.length + 1 });
    size = resourcesOf(next).length;
    ids.push(...idsOf(next));
  }
  return { status, totalResults, ids: ids.sort() };
}

/** The documents of a discovery endpoint, which a server may give as a ListResponse or as a bare array. */
export function documentsIn(answer: Answer): Record<string, unknown>[] {
  return Array.isArray(answer.body) ? answer.body : resourcesOf(answer);
}
