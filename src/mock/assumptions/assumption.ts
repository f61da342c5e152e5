/** A switch; those with the same `question` answer parts of one open question. */
export interface Assumption {
  readonly name: string;
  readonly question: number;
  readonly text: string;
  readonly default: string;
  readonly alternatives: readonly string[];
}
