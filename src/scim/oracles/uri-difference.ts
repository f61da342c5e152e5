import { decodedText } from '../url-text.ts';

/** In which parts two URIs differ; an empty array means that they are the same URI (RFC 3986 section 6.2.2). */
export type UriDifference = 'unreadable' | 'scheme' | 'host' | 'port' | 'namespace' | 'path' | 'query';

/** Characters that a URI may hold (RFC 3986 appendix A); everything else must be percent-encoded. */
const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;

/** Whether a text is a URI reference as far as its characters go, and is readable as one. */
export function isUriReference(text: string): boolean {
  return text !== '' && URI_CHARACTERS.test(text) && URL.canParse(text, 'http://base.invalid/');
}

const VAULT_API = '/v1/';

/** Path with decoded segments, and without the namespace that Vault allows in front of `identity/scim`. */
function comparablePath(path: string): { whole: string; withoutNamespace: string } {
  const whole = decodedText(path.replace(/\/+$/, ''));
  const scim = whole.indexOf('/identity/scim/');
  const hasNamespace = whole.startsWith(VAULT_API) && scim > 0;
  return { whole, withoutNamespace: hasNamespace ? `/v1${whole.slice(scim)}` : whole };
}

/**
 * Compares two absolute URIs part by part.
 *
 * `namespace` is named instead of `path` when the paths are the same Vault API path but for the namespace
 * segments before it: a namespace travels in the path or in a header (Vault documentation, namespaces).
 */
export function uriDifference(expected: string, actual: string): UriDifference[] {
  if (!URL.canParse(expected)) return ['unreadable'];
  if (expected === actual) return [];
  if (!URL.canParse(actual)) return ['unreadable'];
  const a = new URL(expected);
  const b = new URL(actual);
  const differences: UriDifference[] = [];
  if (a.protocol !== b.protocol) differences.push('scheme');
  if (a.hostname !== b.hostname) differences.push('host');
  if (a.port !== b.port) differences.push('port');
  const left = comparablePath(a.pathname);
  const right = comparablePath(b.pathname);
  if (left.whole !== right.whole) {
    differences.push(left.withoutNamespace === right.withoutNamespace ? 'namespace' : 'path');
  }
  if (a.search !== b.search) differences.push('query');
  return differences;
}

/** A reference as an absolute URI: relative ones belong to the service root (RFC 7643 section 2.3.7). */
export function resolvedReference(reference: string, baseUrl: string): string {
  if (URL.canParse(reference)) return reference;
  const base = baseUrl.replace(/\/+$/, '');
  const origin = URL.canParse(base) ? new URL(base).origin : '';
  // A path that repeats the base's own path is relative to the host, not to the base.
  if (
    reference.startsWith('/') &&
    base.slice(origin.length) !== '' &&
    reference.startsWith(base.slice(origin.length))
  ) {
    return origin + reference;
  }
  return `${base}/${reference.replace(/^\/+/, '')}`;
}
