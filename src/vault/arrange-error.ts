import type { Exchange } from '../evidence/exchange.ts';

/**
 * Preparing could not go on because of this answer. It says nothing about the row under test:
 * the row is `blocked`, never `failed`.
 */
export class ArrangeError extends Error {
  readonly exchange: Exchange;

  /** @param intent What was being prepared, e.g. `create the entity of the tenant`. */
  constructor(intent: string, exchange: Exchange) {
    const outcome =
      exchange.status === null
        ? `gave no answer (${exchange.failure ?? 'unknown reason'})`
        : `answered ${exchange.status}${detailOf(exchange)}`;
    super(`Could not ${intent}: ${exchange.method} ${exchange.url} ${outcome}`);
    this.name = 'ArrangeError';
    this.exchange = exchange;
  }
}

/** The texts of Vault's `errors` on one line, from the redacted body. */
function detailOf(exchange: Exchange): string {
  try {
    const body: unknown = JSON.parse(exchange.responseBody);
    if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return '';
    const texts = body.errors.map((text) => String(text).replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
    return texts.length === 0 ? '' : `: ${texts.join('; ')}`;
  } catch {
    return '';
  }
}
