/** The ways in which one secret may stand in a text. */
export interface SecretForms {
  /** The secret itself, URL-encoded in both cases of hex digits, form-encoded, JSON-escaped. */
  plain: string[];
  /** The middle of its base64 and base64url at each of the three alignments inside a longer value. */
  base64: string[];
}

/** Lists the encodings under which a known secret is searched for. */
export function secretForms(secret: string): SecretForms {
  const plain = new Set([secret]);
  const url = encodeWellFormed(secret);
  for (const form of [url, url.replace(/[!'()*]/g, percent), url.replaceAll('%20', '+')]) {
    plain.add(form);
    plain.add(form.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()));
  }
  const json = JSON.stringify(secret).slice(1, -1);
  plain.add(json);
  plain.add(json.replaceAll('/', '\\/'));

  const base64 = new Set<string>();
  const bytes = Buffer.from(secret, 'utf8');
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // Only the characters whose six bits all belong to the secret are the same in every context.
    const middle = encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    base64.add(middle);
    base64.add(middle.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return { plain: [...plain], base64: [...base64] };
}

/** Widens a match to the whole run of base64 around it: the edges hold bits of the secret, and of its neighbours. */
export function base64Run(text: string, start: number, end: number): { start: number; end: number } {
  let from = start;
  let to = end;
  while (from > 0 && isBase64(text.charCodeAt(from - 1))) from -= 1;
  while (to < text.length && isBase64(text.charCodeAt(to))) to += 1;
  return { start: from, end: to };
}

/** Resolves `%XX`, `+` excepted; bytes that are no UTF-8 become U+FFFD. Never throws. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

/** `encodeURIComponent` that takes half surrogate pairs too. */
export function encodeWellFormed(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function isBase64(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x2f ||
    code === 0x3d ||
    code === 0x5f
  );
}
