import type { Answer } from '../../scim/answer.ts';
import { type Decision, type DecisionTable, decide } from './decision-table.ts';
import type { JourneyLog } from './journey-log.ts';

/** Waits that many seconds; tests only note it. */
export type Wait = (seconds: number) => Promise<void>;

/** How a vendor's connector behaves: all of it data and pure functions. */
export interface Behaviour<State extends string, Reading extends string, Action extends string> {
  table: DecisionTable<State, Reading, Action>;
  /** The request of each state in stable words. */
  requests: Readonly<Record<State, string>>;
  /** How the vendor reads an answer in a state. */
  read(state: State, answer: Answer): Reading;
  /** Seconds until the request is sent again, `give up` after the last attempt, null when the answer stands. */
  pauseAfter(answer: Answer, attempt: number): number | 'give up' | null;
  /** The reading when no further attempt is made. */
  exhausted: Reading;
}

/** What came of one request. */
export interface Step<Reading extends string, Action extends string> {
  answer: Answer;
  reading: Reading;
  action: Action;
}

/** Sends requests, reads the answers as the vendor does, and decides by its table; all of it is logged. */
export class Deciding<State extends string, Reading extends string, Action extends string> {
  readonly #behaviour: Behaviour<State, Reading, Action>;
  readonly #log: JourneyLog;
  readonly #wait: Wait;

  constructor(behaviour: Behaviour<State, Reading, Action>, log: JourneyLog, wait: Wait) {
    this.#behaviour = behaviour;
    this.#log = log;
    this.#wait = wait;
  }

  /** One request, with the attempts that the vendor makes. */
  async ask(state: State, send: () => Promise<Answer>): Promise<Step<Reading, Action>> {
    const { read, pauseAfter, exhausted } = this.#behaviour;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send();
      const pause = pauseAfter(answer, attempt);
      const reading = pause === 'give up' ? exhausted : read(state, answer);
      const { action } = this.#note(state, reading, answer);
      if (pause === null || pause === 'give up') return { answer, reading, action };
      await this.#wait(pause);
    }
  }

  #note(state: State, reading: Reading, { status }: Answer): Decision<State, Reading, Action> {
    const decision = decide(this.#behaviour.table, state, reading);
    const { action, outcome } = decision;
    this.#log.add({ request: this.#behaviour.requests[state], status, reading, action, outcome });
    return decision;
  }
}
