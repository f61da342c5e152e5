/**
 * Names of the parameters of each challenge in a WWW-Authenticate (RFC 9110 section 11.6.1), in lower case: one list a
 * challenge, in which a name stands as often as it does in the header.
 */
export function challengeParameters(header: string): string[][] {
  const challenges: string[][] = [];
  for (const part of header.replace(/\s*=\s*/g, '=').match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []) {
    const [, scheme, name] = /^\s*(?:([^\s=]+)(?:\s+|$))?(?:([^\s=]+)=)?/.exec(part) ?? [];
    if (scheme !== undefined) challenges.push([]);
    if (name !== undefined) challenges.at(-1)?.push(name.toLowerCase());
  }
  return challenges;
}
