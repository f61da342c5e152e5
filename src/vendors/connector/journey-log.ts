import type { JourneyOutcome } from './decision-table.ts';

/** One step of a journey: what the connector asked, how it read the answer, what it decided. */
export interface JourneyStep {
  /** In the vendor's terms: `push group: remove member`. */
  step: string;
  /** `PATCH /Groups/{id}` */
  operation: string;
  status: number;
  reading: string;
  action: string;
  outcome: JourneyOutcome;
}

const RANK: Record<JourneyOutcome, number> = { works: 0, degraded: 1, broken: 2 };

/** What a connector went through, and what came of it: the worst step decides. */
export class JourneyLog {
  readonly steps: JourneyStep[] = [];

  add(step: JourneyStep): void {
    this.steps.push(step);
  }

  /** The first of the worst steps; null when every step worked. */
  get decidedBy(): JourneyStep | null {
    const worst = this.steps.reduce<JourneyStep | null>(
      (found, step) => (found === null || RANK[step.outcome] > RANK[found.outcome] ? step : found),
      null,
    );
    return worst === null || worst.outcome === 'works' ? null : worst;
  }

  get outcome(): JourneyOutcome {
    return this.decidedBy?.outcome ?? 'works';
  }
}
