import type { Answer, WireRequest } from '../scim/answer.ts';
import type { Finding, OracleContext } from '../scim/oracles/finding.ts';
import { Views } from '../scim/oracles/judge-views.ts';
import { Writes } from '../scim/oracles/judge-writes.ts';
import { isRead, type LateReads } from './late-reads.ts';

/** What one SCIM client is shown of its resources in the course of a test, between the writes of whomever. */
export class TenantViews {
  readonly #views: Views;
  readonly #written: Writes;
  readonly #lateReads: LateReads;
  readonly #eventuallyConsistent: boolean;
  #writes = 0;

  /** @param eventuallyConsistent the documentation lets two reads show two states: nothing is judged */
  constructor(context: OracleContext, lateReads: LateReads, eventuallyConsistent: boolean) {
    this.#views = new Views(context);
    this.#written = new Writes(context);
    this.#lateReads = lateReads;
    this.#eventuallyConsistent = eventuallyConsistent;
  }

  judge(request: WireRequest, answer: Answer): Finding[] {
    const isUndisturbed = this.#lateReads.isUndisturbed(request);
    const writes = this.#lateReads.writes - this.#writes;
    this.#writes = this.#lateReads.writes;
    const isWrite = !isRead(request);
    if (writes > 0) this.#views.stateMayChange();
    if (writes > (isWrite ? 1 : 0) || !isUndisturbed) this.#written.stateMayChange();
    if (this.#eventuallyConsistent || !isUndisturbed) return [];
    if (isWrite) this.#written.note(answer);
    return [...this.#views.judge(answer), ...this.#written.judge(answer)];
  }
}
