import type { Exchange } from './exchange.ts';

/**
 * Whether a node refused the request only because it had not come to the state that `X-Vault-Index` demands (Vault
 * documentation, Eventual consistency): nothing was done, and the same request was sent again.
 */
export function wasAskedAgain({ status, requestHeaders }: Pick<Exchange, 'status' | 'requestHeaders'>): boolean {
  return status === 412 && requestHeaders.some(([name]) => name.toLowerCase() === 'x-vault-index');
}
