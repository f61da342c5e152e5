/**
 * Names that occur twice in one object of a JSON text (RFC 7159 section 4). A parser keeps only the last of
 * them, so the text itself has to be read. The text must be valid JSON.
 */
export function repeatedMemberNames(json: string): string[] {
  const repeated: string[] = [];
  const open: (Set<string> | null)[] = [];
  let at = 0;
  while (at < json.length) {
    const character = json.charCodeAt(at);
    if (character === 0x22) {
      const end = endOfString(json, at);
      const names = open.at(-1);
      if (names && isMemberName(json, end)) {
        const name = json.slice(at + 1, end - 1);
        if (names.has(name)) repeated.push(name);
        names.add(name);
      }
      at = end;
      continue;
    }
    if (character === 0x7b) open.push(new Set());
    else if (character === 0x5b) open.push(null);
    else if (character === 0x7d || character === 0x5d) open.pop();
    at += 1;
  }
  return repeated;
}

/** Index behind the closing quote of the string that starts at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json.charCodeAt(at) !== 0x22) at += json.charCodeAt(at) === 0x5c ? 2 : 1;
  return at + 1;
}

function isMemberName(json: string, after: number): boolean {
  let at = after;
  while (json.charCodeAt(at) <= 0x20) at += 1;
  return json.charCodeAt(at) === 0x3a;
}
