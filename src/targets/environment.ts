import { SetupError } from './setup-error.ts';

/** Reads single variables: an empty one counts as unset, each error names the variable and never its value if secret. */
export class Environment {
  readonly #variables: NodeJS.ProcessEnv;

  constructor(variables: NodeJS.ProcessEnv) {
    this.#variables = variables;
  }

  /** Value without surrounding white space, or null when unset or empty. */
  optional(name: string): string | null {
    const value = this.#variables[name]?.trim();
    return value === undefined || value === '' ? null : value;
  }

  /** @throws SetupError when unset; `why` completes "NAME is not set: …". */
  required(name: string, why: string): string {
    const value = this.optional(name);
    if (value === null) throw new SetupError(`${name} is not set: ${why}.`);
    return value;
  }

  /** One of the given words. */
  choice<Word extends string>(name: string, words: readonly Word[], preset: Word): Word {
    const value = this.optional(name);
    if (value === null) return preset;
    const found = words.find((word) => word === value);
    if (found === undefined) {
      throw new SetupError(`${name} is "${printable(value)}", but must be one of: ${words.join(', ')}.`);
    }
    return found;
  }

  /** A boolean as Go's strconv.ParseBool reads it, because the Vault CLI does. */
  flag(name: string): boolean {
    const value = this.optional(name);
    if (value === null || ['0', 'f', 'F', 'false', 'False', 'FALSE'].includes(value)) return false;
    if (['1', 't', 'T', 'true', 'True', 'TRUE'].includes(value)) return true;
    throw new SetupError(`${name} is "${printable(value)}", but must be true or false.`);
  }

  /** A whole number from `least` on. */
  number(name: string, preset: number, least: number): number {
    const value = this.optional(name);
    if (value === null) return preset;
    if (!/^\d{1,9}$/.test(value) || Number(value) < least) {
      throw new SetupError(`${name} is "${printable(value)}", but must be a whole number from ${least} on.`);
    }
    return Number(value);
  }

  /** An `http` or `https` URL without credentials, query and fragment; slashes at its end are cut off. */
  url(name: string, why: string): string {
    const value = this.required(name, why);
    const url = URL.parse(value);
    if (url === null || !['http:', 'https:'].includes(url.protocol)) {
      throw new SetupError(`${name} is not an http or https URL: set it to something like https://host:8200.`);
    }
    if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
      throw new SetupError(`${name} may hold no credentials, query or fragment: set the address alone.`);
    }
    return (url.origin + url.pathname).replace(/\/+$/, '');
  }
}

/** Keeps a mistaken paste of a long value (a token, say) out of error texts. */
function printable(value: string): string {
  return value.length <= 30 ? value : `${value.slice(0, 8)}…`;
}
