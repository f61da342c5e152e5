import { kindOfName, looksLikeToken, SECRET_NAME_HINT, SECRET_NAME_PATTERN } from './secret-names.ts';
import type { TextEdit } from './text-edits.ts';

interface Pattern {
  /** Cheap test that spares most texts the expression: one of these is in the text, in any case if it is an expression. */
  hint: readonly string[] | RegExp;
  expression: RegExp;
  /** Replacement, or null when the match is harmless. */
  replace(match: RegExpExecArray): string | null;
}

const PATTERNS: Pattern[] = [
  // Vault's tokens: service, batch, recovery, SCIM; then those of before Vault 1.10.
  { hint: ['hv'], expression: /hv[sbr]\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9]+)?/g, replace: () => '[token]' },
  {
    hint: ['scm.'],
    expression: /(?<![A-Za-z0-9])scm\.[A-Za-z0-9_-]{16,}(?:\.[A-Za-z0-9]+)?/g,
    replace: () => '[token]',
  },
  {
    hint: ['s.', 'b.', 'r.'],
    expression: /(?<![A-Za-z0-9._-])[sbr]\.[A-Za-z0-9]{20,}(?:\.[A-Za-z0-9]{5})?(?![A-Za-z0-9])/g,
    replace: () => '[token]',
  },
  {
    hint: ['eyJ'],
    expression: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){1,3}/g,
    replace: () => '[jwt]',
  },
  {
    hint: ['PRIVATE KEY-----'],
    expression: /-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=")|$)/g,
    replace: () => '[private-key]',
  },
  {
    hint: /:\/\/[^\s/?#"<>\\]*@/,
    expression: /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"<>\\]*@/gi,
    replace: (match) => `${match[1]}[credentials]@`,
  },
  {
    hint: /bearer\s/i,
    expression: /\b(bearer\s+)([A-Za-z0-9._~+/-]{12,}=*)/gi,
    replace: (match) => (/\d/.test(match[2] ?? '') ? `${match[1]}[token]` : null),
  },
  {
    hint: /basic\s/i,
    expression: /\b(basic\s+)([A-Za-z0-9+/_-]{4,}={0,2})/gi,
    replace: (match) =>
      /^[\x20-\x7e]+:[\x20-\x7e]*$/.test(Buffer.from(match[2] ?? '', 'base64').toString('latin1'))
        ? `${match[1]}[credentials]`
        : null,
  },
  {
    hint: SECRET_NAME_HINT,
    expression: new RegExp(
      `(?<![A-Za-z0-9])(${SECRET_NAME_PATTERN})(\\s*(=|:|\\s(?:eq|ne|co|sw|ew|pr|gt|ge|lt|le)\\s)\\s*["']?)([^\\s"'&,;<>(){}\\\\]+)`,
      'gi',
    ),
    replace: replaceAssignment,
  },
];

/** Finds what is a credential by its shape alone, in any text. */
export function patternEdits(text: string): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const { hint, expression, replace } of PATTERNS) {
    if (hint instanceof RegExp ? !hint.test(text) : !hint.some((one) => text.includes(one))) continue;
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match; match = expression.exec(text)) {
      const replacement = replace(match);
      if (replacement !== null)
        edits.push({ start: match.index, end: match.index + match[0].length, text: replacement });
    }
  }
  return edits;
}

/** `name=value`, `name: value` and filters. Prose such as "password: is required" stays. */
function replaceAssignment(match: RegExpExecArray): string | null {
  const [, name = '', between = '', operator = '', value = ''] = match;
  if (/^\[[a-z-]+\]?$/.test(value)) return null;
  const kind = kindOfName(name) ?? 'token';
  if (name.toLowerCase() === 'token' && !looksLikeToken(value)) return null;
  const quoted = /["']$/.test(between);
  if (operator === ':' && !quoted && !/\d/.test(value) && value.length < 12) return null;
  return `${name}${between}[${kind}]`;
}
