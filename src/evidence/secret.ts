import { inspect } from 'node:util';

const REDACTED = '[secret]';

/**
 * A credential that cannot be printed by accident: its string, JSON and inspect forms are
 * redacted. Only the wire client opens it, at the moment the request leaves.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The clear value. Call it only where the value goes onto the wire. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
