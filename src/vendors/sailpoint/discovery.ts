import type { PlaceholderValues } from '../connector/request-template.ts';
import { type AccountSchema, accountSchemaIn } from './account-schema.ts';
import type { SailPointStep, Source } from './sailpoint-connector.ts';
import type { State } from './states.ts';

/** What a connection test asks for in turn; the order is inferred. */
const TESTS: readonly (readonly [State, string])[] = [
  ['test configuration', 'SP-Q01'],
  ['test resource types', 'SP-Q02'],
  ['test resource type', 'SP-Q03'],
  ['test resource type', 'SP-Q04'],
  ['test schemas', 'SP-Q05'],
];

/** "Test Connection" and "Discover Schema". */
export class SailPointDiscovery {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /** In relaxed configuration only users are read. @returns the step that ended it */
  async testConnection(): Promise<SailPointStep> {
    if (!this.#source.settings.relaxed) {
      for (const [state, template] of TESTS) {
        const step = await this.#ask(state, template);
        if (step.action !== 'go on') return step;
      }
    }
    return this.#ask('test accounts', 'SP-Q16');
  }

  /** Builds the account schema from the server's documents; a relaxed source has its own and sends nothing. */
  async discoverSchema(): Promise<{ schema: AccountSchema; last: SailPointStep | null }> {
    const source = this.#source;
    if (source.settings.relaxed) return { schema: source.schema, last: null };
    const types = await this.#ask('discover types', 'SP-Q02');
    if (types.action !== 'go on') return { schema: source.schema, last: types };
    const schemas = await this.#ask('discover schemas', 'SP-Q05');
    if (schemas.action !== 'keep the old schema') {
      source.schema = accountSchemaIn(schemas.answer.body) ?? source.schema;
    }
    return { schema: source.schema, last: schemas };
  }

  #ask(state: State, template: string, values: PlaceholderValues = {}): Promise<SailPointStep> {
    return this.#source.deciding.ask(state, () => this.#source.connection.send(template, values));
  }
}
