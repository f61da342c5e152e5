/** Shows how far a run is: one line that rewrites itself on a terminal, a line each tenth elsewhere. */
export class Progress {
  readonly #total: number;
  readonly #stream: NodeJS.WriteStream;
  #done = 0;
  #red = 0;
  #shownTenths = 0;

  constructor(total: number, stream: NodeJS.WriteStream = process.stderr) {
    this.#total = total;
    this.#stream = stream;
  }

  step(red: boolean): void {
    this.#done += 1;
    if (red) this.#red += 1;
    const text = `${this.#done}/${this.#total} tests${this.#red > 0 ? `, ${this.#red} red` : ''}`;
    if (this.#stream.isTTY) {
      this.#stream.write(`\r${text}`);
      return;
    }
    const tenths = Math.floor((10 * this.#done) / this.#total);
    if (tenths === this.#shownTenths) return;
    this.#shownTenths = tenths;
    this.#stream.write(`${text}\n`);
  }

  finish(): void {
    if (this.#stream.isTTY && this.#done > 0) this.#stream.write('\n');
  }
}
