import type { JourneyOutcome } from './decision-table.ts';

/** One thing that happened on a journey: what the connector asked, how it read the answer, what it decided. */
export interface JourneyEvent {
  /** Number of the scenario's step (`fixtures/expected/README.md`); 0 outside a scenario. */
  step: number;
  /** The request in stable words: `PATCH /Groups/{gid} replace {id, displayName}`. */
  request: string;
  /** 0 when no answer came, or nothing was sent. */
  status: number;
  reading: string;
  action: string;
  outcome: JourneyOutcome;
}

const RANK: Record<JourneyOutcome, number> = { works: 0, degraded: 1, broken: 2 };

/** What a connector went through, and what came of it: the worst event decides. */
export class JourneyLog {
  readonly events: JourneyEvent[] = [];
  #step = 0;

  /** The number of the step that the scenario is at. */
  get step(): number {
    return this.#step;
  }

  /** Says that the scenario goes on to its next step. */
  begin(step: number): void {
    this.#step = step;
  }

  add(event: Omit<JourneyEvent, 'step'>): void {
    this.events.push({ step: this.#step, ...event });
  }

  /** Notes that the server is not as the connector believes: nobody will ever repair it. */
  drift(request: string, what: string): void {
    this.add({ request, status: 0, reading: what, action: 'records success', outcome: 'broken' });
  }

  /** The first of the worst events; null when everything worked. */
  get decidedBy(): JourneyEvent | null {
    const worst = this.events.reduce<JourneyEvent | null>(
      (found, event) => (found === null || RANK[event.outcome] > RANK[found.outcome] ? event : found),
      null,
    );
    return worst === null || worst.outcome === 'works' ? null : worst;
  }

  get outcome(): JourneyOutcome {
    return this.decidedBy?.outcome ?? 'works';
  }
}
