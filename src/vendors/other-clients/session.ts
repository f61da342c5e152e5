import type { Answer } from '../../scim/answer.ts';
import { membersOf } from '../connector/answer-members.ts';
import type { Deciding, Step } from '../connector/deciding.ts';
import { type PlaceholderValues, requestTemplate } from '../connector/request-template.ts';
import type { Connection } from '../connector/vendor-connection.ts';
import type { ClientRequest, OtherClient } from './client.ts';
import type { Action } from './decisions.ts';
import type { Reading } from './reading.ts';
import type { State } from './states.ts';

export type OtherStep = Step<Reading, Action>;

/** What a client knows of its server, and the way to it: the users and groups of one connection share it. */
export class Session {
  readonly client: OtherClient;
  readonly #connection: Connection;
  readonly #deciding: Deciding<State, Reading, Action>;
  #isOn = true;
  #canPatch = true;
  #canFilter = true;

  constructor(client: OtherClient, connection: Connection, deciding: Deciding<State, Reading, Action>) {
    this.client = client;
    this.#connection = connection;
    this.#deciding = deciding;
  }

  /** Whether anything is sent: not after a connection test that failed. */
  get isOn(): boolean {
    return this.#isOn;
  }

  get canFilter(): boolean {
    return this.#canFilter;
  }

  /** Whether a request that names members names all of them. */
  get writesWholeGroups(): boolean {
    return this.client.writesWholeGroups || this.#isWithoutPatch;
  }

  /** The request of a state by what is known of the server; undefined when the client sends none. */
  requestOf(state: State): ClientRequest | undefined {
    return (this.#isWithoutPatch ? this.client.withoutPatch?.[state] : undefined) ?? this.client.requests[state];
  }

  /** @returns the step; null when the client sends nothing in this state */
  async ask(state: State, values: PlaceholderValues = {}, text?: string): Promise<OtherStep | null> {
    const template = this.requestOf(state)?.template;
    return template === undefined || !this.#isOn ? null : this.askWith(state, template, values, text);
  }

  async askWith(state: State, template: string, values: PlaceholderValues, text?: string): Promise<OtherStep> {
    const send = (): Promise<Answer> =>
      text === undefined
        ? this.#connection.send(template, encoded(this.client.vendor, template, values))
        : this.#connection.sendText(template, values, text);
    const step = await this.#deciding.ask(state, send);
    if (step.action === 'stop') this.#isOn = false;
    if (step.action === 'assume nothing') this.#learn({});
    else if (state === 'read document') this.#learn(membersOf(step.answer.body) ?? {});
    return step;
  }

  get #isWithoutPatch(): boolean {
    return this.client.withoutPatch !== undefined && !this.#canPatch;
  }

  /** Only a client that reads the configuration is led by it. */
  #learn({ patch, filter }: Record<string, unknown>): void {
    if (this.client.withoutPatch === undefined) return;
    this.#canPatch = membersOf(patch)?.supported === true;
    this.#canFilter = membersOf(filter)?.supported === true;
  }
}

/** Values of a query are percent-encoded; the contents of a body are not. */
function encoded(vendor: string, template: string, values: PlaceholderValues): PlaceholderValues {
  const isQuery = requestTemplate(vendor, template).path.includes('?filter=');
  if (!isQuery) return values;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)]));
}
