import type { Answer, WireRequest } from '../scim/answer.ts';
import type { Finding, OracleContext } from '../scim/oracles/finding.ts';
import { Views } from '../scim/oracles/judge-views.ts';
import type { LateReads } from './late-reads.ts';

/** What one SCIM client is shown of its resources in the course of a test, between the writes of whomever. */
export class TenantViews {
  readonly #views: Views;
  readonly #lateReads: LateReads;
  readonly #eventuallyConsistent: boolean;
  #writes = 0;

  /** @param eventuallyConsistent the documentation lets two reads show two states: nothing is judged */
  constructor(context: OracleContext, lateReads: LateReads, eventuallyConsistent: boolean) {
    this.#views = new Views(context);
    this.#lateReads = lateReads;
    this.#eventuallyConsistent = eventuallyConsistent;
  }

  judge(request: WireRequest, answer: Answer): Finding[] {
    if (this.#writes !== this.#lateReads.writes) this.#views.stateMayChange();
    this.#writes = this.#lateReads.writes;
    const isJudged = !this.#eventuallyConsistent && this.#lateReads.isUndisturbed(request);
    return isJudged ? this.#views.judge(answer) : [];
  }
}
