import { createHash } from 'node:crypto';
import { listAnswer } from '../answer.ts';
import type { Handler, Route } from '../http/routes.ts';

/**
 * The leases below a path (Vault API documentation, /sys/leases): here those of tokens, whose lease stands below the
 * path that issued them. Batch tokens and tokens that never expire have none.
 */
const list: Handler = ({ state, namespace }, { prefix = '' }) => {
  const path = prefix.replace(/\/$/, '');
  const leases: string[] = [];
  for (const token of state.tokens.all()) {
    const leased = token.type !== 'batch' && token.expireTime !== null;
    if (leased && token.path === path && token.namespaceId === namespace.id) leases.push(nameOf(token.id));
  }
  return listAnswer(leases.sort());
};

function nameOf(token: string): string {
  return `h${createHash('sha256').update(token).digest('hex')}`;
}

export const LEASE_ROUTES: readonly Route[] = [{ pattern: 'leases/lookup/*prefix', handlers: { list }, sudo: true }];
