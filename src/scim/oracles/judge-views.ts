import type { Answer } from '../answer.ts';
import { type Difference, equivalent } from '../models/equivalence.ts';
import type { JsonObject } from '../models/json.ts';
import { type Finding, FindingList, type OracleContext } from './finding.ts';
import { type RequestTarget, targetOf } from './request-target.ts';
import type { OracleName } from './rows.ts';
import { isProjected, type Place, type View, viewsIn } from './views-in.ts';

const SHOWN_BY_READS: ReadonlySet<Place> = new Set(['read', 'entry']);

/** Which requirement a place breaks whose view is not that of a read by id. */
const ORACLE: Record<Place, OracleName> = {
  create: 'created-as-read',
  replace: 'replaced-as-read',
  patch: 'patched-as-read',
  read: 'read-again',
  entry: 'listed-as-read',
};

/** The oracles that need to know of every write to the server. */
export const ORACLES_OF_VIEWS: ReadonlySet<OracleName> = new Set(Object.values(ORACLE));

/** Servers stamp an answer before, and the resource after it was stored; other rows judge the times themselves. */
const OF_THE_WRITE = ['meta.lastModified', 'meta.version'];

/**
 * Compares what a server shows of a resource in one place with what it shows in another, while nothing was written in
 * between. A read by id is taken for the state, since RFC 7644 defines the answers to writes (sections 3.3, 3.5.1,
 * 3.5.2) and the entries of lists (section 3.4.2) as that representation.
 */
export class Views {
  readonly #context: OracleContext;
  /** By id, since the last write. */
  #seen = new Map<string, View[]>();
  /** By id, as it was before the last write: a read that shows it is late, which is judged elsewhere. */
  #former = new Map<string, JsonObject>();

  constructor(context: OracleContext) {
    this.#context = context;
  }

  /** Forgets what was seen: it may be another one now. */
  stateMayChange(): void {
    for (const [id, views] of this.#seen) {
      const last = views.at(-1);
      if (last) this.#former.set(id, last.resource);
    }
    this.#seen = new Map();
  }

  /** Judges an answer that no write went on beside of. */
  judge(answer: Answer): Finding[] {
    const { baseUrl, resourceSchemas, isVault } = this.#context;
    const target = targetOf(answer.request, baseUrl, resourceSchemas);
    if (!target || answer.layer !== 'scim' || isProjected(answer, target)) return [];
    const findings = new FindingList(target.operation, isVault);
    for (const [id, view] of viewsIn(answer, target)) this.#compare(id, view, target, findings);
    return findings.toArray();
  }

  #compare(id: string, view: View, target: RequestTarget, findings: FindingList): void {
    const former = this.#former.get(id);
    if (former && SHOWN_BY_READS.has(view.place) && equivalent(former, view.resource).length === 0) return;
    const known = this.#seen.get(id) ?? [];
    for (const one of known) {
      const [state, other] = one.place === 'read' ? [one, view] : [view, one];
      if (state.place !== 'read') continue;
      const ignore = SHOWN_BY_READS.has(other.place) ? [] : OF_THE_WRITE;
      const differences = equivalent(state.resource, other.resource, {
        ignore,
        ...(target.description ? { description: target.description } : {}),
      }).filter(isOfThePlace);
      findings.judge(ORACLE[other.place], differences.length === 0, {
        expected: 'what a read by id shows',
        actual: differences.map(inWords),
      });
    }
    this.#seen.set(id, [...known.filter(({ place }) => place !== view.place), view]);
  }
}

/** What only the read lacks, or has in another form, is rather a fault of the read: other oracles judge its form. */
function isOfThePlace({ expected, actual }: Difference): boolean {
  return expected !== undefined && (actual === undefined || typeof actual === typeof expected);
}

function inWords({ path, expected, actual }: Difference): { path: string; read: unknown; here: unknown } {
  return { path, read: expected ?? null, here: actual ?? null };
}
