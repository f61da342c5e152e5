import { badRequest } from '../answer.ts';
import type { RequestContext } from '../request.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** The named parameters of a request to Vault's own API, read with Vault's leniency about types. */
export class Parameters {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.get(name) !== undefined && this.#values.get(name) !== null;
  }

  raw(name: string): unknown {
    return this.#values.get(name);
  }

  names(): Iterable<string> {
    return this.#values.keys();
  }

  /** @throws VaultError 400 when the value is not scalar */
  string(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw invalid(name, 'a string');
  }

  /** @throws VaultError 400 when absent or empty */
  required(name: string): string {
    const value = this.string(name);
    if (!value) throw badRequest(`missing ${name}`);
    return value;
  }

  /** Accepts `true`, `"true"`, `1`, and their opposites, as Vault does. */
  boolean(name: string): boolean | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'boolean') return value;
    const text = String(value).toLowerCase();
    if (['true', '1', 't'].includes(text)) return true;
    if (['false', '0', 'f', ''].includes(text)) return false;
    throw invalid(name, 'a boolean');
  }

  integer(name: string): number | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw invalid(name, 'an integer');
    return number;
  }

  /** Seconds, from a number, a numeric string or a duration such as `1h30m`. */
  duration(name: string): number | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null || value === '') return undefined;
    const seconds = parseDuration(value);
    if (seconds === undefined) throw invalid(name, 'a duration');
    return seconds;
  }

  /** A list, from a list or from text with commas. */
  stringList(name: string): string[] | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') {
      return value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    }
    if (!Array.isArray(value)) throw invalid(name, 'a list of strings');
    return value.map((item: unknown) => {
      if (typeof item === 'string') return item.trim();
      if (typeof item === 'number') return String(item);
      throw invalid(name, 'a list of strings');
    });
  }

  /** A map of strings, from an object or from a list of `key=value`. */
  stringMap(name: string): Record<string, string> | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return undefined;
    const entries: [string, unknown][] = [];
    if (Array.isArray(value) || typeof value === 'string') {
      for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
        const split = typeof item === 'string' ? item.indexOf('=') : -1;
        if (typeof item !== 'string' || split < 1) throw invalid(name, 'a map of strings');
        entries.push([item.slice(0, split), item.slice(split + 1)]);
      }
    } else if (typeof value === 'object') {
      entries.push(...Object.entries(value));
    } else {
      throw invalid(name, 'a map of strings');
    }
    return stringRecord(
      entries.map(([key, item]) => {
        if (typeof item === 'string') return [key, item];
        if (typeof item === 'number' || typeof item === 'boolean') return [key, String(item)];
        throw invalid(name, 'a map of strings');
      }),
    );
  }
}

/**
 * The parameters of a request: the body's members; for DELETE, GET and LIST those of the query.
 * @throws VaultError 400 when the body is not a JSON object
 */
export function parametersOf(context: RequestContext): Parameters {
  if (['read', 'list', 'delete', 'header'].includes(context.operation)) {
    return new Parameters(new Map(context.query));
  }
  const contentType = context.headers['content-type'] ?? '';
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return new Parameters(new Map(new URLSearchParams(context.rawBody.toString())));
  }
  const body = context.json();
  if (body === undefined || body === null) return new Parameters(new Map());
  if (typeof body !== 'object' || Array.isArray(body)) throw badRequest('error parsing JSON');
  return new Parameters(new Map(Object.entries(body)));
}

/** Seconds of the longest duration in Go: 2^63 nanoseconds, about 292 years. */
const LONGEST_SECONDS = 2 ** 63 / 1e9;

/** Seconds of a duration as Vault reads it; undefined for what is none. */
export function parseDuration(value: unknown): number | undefined {
  const seconds = secondsOf(value);
  return seconds !== undefined && Math.abs(seconds) <= LONGEST_SECONDS ? seconds : undefined;
}

function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  if (/^-?\d+$/.test(value)) return Number(value);
  const match = /^(-?)((?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)$/.exec(value);
  if (!match) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of (match[2] ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    seconds += Number(amount) * (UNITS[unit ?? ''] ?? 0);
  }
  return match[1] === '-' ? -seconds : seconds;
}

/** A record without a prototype, so that a key such as `__proto__` is a key like any other. */
export function stringRecord(entries: Iterable<readonly [string, string]>): Record<string, string> {
  const record = Object.create(null) as Record<string, string>;
  for (const [key, value] of entries) record[key] = value;
  return record;
}

function invalid(name: string, expected: string) {
  return badRequest(`error converting input for field "${name}": expected ${expected}`);
}
