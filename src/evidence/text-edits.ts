/** A stretch of a text and what stands there instead. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/**
 * Applies edits that may overlap: the one that starts first (of two, the longer) decides the replacement, and an
 * edit that reaches beyond it takes the rest along, so that no part of an edited stretch is left standing.
 *
 * @param cut offset at which the text ends; an edit that starts before it is kept whole.
 */
export function applyEdits(text: string, edits: TextEdit[], cut = text.length): string {
  edits.sort((a, b) => a.start - b.start || b.end - a.end);
  let out = '';
  let at = 0;
  for (const edit of edits) {
    if (edit.start >= cut) break;
    if (edit.start < at) {
      at = Math.max(at, edit.end);
      continue;
    }
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return at < cut ? out + text.slice(at, cut) : out;
}
