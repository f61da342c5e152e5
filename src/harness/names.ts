/**
 * Gives names that nothing else on the server has: the run's prefix, the slot, the test, a
 * counter. Lower case letters, digits and hyphens only, so that they fit every place that
 * takes a name (entity, policy, mount path, userpass user, SCIM client).
 */
export class Names {
  readonly #start: string;
  #next = 1;

  constructor(prefix: string, slot: number, test: string) {
    this.#start = `${prefix}s${slot}-${test}`;
  }

  /** `unique('user')` → `vsc-1a2b3c-s0-9f4e02-user-1`. */
  unique(what: string): string {
    return `${this.#start}-${what}-${this.#next++}`;
  }
}
