import type { HeaderLines } from './exchange.ts';
import { readJsonTree } from './json-tree.ts';
import type { Secret } from './secret.ts';
import { base64Run, decodePercent, encodeWellFormed, secretForms } from './secret-forms.ts';
import { kindOfMember, kindOfName, looksLikeToken, readBodyTraits } from './secret-names.ts';
import { patternEdits } from './secret-patterns.ts';
import { applyEdits, type TextEdit } from './text-edits.ts';

/** How many UTF-8 bytes of a body are stored, counted before redaction. */
export const STORED_BODY_BYTES = 64 * 1024;

/** What ends a body of which only the beginning is stored. */
export const TRUNCATION_MARK = /\n\[truncated: \d+ of \d+ bytes left out\]$/;

/** Shorter values are no secrets to search for. */
const SHORTEST_SECRET = 6;

/** Characters read beyond the stored part, so that a credential at the cut is seen whole. */
const LOOK_AHEAD = 16 * 1024;

/** Characters of a header line, and lines, of which the redacted form is kept. */
const LONGEST_KEPT = 200;
const MOST_KEPT = 1_000;

const SCHEME = /^(\s*(?:bearer|basic|digest|token|negotiate|apikey|dpop)\s+)(?=\S)/i;
const PLACEHOLDER = /^\[[a-z-]+\]$/;

/**
 * Takes credentials out of everything that is stored or shown: those that are registered, in whatever encoding
 * they stand, and those that show themselves by header, member name or shape.
 *
 * Order for bodies: redact first, then pseudonymise ({@link Pseudonyms}), since this cuts the body to its stored
 * length. Replacements are stable and name the kind: `[token]`, `[password]`, `[secret-value]`.
 */
export class Redaction {
  readonly #kinds = new Map<string, { kind: string; base64: boolean }>();
  #expression: RegExp | null = null;
  /** Header lines as they were redacted: most come back with every exchange. Shared by all who know the same secrets. */
  #headers = new Map<string, HeaderLines[number]>();
  #longest = 0;

  /** A redaction that knows the same secrets; what it learns later stays with it. */
  copy(): Redaction {
    const copy = new Redaction();
    for (const [value, kind] of this.#kinds) copy.#kinds.set(value, kind);
    copy.#longest = this.#longest;
    // A copy is made for each test, and the expression is long.
    copy.#expression = this.#compiled();
    copy.#headers = this.#headers;
    return copy;
  }

  /**
   * Makes a value known as secret. A value of fewer than 6 characters is ignored: it would be found inside
   * ordinary words and ids (a dev server's token `root` is in every policy list) and would ruin the evidence
   * without hiding anything that cannot be guessed.
   *
   * @param kind lower case words joined by `-`; appears in the evidence as `[kind]`
   */
  register(secret: Secret | string, kind: string): void {
    const value = typeof secret === 'string' ? secret : secret.reveal();
    if (value.length < SHORTEST_SECRET || this.#kinds.has(value)) return;
    const forms = secretForms(value);
    for (const form of forms.plain) if (!this.#kinds.has(form)) this.#kinds.set(form, { kind, base64: false });
    for (const form of forms.base64) if (!this.#kinds.has(form)) this.#kinds.set(form, { kind, base64: true });
    this.#expression = null;
    this.#headers = new Map();
    this.#longest = Math.max(this.#longest, ...[...forms.plain, ...forms.base64].map((form) => form.length));
  }

  /** Header lines with the values of credential headers replaced; an authorization scheme stays visible. */
  headers(lines: HeaderLines): HeaderLines {
    return lines.map(([name, value]) => {
      const line = `${name}: ${value}`;
      const known = this.#headers.get(line);
      if (known !== undefined) return known;
      const redacted: HeaderLines[number] = [this.text(name), this.#headerValue(name.toLowerCase().trim(), value)];
      if (line.length <= LONGEST_KEPT && this.#headers.size < MOST_KEPT) this.#headers.set(line, redacted);
      return redacted;
    });
  }

  /** A URL, absolute or a path, without userinfo and without values of query parameters that hold credentials. */
  url(clear: string): string {
    // Known secrets first: one may hold the very characters that separate the parts of a URL.
    const url = applyEdits(clear, this.#registeredEdits(clear));
    const mark = url.indexOf('?');
    const path = this.text(
      (mark < 0 ? url : url.slice(0, mark)).replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/?#]*@/i, '$1//[credentials]@'),
    );
    return mark < 0 ? path : `${path}?${this.#parameters(url.slice(mark + 1))}`;
  }

  /**
   * A body of any media type, well-formed or not, cut to its stored length after redaction.
   *
   * Only the stored part and a look-ahead are examined, whatever the size of the body.
   */
  body(text: string, mediaType: string): string {
    const total = text.length <= STORED_BODY_BYTES / 3 ? 0 : Buffer.byteLength(text);
    const isForm = mediaType.toLowerCase().startsWith('application/x-www-form-urlencoded');
    if (total <= STORED_BODY_BYTES) return isForm ? this.#parameters(text) : applyEdits(text, this.#edits(text));

    const { read: cut, written } = new TextEncoder().encodeInto(text, new Uint8Array(STORED_BODY_BYTES));
    const window = text.slice(0, cut + LOOK_AHEAD + this.#longest);
    const stored = applyEdits(window, this.#edits(window), cut);
    return `${isForm ? this.#parameters(stored) : stored}\n[truncated: ${total - written} of ${total} bytes left out]`;
  }

  /** Any other text: error messages, standard output, step titles. Not cut. */
  text(text: string): string {
    return applyEdits(text, this.#edits(text));
  }

  #headerValue(name: string, value: string): string {
    if (name === 'cookie' || name === 'set-cookie') return value === '' ? '' : '[cookie]';
    const kind = kindOfHeader(name);
    if (kind !== null) {
      const scheme = SCHEME.exec(value)?.[1] ?? '';
      const basic = /basic/i.test(scheme);
      const credential = value.slice(scheme.length);
      const bare = scheme === '' && /^\s*(?:bearer|basic)\s*$/i.test(value);
      return credential === '' || bare || PLACEHOLDER.test(credential)
        ? value
        : `${scheme}[${basic ? 'credentials' : kind}]`;
    }
    return /^(?:[a-z][a-z0-9+.-]*:\/)?\//i.test(value) ? this.url(value) : this.text(value);
  }

  #parameters(query: string): string {
    return applyEdits(query, this.#registeredEdits(query))
      .split('&')
      .map((parameter) => {
        const equals = parameter.indexOf('=');
        if (equals < 0) return this.text(parameter);
        const name = parameter.slice(0, equals);
        const value = parameter.slice(equals + 1);
        const decoded = decodePercent(value.replaceAll('+', ' '));
        const plainName = decodePercent(name);
        const kind =
          kindOfName(plainName) ?? (plainName.toLowerCase() === 'token' && looksLikeToken(decoded) ? 'token' : null);
        if (kind !== null && value !== '') return `${this.text(name)}=[${kind}]`;
        const redacted = this.text(decoded);
        // Only a value that changed is written anew: the others are evidence of how they were encoded.
        if (redacted === decoded) return this.text(parameter);
        return `${this.text(name)}=${encodeWellFormed(redacted).replaceAll('%5B', '[').replaceAll('%5D', ']')}`;
      })
      .join('&');
  }

  #edits(text: string): TextEdit[] {
    const edits = [...this.#registeredEdits(text), ...patternEdits(text), ...this.#encodedEdits(text)];
    if (text.includes('"')) edits.push(...this.#memberEdits(text));
    return edits;
  }

  #registeredEdits(text: string): TextEdit[] {
    const expression = this.#compiled();
    if (!expression) return [];
    const edits: TextEdit[] = [];
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match; match = expression.exec(text)) {
      const form = this.#kinds.get(match[0]);
      const end = match.index + match[0].length;
      const range = form?.base64 ? base64Run(text, match.index, end) : { start: match.index, end };
      edits.push({ ...range, text: `[${form?.kind ?? 'secret'}]` });
      expression.lastIndex = range.end;
    }
    return edits;
  }

  /** Runs with percent-encoding that no encoder of ours would write, such as `%68vs.…`, or encoded more than once. */
  #encodedEdits(text: string): TextEdit[] {
    if (!text.includes('%')) return [];
    const edits: TextEdit[] = [];
    for (const match of text.matchAll(/[^\s"'&=?<>]+/g)) {
      const run = match[0];
      if (!run.includes('%')) continue;
      const decoded = decodePercent(run);
      if (decoded === run) continue;
      const found = [...this.#registeredEdits(decoded), ...patternEdits(decoded), ...this.#encodedEdits(decoded)];
      if (found.length === 0) continue;
      edits.push({ start: match.index, end: match.index + run.length, text: applyEdits(decoded, found) });
    }
    return edits;
  }

  #memberEdits(text: string): TextEdit[] {
    const edits: TextEdit[] = [];
    const traits = readBodyTraits(text);
    const kinds = new Map<object, string>();
    for (const node of readJsonTree(text)) {
      const kind = (node.parent && kinds.get(node.parent)) ?? kindOfMember(node, traits);
      const isContainer = node.kind === 'object' || node.kind === 'array';
      if (kind && isContainer) kinds.set(node, kind);
      if (isContainer) continue;
      if (kind) {
        const harmless = node.value === '' || PLACEHOLDER.test(node.value) || isConstant(node.kind, node.value);
        const quote = node.closed ? '"' : '';
        if (!harmless) edits.push({ start: node.start, end: node.end, text: `"[${kind}]${quote}` });
      } else if (node.escaped) {
        // JSON inside a string (policies, for one), and secrets written with escapes.
        const redacted = this.text(node.value);
        const written = JSON.stringify(redacted);
        if (redacted !== node.value) edits.push({ ...node, text: node.closed ? written : written.slice(0, -1) });
      }
    }
    return edits;
  }

  #compiled(): RegExp | null {
    if (this.#kinds.size === 0) return null;
    if (!this.#expression) {
      const longestFirst = [...this.#kinds.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
      this.#expression = new RegExp(longestFirst.map((form) => escapeForRegExp(form)).join('|'), 'g');
    }
    return this.#expression;
  }
}

function kindOfHeader(name: string): string | null {
  if (name === 'x-vault-wrap-ttl' || name === 'x-vault-wrap-format' || name.endsWith('accessor')) return null;
  if (name.includes('authorization')) return 'token';
  if (name.startsWith('x-vault-wrap')) return 'token';
  if (/token$|session$/.test(name)) return 'token';
  return /password|secret|api-?key|unseal|credential/.test(name) ? 'secret' : kindOfName(name);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function isConstant(kind: string, value: string): boolean {
  return kind === 'literal' && /^(?:null|true|false)$/.test(value);
}
