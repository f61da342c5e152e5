import { badRequest } from '../answer.ts';

/** Vault limits the depth of JSON bodies per listener (HTTP API overview). */
const MAX_DEPTH = 300;

/**
 * Parses a JSON body with Vault's answers to a bad one. Undefined for an empty body.
 * @throws VaultError 400 for text that is not UTF-8, not JSON, or nested more than 300 deep
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  refuseDeepNesting(body);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw badRequest('error parsing JSON');
  }
}

/** Counts brackets before any parser sees the text: a parser may recurse. */
function refuseDeepNesting(body: Buffer): void {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index];
    if (inString) {
      if (byte === 0x5c) index += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) {
      inString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) throw badRequest('error parsing JSON: input exceeds the allowed nesting depth');
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
    }
  }
}
