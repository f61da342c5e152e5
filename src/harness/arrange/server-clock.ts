import { poll } from '../../vault/poll.ts';
import { metaOf, order } from '../comparing.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';

/** Longer than any resolution of timestamps that a server may show (one second). */
const DEADLINE_MS = 3_000;

/**
 * Waits until a change made now gets a later timestamp than `instant`: by the server's own clock, read from
 * users made for that purpose, so that it takes no longer than the server's resolution.
 */
export async function waitPast(arrange: Arrange, tenant: Tenant, instant: string): Promise<void> {
  await poll(DEADLINE_MS, async () => {
    const { body } = await arrange.user(tenant);
    return order(instant, metaOf(body, 'created')) === 'earlier' ? true : undefined;
  });
}
