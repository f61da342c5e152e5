/** A failed assertion whose judgement is already recorded; keeps the place of the original in its stack. */
export class JudgedFailure extends Error {
  constructor(message: string, original: unknown) {
    super(message);
    this.name = 'JudgedFailure';
    const frames =
      original instanceof Error ? (original.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
    this.stack = [`${this.name}: ${message}`, ...frames].join('\n');
  }
}
