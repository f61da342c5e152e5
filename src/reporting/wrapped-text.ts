/**
 * Breaks a line at spaces to fit `columns`; lines after the first start with `indent`. A word
 * that is too long stays whole, so that a path can still be copied.
 */
export function wrapped(line: string, columns: number, indent: string): string[] {
  const start = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = start;
  for (const part of line.slice(start.length).match(/\S+\s*/g) ?? []) {
    const word = part.trimEnd();
    const isFresh = current.trim() === '';
    if (!isFresh && current.length + word.length > columns) {
      lines.push(current.trimEnd());
      current = indent;
    }
    current += part;
  }
  return [...lines, current.trimEnd()];
}
