/** Removals that go on while later tests run already. */
export class Removals {
  readonly #running = new Set<Promise<unknown>>();

  /** A removal that breaks off is no trouble of a test: the journal knows what is left, for the run's clean-up. */
  add(removal: Promise<unknown>): void {
    const ended = removal.catch(() => {}).finally(() => this.#running.delete(ended));
    this.#running.add(ended);
  }

  async done(): Promise<void> {
    await Promise.all(this.#running);
  }
}
