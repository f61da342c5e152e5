import { instantOf } from '../../scim/models/instant.ts';
import { ArrangeError } from '../../vault/arrange-error.ts';
import { poll } from '../../vault/poll.ts';
import { metaOf } from '../comparing.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';

/** Longer than any resolution of timestamps that a server may show (one second). */
const DEADLINE_MS = 3_000;

/** A resource and the `meta.lastModified` that the server shows for it. */
export interface Changed {
  id: string;
  at: string;
}

/** Two resources of one kind that were changed one after the other. */
export interface ChangedApart {
  earlier: Changed;
  later: Changed;
  /** An instant strictly between the two changes, RFC 3339 in UTC. */
  between: string;
}

/** Two users, visibly changed one after the other. @throws ArrangeError when no instant comes to lie between. */
export async function usersChangedApart(arrange: Arrange, tenant: Tenant): Promise<ChangedApart> {
  const first = await arrange.user(tenant);
  const second = await arrange.user(tenant);
  return apart(arrange, tenant, first.path, second.path, async (attempt) => {
    const value = attempt % 2 === 0;
    await tenant.scim.patch(second.path, [{ op: 'replace', path: 'active', value }]);
  });
}

/** Two groups, visibly changed one after the other. @throws ArrangeError when no instant comes to lie between. */
export async function groupsChangedApart(arrange: Arrange, tenant: Tenant): Promise<ChangedApart> {
  const first = await arrange.group(tenant);
  const second = await arrange.group(tenant);
  return apart(arrange, tenant, first.path, second.path, async () => {
    await tenant.scim.put(second.path, { ...second.sent, displayName: arrange.unique('group') });
  });
}

/** The resource with its `meta.lastModified`. @throws ArrangeError when the server shows none. */
export function changed(arrange: Arrange, tenant: Tenant, path: string): Promise<Changed> {
  return arrange.during(async () => {
    const answer = await tenant.scim.get(path);
    const at = metaOf(answer.body, 'lastModified');
    if (instantOf(at) === undefined) throw new ArrangeError('see when a resource was changed', answer.exchange);
    return { id: path.split('/').at(-1) ?? '', at };
  });
}

function apart(
  arrange: Arrange,
  tenant: Tenant,
  firstPath: string,
  secondPath: string,
  changeSecond: (attempt: number) => Promise<void>,
): Promise<ChangedApart> {
  return arrange.during(async () => {
    const earlier = await changed(arrange, tenant, firstPath);
    let attempt = 1;
    const found = await poll(DEADLINE_MS, async () => {
      const later = await changed(arrange, tenant, secondPath);
      const between = instantBetween(earlier.at, later.at);
      if (between !== null) return { earlier, later, between };
      await changeSecond(attempt++);
      return undefined;
    });
    if (found) return found;
    throw new ArrangeError('change a resource at a later instant', (await tenant.scim.get(secondPath)).exchange);
  });
}

function instantBetween(first: string, second: string): string | null {
  const [a, b] = [instantOf(first), instantOf(second)];
  return a !== undefined && b !== undefined && b - a > 1n ? textOf((a + b) / 2n) : null;
}

const SECOND = 1_000_000_000n;

/** RFC 3339 in UTC with nine digits of fraction. */
function textOf(nanoseconds: bigint): string {
  const seconds = new Date(Number(nanoseconds / SECOND) * 1_000).toISOString().slice(0, 19);
  return `${seconds}.${String(nanoseconds % SECOND).padStart(9, '0')}Z`;
}
