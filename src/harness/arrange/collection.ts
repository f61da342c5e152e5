import { ArrangeError } from '../../vault/arrange-error.ts';
import { idsOf, resourcesOf } from '../answers.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import type { ArrangedUser } from './scim-resources.ts';

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
    const narrowed = await tenant.scim.list('/Users', { filter });
    if (narrowed.status === 200 && same(idsOf(narrowed), own)) {
      return { users, query: { filter }, ids: inOrder(resourcesOf(narrowed)) };
    }
    const whole = await tenant.scim.list('/Users', { count: 1_000 });
    const ids = inOrder(resourcesOf(whole));
    if (whole.status !== 200 || !own.every((id) => ids.includes(id)))
      throw new ArrangeError('list the own users', whole.exchange);
    return { users, query: {}, ids };
  });
}

function inOrder(resources: Record<string, unknown>[]): string[] {
  return resources.map(({ id }) => String(id));
}

function same(found: string[], wanted: string[]): boolean {
  return JSON.stringify(found) === JSON.stringify(wanted);
}
