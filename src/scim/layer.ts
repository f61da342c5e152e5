import type { Layer } from '../evidence/exchange.ts';
import { isObject } from './models/json.ts';

export interface AnswerParts {
  /** 0 or null when no complete answer came. */
  status: number | null;
  /** Media type without parameters, lower case; '' when absent. */
  mediaType: string;
  /** Parsed JSON body, or undefined. */
  body: unknown;
  text: string;
}

/** `{"errors": […]}` of refused requests, or the envelope of answers with data (Vault HTTP API overview). */
function hasVaultForm(body: unknown): boolean {
  if (!isObject(body) || Array.isArray(body.schemas)) return false;
  const errors = body.errors;
  if (Array.isArray(errors) && errors.every((entry) => typeof entry === 'string')) return true;
  return 'request_id' in body && 'lease_id' in body && 'data' in body;
}

/**
 * Says which part of the server produced an answer, by the form of its body and its media type.
 *
 * The status does not decide: Vault raises 400, 403, 404 and 405 on both sides of its SCIM handler. It only
 * tells an answer that never came (`none`) and breaks the tie for a body that is empty: a success without
 * content is what SCIM demands after a delete, a refusal without content has no recognisable author.
 */
export function layerOf(parts: AnswerParts): Layer {
  if (!parts.status) return 'none';
  if (hasVaultForm(parts.body)) return 'vault';
  if (isObject(parts.body) && Array.isArray(parts.body.schemas)) return 'scim';
  if (parts.mediaType === 'application/scim+json') return 'scim';
  if (parts.text === '' && parts.mediaType === '' && parts.status < 300) return 'scim';
  return 'other';
}
