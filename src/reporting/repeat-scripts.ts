import type { Exchange } from '../evidence/exchange.ts';
import { repeatScript } from '../evidence/repeat-script.ts';
import type { PublicRun } from '../run/public-run.ts';
import type { Row } from '../verdicts/row.ts';

/** Shell variable that holds the credential of an actor. */
const VARIABLES = [
  { actor: 'tenant', variable: 'SCIM_TOKEN' },
  { actor: 'other', variable: 'SCIM_TOKEN_OTHER' },
  { actor: 'unaliased', variable: 'SCIM_TOKEN_UNALIASED' },
  { actor: 'admin', variable: 'VAULT_TOKEN' },
];

/** The scripts that repeat what checks of a run rest on. The same exchanges are written down once. */
export class RepeatScripts {
  readonly #run: PublicRun;
  readonly #ofOneRun: (exchanges: Exchange[]) => Exchange[];
  readonly #written = new WeakMap<Exchange[], string>();

  /** @param ofOneRun Gives exchanges of several shards the names of one. */
  constructor(run: PublicRun, ofOneRun: (exchanges: Exchange[]) => Exchange[] = (exchanges) => exchanges) {
    this.#run = run;
    this.#ofOneRun = ofOneRun;
  }

  /** @param exchanges of this row alone */
  of(row: Pick<Row, 'id' | 'statement'>, exchanges: Exchange[]): string {
    const known = this.#written.get(exchanges);
    if (known !== undefined) return known;
    const script = repeatScript(this.#ofOneRun(exchanges), {
      title: row.statement,
      row: row.id,
      baseUrl: this.#run.scimBaseUrl,
      namespace: this.#run.target.namespace ?? '',
      variables: VARIABLES,
      runPrefix: this.#run.prefix,
      tenantValues: this.#run.tenantValues,
    });
    this.#written.set(exchanges, script);
    return script;
  }
}
