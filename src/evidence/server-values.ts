import type { Exchange } from './exchange.ts';
import { type Piece, word } from './shell-words.ts';

/** A value that the server chose, and where a script finds it again in the answer. */
export interface ServerValue {
  value: string;
  from: { body: string; occurrence: number; mount: string | null } | { header: string; lastSegment: boolean };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ASSIGNED = /^(?:id|.*_id|.*accessor|value|clientId|nextCursor|version)$/;
const ISSUED = /^\[(?:token|secret-id|client-secret|jwt)\]$/;
const HEADERS = /^(?:etag|location|x-vault-index)$/i;

/** A mount in a list of mounts: its path is sought, since another Vault has others beside it. */
const MOUNT = /^[ \t]*"([\w.-][\w./-]*\/)"[ \t]*:[ \t]*$/;

/** The `tr` and `sed` of {@link captureCommand} in our words: one `"name": "value"` a line. */
const LINE = /^[ \t]*"([A-Za-z_$][\w$.-]*)"[ \t]*:[ \t]*"([^"\\]*)"/;

/** A line that ends where a placeholder begins. */
const ISSUED_LINE = /^[ \t]*"([A-Za-z_][\w-]*)"[ \t]*:[ \t]*"\[?$/;

/**
 * Finds what an answer brought that no request had sent before: ids and accessors, and credentials, which stand as
 * placeholders in the record. Shorter values than six characters are left alone: they would match by accident.
 */
export function serverValues(exchange: Exchange): ServerValue[] {
  const found = new Map<string, ServerValue>();
  const seen = new Map<string, number>();
  let mount: string | null = null;
  for (const line of exchange.responseBody.split(/[,{}[\]\n\r]/)) {
    const opened = line.includes('/"') ? MOUNT.exec(line)?.[1] : undefined;
    if (opened !== undefined) {
      mount = opened;
      seen.clear();
    }
    const [, name = ISSUED_LINE.exec(line)?.[1], value = ''] = LINE.exec(line) ?? [];
    if (name === undefined) continue;
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    const isId = value.length >= 6 && (ASSIGNED.test(name) || UUID.test(value)) && !value.startsWith('urn:');
    if (isId && !found.has(value)) found.set(value, { value, from: { body: name, occurrence, mount } });
  }
  for (const match of exchange.responseBody.matchAll(/"([A-Za-z_][\w-]*)"\s*:\s*"(\[[a-z-]+\])"/g)) {
    const [, name = '', placeholder = ''] = match;
    if (ISSUED.test(placeholder) && !found.has(placeholder)) {
      const before = exchange.responseBody.slice(0, match.index).match(new RegExp(`"${name}"\\s*:\\s*"`, 'g'));
      found.set(placeholder, {
        value: placeholder,
        from: { body: name, occurrence: (before?.length ?? 0) + 1, mount: null },
      });
    }
  }
  for (const [name, text] of exchange.responseHeaders) {
    if (!HEADERS.test(name)) continue;
    const lastSegment = name.toLowerCase() === 'location';
    const value = lastSegment ? text.slice(text.lastIndexOf('/') + 1) : text;
    if (value.length >= 6 && !found.has(value)) found.set(value, { value, from: { header: name, lastSegment } });
  }
  return [...found.values()];
}

/**
 * A shell command (POSIX `tr`, `sed` only) that prints the value out of the files `$work/answer` and `$work/headers`.
 *
 * @param named Puts variables into what the run named.
 */
export function captureCommand({ from }: ServerValue, named: (text: string) => Piece[]): string {
  if ('header' in from) {
    const anyCase = from.header.replace(/[a-z]/gi, (c) => `[${c.toUpperCase()}${c.toLowerCase()}]`);
    return `tr -d '\\r' < "$work/headers" | sed -n 's/^${anyCase}:[ ]*//p' | sed -n '1${from.lastSegment ? 's,.*/,,;1' : ''}p'`;
  }
  const name = from.body.replace(/[.$]/g, '[$&]');
  return (
    `tr ',{}[]\\r' '\\n\\n\\n\\n\\n\\n' < "$work/answer" | ` +
    (from.mount === null ? '' : `sed -n ${word(['\\|^[ \t]*"', ...named(from.mount), '"[ \t]*:|,$p'])} | `) +
    `sed -n 's/^[ \t]*"${name}"[ \t]*:[ \t]*"\\([^"\\\\]*\\)".*$/\\1/p' | sed -n '${from.occurrence}p'`
  );
}
