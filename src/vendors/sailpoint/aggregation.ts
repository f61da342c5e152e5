import { idIn, membersOf } from '../connector/answer-members.ts';
import { decide } from '../connector/decision-table.ts';
import { entitlementsIn } from './account-schema.ts';
import type { Account } from './accounts.ts';
import { COMPARISONS, type Comparison } from './decisions.ts';
import { listIn } from './documents.ts';
import type { SailPointStep, Source } from './sailpoint-connector.ts';
import { REQUESTS, type State } from './states.ts';

/** More pages than any run has resources for: a server that pages without end must not hold the connector. */
const MOST_PAGES = 500;

/** What an aggregation brought. */
export interface Aggregated {
  resources: Record<string, unknown>[];
  /** The last page. */
  last: SailPointStep;
}

/** Aggregations: SailPoint reads everything, or what changed, and calculates. */
export class SailPointAggregation {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /**
   * Full account aggregation. What it shows is compared with what SailPoint has provisioned.
   *
   * @param provisioned accounts as SailPoint knows them; their entitlements follow what is shown
   */
  async accounts(provisioned: readonly Account[] = []): Promise<Aggregated> {
    const template = this.#source.settings.explicitAttributes ? 'SP-Q08' : 'SP-Q07';
    const aggregated = await this.#pages('aggregate accounts', template);
    if (aggregated.last.action !== 'go on') return aggregated;
    for (const account of provisioned) this.#compare(account, aggregated);
    return aggregated;
  }

  groups(): Promise<Aggregated> {
    return this.#pages('aggregate groups', 'SP-Q09');
  }

  /** Delta aggregation. Deleted accounts and changes that do not move the time are not found. */
  changesSince(instant: string): Promise<Aggregated> {
    return this.#pages('aggregate changes', 'SP-Q10', { instant });
  }

  /** Somebody who was terminated must not be shown any more. */
  expectGone(uid: string, { resources, last }: Aggregated): void {
    if (last.action === 'go on') this.#note(isShown(resources, uid) ? 'account still shown' : 'as provisioned', last);
  }

  #compare(account: Account, { resources, last }: Aggregated): void {
    const { uid, entitlements } = account;
    const user = resources.find((one) => uid !== null && idIn(one) === uid);
    if (user === undefined) return;
    const shown = new Set(entitlementsIn(user));
    const lost = [...entitlements].some((gid) => !shown.has(gid));
    const left = [...shown].some((gid) => !entitlements.has(gid));
    this.#note(lost ? 'entitlement not shown' : left ? 'entitlement still shown' : 'as provisioned', last);
    entitlements.clear();
    for (const gid of shown) entitlements.add(gid);
  }

  #note(reading: Comparison, { answer }: SailPointStep): void {
    const { action, outcome } = decide(COMPARISONS, 'compare accounts', reading);
    const request = REQUESTS['aggregate accounts'];
    this.#source.log.add({ request, status: answer.status, reading, action, outcome });
  }

  /** Pages on by as many as came, until the total is reached or a page is empty. */
  async #pages(state: State, template: string, more: Record<string, string> = {}): Promise<Aggregated> {
    const { settings, connection, deciding } = this.#source;
    const resources: Record<string, unknown>[] = [];
    for (let page = 1; ; page += 1) {
      const values = { ...more, startIndex: String(resources.length + 1), count: String(settings.pageSize) };
      const last = await deciding.ask(state, () => connection.send(template, values));
      if (last.action !== 'go on') return { resources, last };
      const { totalResults, ...members } = membersOf(last.answer.body) ?? {};
      const found = listIn(members, 'Resources');
      resources.push(...found);
      const isLast = found.length === 0 || resources.length >= Number(totalResults);
      if (isLast || page >= MOST_PAGES) return { resources, last };
    }
  }
}

function isShown(resources: readonly Record<string, unknown>[], uid: string): boolean {
  return resources.some((one) => idIn(one) === uid);
}
