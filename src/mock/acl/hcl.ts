/**
 * The part of HCL that ACL policies are written in: attributes, blocks with quoted labels, strings, numbers, booleans,
 * lists, objects and comments. Kept small because the general parsers on npm are whole Go programs in WebAssembly.
 */

export interface HclAttribute {
  readonly key: string;
  readonly value: HclValue;
}
export type HclValue = string | number | boolean | null | readonly HclValue[] | HclObject;

/** Attributes and blocks in the order of the text; a key may occur twice. */
export class HclObject {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];

  constructor(attributes: readonly HclAttribute[], blocks: readonly HclBlock[]) {
    this.attributes = attributes;
    this.blocks = blocks;
  }
}

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclObject;
}

export class HclError extends Error {
  constructor(message: string, line: number) {
    super(`At ${line}: ${message}`);
    this.name = 'HclError';
  }
}

interface Lexeme {
  readonly kind: 'string' | 'number' | 'word' | 'mark' | 'end';
  readonly text: string;
  readonly line: number;
}

const MAX_DEPTH = 50;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '/': '/',
  '"': '"',
  '\\': '\\',
};

/** @throws HclError with the line, when the text is not HCL or goes beyond this part of it */
export function parseHcl(text: string): HclObject {
  const reader = new Reader(lex(text));
  const body = readBody(reader, 'end', 0);
  reader.take('end');
  return body;
}

class Reader {
  readonly #lexemes: readonly Lexeme[];
  #position = 0;

  constructor(lexemes: readonly Lexeme[]) {
    this.#lexemes = lexemes;
  }

  get next(): Lexeme {
    return this.#lexemes[this.#position] ?? { kind: 'end', text: '', line: 0 };
  }

  advance(): Lexeme {
    const lexeme = this.next;
    this.#position += 1;
    return lexeme;
  }

  skip(mark: string): boolean {
    if (this.next.kind !== 'mark' || this.next.text !== mark) return false;
    this.#position += 1;
    return true;
  }

  take(what: string): Lexeme {
    const lexeme = this.advance();
    if (lexeme.kind === what || (lexeme.kind === 'mark' && lexeme.text === what)) return lexeme;
    throw new HclError(`expected ${what}, found ${lexeme.text || 'the end of the text'}`, lexeme.line);
  }
}

function readBody(reader: Reader, end: 'end' | '}', depth: number): HclObject {
  if (depth > MAX_DEPTH) throw new HclError('nested too deeply', reader.next.line);
  const attributes: HclAttribute[] = [];
  const blocks: HclBlock[] = [];
  while (!isEnd(reader.next, end)) {
    const key = reader.advance();
    if (key.kind !== 'word' && key.kind !== 'string') {
      throw new HclError(`expected a key, found ${key.text || 'the end of the text'}`, key.line);
    }
    if (reader.skip('=') || reader.skip(':')) {
      attributes.push({ key: key.text, value: readValue(reader, depth + 1) });
    } else {
      const labels: string[] = [];
      while (reader.next.kind === 'string' || reader.next.kind === 'word') labels.push(reader.advance().text);
      reader.take('{');
      blocks.push({ type: key.text, labels, body: readBody(reader, '}', depth + 1) });
      reader.take('}');
    }
    reader.skip(',');
  }
  return new HclObject(attributes, blocks);
}

function isEnd(lexeme: Lexeme, end: 'end' | '}'): boolean {
  return end === 'end' ? lexeme.kind === 'end' : lexeme.kind === 'end' || lexeme.text === '}';
}

function readValue(reader: Reader, depth: number): HclValue {
  if (depth > MAX_DEPTH) throw new HclError('nested too deeply', reader.next.line);
  const lexeme = reader.advance();
  if (lexeme.kind === 'string') return lexeme.text;
  if (lexeme.kind === 'number') return Number(lexeme.text);
  if (lexeme.kind === 'word') {
    if (lexeme.text === 'true') return true;
    if (lexeme.text === 'false') return false;
    if (lexeme.text === 'null') return null;
  }
  if (lexeme.kind === 'mark' && lexeme.text === '[') {
    const items: HclValue[] = [];
    while (!reader.skip(']')) {
      items.push(readValue(reader, depth + 1));
      if (reader.skip(',')) continue;
      reader.take(']');
      break;
    }
    return items;
  }
  if (lexeme.kind === 'mark' && lexeme.text === '{') {
    const body = readBody(reader, '}', depth + 1);
    reader.take('}');
    return body;
  }
  throw new HclError(`expected a value, found ${lexeme.text || 'the end of the text'}`, lexeme.line);
}

function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  const pattern =
    /\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_][\w.-]*|[{}[\]=:,]/gy;
  let line = 1;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) throw new HclError(`illegal character ${JSON.stringify(text[start])}`, line);
    const first = found.charAt(0);
    if (first === '"') lexemes.push({ kind: 'string', text: unquote(found, line), line });
    else if (/^[\s#/]/.test(found)) line += found.split('\n').length - 1;
    else if (/^[-\d]/.test(found)) lexemes.push({ kind: 'number', text: found, line });
    else if (/^[A-Za-z_]/.test(found)) lexemes.push({ kind: 'word', text: found, line });
    else lexemes.push({ kind: 'mark', text: found, line });
  }
  lexemes.push({ kind: 'end', text: '', line });
  return lexemes;
}

function unquote(quoted: string, line: number): string {
  return quoted.slice(1, -1).replace(/\\(u[\da-fA-F]{4}|.)/g, (_, sequence: string) => {
    if (sequence.length === 5) return String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
    const character = ESCAPES[sequence];
    if (character === undefined) throw new HclError(`illegal escape \\${sequence}`, line);
    return character;
  });
}
