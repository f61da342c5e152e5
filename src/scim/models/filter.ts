/**
 * The filter language of RFC 7644 section 3.4.2.2 and the attribute paths of section 3.5.2: grammar only.
 * `filter-match.ts` gives filters their meaning.
 */

export const COMPARISONS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type FilterValue = string | number | boolean | null;

export type Filter =
  | { kind: 'compare'; path: string; operator: Comparison; value: FilterValue }
  | { kind: 'present'; path: string }
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; operand: Filter }
  | { kind: 'value-path'; path: string; filter: Filter };

/** A PATCH path: attribute path, or value path with an optional sub-attribute. */
export interface PatchPath {
  path: string;
  filter?: Filter;
  subAttribute?: string;
}

/** Why a filter or path is refused, with the `scimType` of table 9 in RFC 7644. */
export class FilterError extends Error {
  readonly scimType: 'invalidFilter' | 'invalidPath';
  /** Index of the character at which the text stops being valid; -1 when its meaning is the fault. */
  readonly position: number;

  constructor(message: string, position = -1, scimType: 'invalidFilter' | 'invalidPath' = 'invalidFilter') {
    super(message);
    this.name = 'FilterError';
    this.position = position;
    this.scimType = scimType;
  }
}

// A leading dollar is needed for $ref, although the printed grammar forgets it (erratum 8924).
const NAME = '\\$?[A-Za-z][A-Za-z0-9$_-]*';
const ATTRIBUTE_PATH = new RegExp(`^(?:urn:[^\\s"()\\[\\]]+:)?${NAME}(?:\\.${NAME})?$`, 'i');
const PATH_CHARACTERS = /[^\s"()[\]]+/y;
const WORD = /[A-Za-z]+/y;
const JSON_LITERAL = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

class FilterReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  fail(message: string): never {
    throw new FilterError(`${message} at character ${this.#at + 1}`, this.#at);
  }

  /** Skips spaces and says whether there were any. */
  spaces(): boolean {
    const start = this.#at;
    while (this.#text[this.#at] === ' ') this.#at += 1;
    return this.#at > start;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #takeCharacter(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  /** Takes a logical word with the space before it; leaves the reader where it was otherwise. */
  #takeLogical(word: 'and' | 'or'): boolean {
    const start = this.#at;
    if (this.spaces() && this.#take(WORD)?.toLowerCase() === word && this.spaces()) return true;
    this.#at = start;
    return false;
  }

  or(isInside: boolean): Filter {
    let left = this.and(isInside);
    while (this.#takeLogical('or')) left = { kind: 'or', left, right: this.and(isInside) };
    return left;
  }

  and(isInside: boolean): Filter {
    let left = this.term(isInside);
    while (this.#takeLogical('and')) left = { kind: 'and', left, right: this.term(isInside) };
    return left;
  }

  term(isInside: boolean): Filter {
    this.spaces();
    if (this.#takeCharacter('(')) return this.#group(isInside);
    const start = this.#at;
    // The examples write "not (", the grammar "not(" (erratum 7319).
    if (this.#take(WORD)?.toLowerCase() === 'not') {
      this.spaces();
      if (this.#takeCharacter('(')) return { kind: 'not', operand: this.#group(isInside) };
    }
    this.#at = start;
    return this.#expression(isInside);
  }

  #group(isInside: boolean): Filter {
    const inner = this.or(isInside);
    this.spaces();
    if (!this.#takeCharacter(')')) this.fail('a closing parenthesis is missing');
    return inner;
  }

  path(): string {
    const start = this.#at;
    const path = this.#take(PATH_CHARACTERS);
    if (path === undefined || !ATTRIBUTE_PATH.test(path)) {
      this.#at = start;
      this.fail('an attribute name is expected');
    }
    return path;
  }

  #expression(isInside: boolean): Filter {
    const path = this.path();
    const filter = this.brackets(isInside);
    if (filter) return { kind: 'value-path', path, filter };
    if (!this.spaces()) this.fail('an operator is expected');
    const start = this.#at;
    const word = this.#take(WORD)?.toLowerCase();
    if (word === 'pr') return { kind: 'present', path };
    const operator = COMPARISONS.find((one) => one === word);
    if (!operator) {
      this.#at = start;
      this.fail('an operator is expected');
    }
    if (!this.spaces()) this.fail('a value is expected');
    return { kind: 'compare', path, operator, value: this.#value() };
  }

  /** The filter in square brackets, if one follows. */
  brackets(isInside: boolean): Filter | undefined {
    if (!this.#takeCharacter('[')) return undefined;
    if (isInside) this.fail('a value filter cannot hold another one');
    const filter = this.or(true);
    this.spaces();
    if (!this.#takeCharacter(']')) this.fail('a closing bracket is missing');
    return filter;
  }

  #value(): FilterValue {
    const start = this.#at;
    const literal = this.#take(JSON_LITERAL);
    const next = this.#text[this.#at];
    if (literal !== undefined && (next === undefined || ' )]'.includes(next))) {
      try {
        return JSON.parse(literal) as FilterValue;
      } catch {
        // An unknown escape: reported like any other value that is no JSON.
      }
    }
    this.#at = start;
    this.fail('a JSON value is expected');
  }

  subAttribute(): string | undefined {
    if (!this.#takeCharacter('.')) return undefined;
    const name = this.path();
    if (name.includes('.') || name.includes(':')) this.fail('a sub-attribute has no further parts');
    return name;
  }
}

/** Parses a filter expression. Throws a {@link FilterError} (`invalidFilter`) when the grammar does not allow it. */
export function parseFilter(text: string): Filter {
  const reader = new FilterReader(text);
  const filter = reader.or(false);
  reader.spaces();
  if (!reader.isAtEnd) reader.fail('nothing more is expected');
  return filter;
}

/** Parses the `path` of a PATCH operation. Throws a {@link FilterError} (`invalidPath`, or `invalidFilter` inside brackets). */
export function parsePatchPath(text: string): PatchPath {
  const reader = new FilterReader(text);
  const path = asPathError(() => reader.path());
  const filter = reader.brackets(false);
  const subAttribute = filter ? asPathError(() => reader.subAttribute()) : undefined;
  if (!reader.isAtEnd) asPathError(() => reader.fail('nothing more is expected'));
  return { path, ...(filter ? { filter } : {}), ...(subAttribute === undefined ? {} : { subAttribute }) };
}

function asPathError<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof FilterError) throw new FilterError(error.message, error.position, 'invalidPath');
    throw error;
  }
}

const PRECEDENCE: Record<Filter['kind'], number> = { or: 1, and: 2, not: 3, compare: 4, present: 4, 'value-path': 4 };

/** Writes a filter with as few parentheses as its meaning allows. */
export function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'compare':
      return `${filter.path} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'present':
      return `${filter.path} pr`;
    case 'not':
      return `not (${formatFilter(filter.operand)})`;
    case 'value-path':
      return `${filter.path}[${formatFilter(filter.filter)}]`;
    default: {
      const own = PRECEDENCE[filter.kind];
      // Both operators associate to the left, so an equal operator on the right needs its own parentheses.
      const left = PRECEDENCE[filter.left.kind] < own ? `(${formatFilter(filter.left)})` : formatFilter(filter.left);
      const right =
        PRECEDENCE[filter.right.kind] <= own ? `(${formatFilter(filter.right)})` : formatFilter(filter.right);
      return `${left} ${filter.kind} ${right}`;
    }
  }
}
