/** Whether a policy path covers a request path: exact, `+` for one segment, a trailing `*` for any rest. */
export function patternMatches(pattern: string, path: string): boolean {
  const isPrefix = pattern.endsWith('*');
  const body = isPrefix ? pattern.slice(0, -1) : pattern;
  if (!hasSegmentWildcard(body)) return isPrefix ? path.startsWith(body) : path === body;
  const wanted = body.split('/');
  const given = path.split('/');
  if (given.length < wanted.length || (!isPrefix && given.length !== wanted.length)) return false;
  return wanted.every((part, index) => {
    const segment = given[index] ?? '';
    if (part === '+') return true;
    return isPrefix && index === wanted.length - 1 ? segment.startsWith(part) : segment === part;
  });
}

/**
 * Orders two matching patterns: positive when the first is the more specific one (Vault documentation, Policies,
 * priority matching): later first wildcard, no trailing glob, fewer `+`, longer, then lexicographic order.
 */
export function compareSpecificity(a: string, b: string): number {
  const exact = Number(!isWild(a)) - Number(!isWild(b));
  if (exact !== 0) return exact;
  const first = firstWildcard(a) - firstWildcard(b);
  if (first !== 0) return first;
  const glob = Number(b.endsWith('*')) - Number(a.endsWith('*'));
  if (glob !== 0) return glob;
  const segments = countSegmentWildcards(b) - countSegmentWildcards(a);
  if (segments !== 0) return segments;
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}

function isWild(pattern: string): boolean {
  return pattern.endsWith('*') || hasSegmentWildcard(pattern);
}

function hasSegmentWildcard(pattern: string): boolean {
  return pattern.split('/').includes('+');
}

function firstWildcard(pattern: string): number {
  const position = pattern.search(/(?<=^|\/)\+(?=\/|\*|$)|\*$/);
  return position === -1 ? pattern.length : position;
}

function countSegmentWildcards(pattern: string): number {
  return pattern.split('/').filter((part) => part === '+').length;
}
