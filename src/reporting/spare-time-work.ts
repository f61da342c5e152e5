import { setImmediate as nextTurn } from 'node:timers/promises';

/** Long enough to get on, short enough to keep nobody waiting. */
const SLICE_MS = 10;

/** Work in many small steps that a process can do while it waits for other processes. */
export class SpareTimeWork {
  readonly #steps: Iterator<void>;
  #isDone = false;
  #trouble: { error: unknown } | null = null;

  constructor(steps: Iterable<void>) {
    this.#steps = steps[Symbol.iterator]();
  }

  /** Does slices of it whenever nothing else is to be done. @returns when it is over; never rejects */
  async begin(sliceMs = SLICE_MS): Promise<void> {
    while (!this.#isDone) {
      await nextTurn();
      this.#advance(sliceMs);
    }
  }

  /** Does what is left at once. @throws what a step threw, also earlier */
  finish(): void {
    this.#advance(Number.POSITIVE_INFINITY);
    if (this.#trouble !== null) throw this.#trouble.error;
  }

  #advance(sliceMs: number): void {
    const end = performance.now() + sliceMs;
    try {
      while (!this.#isDone && performance.now() < end) this.#isDone = this.#steps.next().done === true;
    } catch (error) {
      this.#isDone = true;
      this.#trouble = { error };
    }
  }
}
