import { JOURNEY_MEDIA_TYPE, type JourneyAttachment, type Kept } from '../evidence/journey-attachment.ts';
import { JourneyLog } from '../vendors/connector/journey-log.ts';
import type { Access } from './arrange/access-check.ts';
import type { TestRecord } from './test-record.ts';

/** What a vendor's connector goes through in one scenario, and what it means for the people in it. */
export class Journey {
  readonly client: string;
  readonly mode: string;
  readonly variant: string | undefined;
  /** The connector writes into it; `log.begin(3)` says that the third step begins. */
  readonly log = new JourneyLog();
  /** Whether who changed groups still reaches what the old group gives; `not-reached` when nobody ever had it. */
  moverKeepsAccess: Kept = 'not-reached';
  /** Whether who left can still sign in. */
  leaverStaysActive: Kept = 'not-reached';

  constructor(client: string, mode: string, variant?: string) {
    this.client = client;
    this.mode = mode;
    this.variant = variant;
  }

  /** Notes what somebody reaches of a group before and after leaving it: who keeps it unnoticed makes the sides drift. */
  mover(before: Access, after: Access): void {
    if (before !== 'reads the secret') return;
    this.moverKeepsAccess = after === 'reads the secret' ? 'yes' : 'no';
    this.#noteDrift(this.moverKeepsAccess, 'who left the group keeps its access');
  }

  /** Notes what somebody reaches after leaving. */
  leaver(after: Access): void {
    if (after === 'unknown') return;
    this.leaverStaysActive = after === 'cannot sign in' ? 'no' : 'yes';
    this.#noteDrift(this.leaverStaysActive, 'who left can still sign in');
  }

  /** What the connector asked for whose words match, in order. */
  asked(words: RegExp): string[] {
    return this.log.events.map(({ request }) => request).filter((request) => words.test(request));
  }

  #noteDrift(kept: Kept, what: string): void {
    const { events, step } = this.log;
    const isNoticed = events.some((event) => event.step === step && event.outcome !== 'works');
    const last = events.findLast((event) => event.step === step);
    if (kept === 'yes' && !isNoticed && last) this.log.drift(last.request, what);
  }

  /** How it ended, in words that are the same in every run. */
  get words(): string {
    const { outcome, decidedBy, step } = this.log;
    const name = [this.client, this.mode, this.variant].filter((part) => part !== undefined && part !== '').join(' ');
    const end = decidedBy ? `${outcome} at step ${decidedBy.step} by ${decidedBy.request}` : `works to step ${step}`;
    return `${name}: ${end}; mover keeps access: ${this.moverKeepsAccess}; leaver stays active: ${this.leaverStaysActive}`;
  }

  /** Puts the outcome on record: an operator decides by name on people who keep what was taken from them. */
  tell(record: TestRecord): void {
    const { outcome, decidedBy, step, events } = this.log;
    const attachment: JourneyAttachment = {
      client: this.client,
      mode: this.mode,
      ...(this.variant === undefined ? {} : { variant: this.variant }),
      outcome,
      step: decidedBy?.step ?? step,
      ...(decidedBy === null ? {} : { request: decidedBy.request }),
      mover_keeps_access: this.moverKeepsAccess,
      leaver_stays_active: this.leaverStaysActive,
      events,
    };
    record.attach('journey', JOURNEY_MEDIA_TYPE, attachment);
    const isKept = this.moverKeepsAccess === 'yes' || this.leaverStaysActive === 'yes';
    record.judge({ outcome: 'observed', what: this.words, ...(isKept ? { risk: 'high' } : {}) });
  }
}
