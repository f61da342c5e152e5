import type { Answer } from '../answer.ts';
import { isObject, isUnassigned, type JsonObject, valueNamed } from '../models/json.ts';
import { type Claim, claimsOfCreate, claimsOfPatch, claimsOfReplace } from './claims.ts';
import { type Finding, FindingList, type OracleContext } from './finding.ts';
import { type RequestTarget, targetOf } from './request-target.ts';
import { WRITE_ORACLES } from './rows.ts';
import { isProjected, type View, viewsIn } from './views-in.ts';

/** Names of the oracles that judge what a write leaves. */
export const ORACLES_OF_WRITES: ReadonlySet<string> = new Set(Object.keys(WRITE_ORACLES));

/**
 * Compares what a client is shown of a resource with what its last write to it had to leave, until anything else is
 * written. Only ordinary values and the forms of requests that connectors send are judged, in every test: checks of
 * their own send the others.
 */
export class Writes {
  readonly #context: OracleContext;
  /** By id, as last shown, for as long as nobody wrote to it. */
  readonly #shown = new Map<string, JsonObject>();
  /** Ids of what was shown and not deleted since: what a server does with other members is for other checks. */
  readonly #alive = new Set<string>();
  #last: { id: string; claims: Claim[] } | null = null;

  constructor(context: OracleContext) {
    this.#context = context;
  }

  /** Others have written: nothing is certain any more. */
  stateMayChange(): void {
    this.#shown.clear();
    this.#alive.clear();
    this.#last = null;
  }

  /** Takes the answer to a write of this client beside which nothing else was written. */
  note(answer: Answer): void {
    const target = this.#targetOf(answer);
    const { method, body } = answer.request;
    const id = target?.kind === 'resource' ? target.id : isObject(answer.body) ? answer.body.id : undefined;
    const isAccepted = answer.status >= 200 && answer.status < 300 && isObject(body);
    this.#last = null;
    if (!target || !isAccepted || typeof id !== 'string') {
      // What is deleted is gone from the groups too, and what a refused write left is uncertain.
      this.#shown.clear();
      if (typeof id === 'string') this.#alive.delete(id);
      return;
    }
    const claims = claimsOf(method, body, target, this.#shown.get(id));
    this.#last = { id, claims: claims.filter(({ members }) => members.every((one) => this.#alive.has(one))) };
    this.#shown.delete(id);
  }

  /** Judges what an answer shows while nothing is written. */
  judge(answer: Answer): Finding[] {
    const target = this.#targetOf(answer);
    if (!target || isProjected(answer, target)) return [];
    const findings = new FindingList(target.operation, this.#context.isVault);
    for (const [id, view] of viewsIn(answer, target)) {
      if (this.#last?.id === id) judgeClaims(this.#last.claims, view, findings);
      this.#shown.set(id, view.resource);
      this.#alive.add(id);
    }
    return findings.toArray();
  }

  #targetOf(answer: Answer): RequestTarget | undefined {
    const { baseUrl, resourceSchemas } = this.#context;
    return answer.layer === 'scim' || answer.status === 204
      ? targetOf(answer.request, baseUrl, resourceSchemas)
      : undefined;
  }
}

function claimsOf(method: string, body: JsonObject, target: RequestTarget, before: JsonObject | undefined): Claim[] {
  if (target.endpoint !== '/Users' && target.endpoint !== '/Groups') return [];
  if (method === 'POST') return claimsOfCreate(body, target);
  if (method === 'PUT') return claimsOfReplace(body, target);
  return method === 'PATCH' ? claimsOfPatch(body, target, before) : [];
}

/**
 * A read by id is taken for the state, as other oracles compare the other places with it. A value of another form than
 * was sent is their business too.
 */
function judgeClaims(claims: Claim[], { place, resource }: View, findings: FindingList): void {
  if (place !== 'read' && place !== 'create') return;
  for (const { oracle, attribute, expected, hasForm, isKept } of claims) {
    const shown = valueNamed(resource, attribute);
    if (isUnassigned(shown) || hasForm(shown)) {
      findings.judge(oracle, isKept(shown), { expected: { [attribute]: expected }, actual: shown ?? null });
    }
  }
}
