/** One value in a JSON text, with its place there. */
export interface JsonNode {
  kind: 'object' | 'array' | 'string' | 'literal';
  /** Offset of the first character, quotes and brackets included. */
  start: number;
  /** Offset behind the last character; the text's end when the value is not closed. */
  end: number;
  closed: boolean;
  /** Member name with escapes resolved; null for elements of arrays and for the root. */
  key: string | null;
  /** Where the member name stands, quotes included; null for elements of arrays and for the root. */
  keyRange: { start: number; end: number } | null;
  parent: JsonNode | null;
  children: JsonNode[];
  /** Strings: the value with escapes resolved. Literals: the text. Containers: ''. */
  value: string;
  /** Strings only: whether the text differs from the value because of escapes. */
  escaped: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const SIMPLE_ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Reads whatever JSON there is in a text: whole documents, broken ones, fragments inside prose.
 *
 * `JSON.parse` cannot serve here: evidence must keep duplicate members, odd spacing and broken bodies as
 * they were on the wire, and a secret in a body that does not parse is still a secret. Nothing recurses, so
 * a body that nests a hundred thousand levels deep cannot end the run.
 *
 * @returns every value in the order of the text; a container stands before its members. Not to be changed:
 *   redaction and pseudonyms read the same body one after the other, and the second gets what the first got.
 */
export function readJsonTree(text: string): readonly JsonNode[] {
  if (text !== lastRead.text) lastRead = { text, nodes: parseTree(text) };
  return lastRead.nodes;
}

let lastRead: { text: string; nodes: readonly JsonNode[] } = { text: '', nodes: [] };

function parseTree(text: string): readonly JsonNode[] {
  const nodes: JsonNode[] = [];
  const open: JsonNode[] = [];
  let key: string | null = null;
  let keyRange: JsonNode['keyRange'] = null;
  let at = 0;

  const add = (kind: JsonNode['kind'], start: number, end: number, closed: boolean, value = '', escaped = false) => {
    const parent = open.at(-1) ?? null;
    const node: JsonNode = { kind, start, end, closed, key, keyRange, parent, children: [], value, escaped };
    key = null;
    keyRange = null;
    parent?.children.push(node);
    nodes.push(node);
    return node;
  };

  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const { end, closed } = endOfString(text, at);
      const inner = text.slice(at + 1, closed ? end - 1 : end);
      const escaped = inner.includes('\\');
      const value = escaped ? resolveEscapes(inner) : inner;
      if (closed && nextIsColon(text, end)) {
        key = value;
        keyRange = { start: at, end };
      } else add('string', at, end, closed, value, escaped);
      at = end;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      open.push(add(code === OPEN_OBJECT ? 'object' : 'array', at, text.length, false));
      at += 1;
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      const node = open.pop();
      at += 1;
      key = null;
      keyRange = null;
      if (node) {
        node.end = at;
        node.closed = true;
      }
    } else if (code === COMMA) {
      key = null;
      keyRange = null;
      at += 1;
    } else if (code === COLON || isSpace(code)) {
      at += 1;
    } else {
      const start = at;
      while (at < text.length && !isBoundary(text.charCodeAt(at))) at += 1;
      add('literal', start, at, true, text.slice(start, at));
    }
  }
  return nodes;
}

/** Resolves JSON escapes; what is no valid escape loses its backslash only. */
export function resolveEscapes(inner: string): string {
  return inner.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, simple: string | undefined) =>
    hex === undefined ? (SIMPLE_ESCAPES[simple ?? ''] ?? simple ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function endOfString(text: string, start: number): { end: number; closed: boolean } {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return { end: at + 1, closed: true };
  }
  return { end: text.length, closed: false };
}

function nextIsColon(text: string, from: number): boolean {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === COLON;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

function isBoundary(code: number): boolean {
  return code === QUOTE || code === COMMA || code === COLON || isSpace(code) || isBracket(code);
}

function isBracket(code: number): boolean {
  return code === OPEN_OBJECT || code === CLOSE_OBJECT || code === OPEN_ARRAY || code === CLOSE_ARRAY;
}
