import type { Answer } from '../../scim/answer.ts';
import type { WireClient } from '../../scim/wire-client.ts';
import {
  filledBody,
  filledPath,
  headerSet,
  type PlaceholderValues,
  type RequestTemplate,
  requestTemplate,
} from './request-template.ts';

/** What a connector sends through: a server, or answers that a test feeds. */
export interface Connection {
  /** Sends the template filled with `values`. */
  send(templateId: string, values?: PlaceholderValues): Promise<Answer>;
  /** Sends method, path and headers of the template with a body that no template can hold: an echo, a longer list. */
  sendText(templateId: string, values: PlaceholderValues, text: string): Promise<Answer>;
}

/** Sends a vendor's requests as the vendor writes them: its headers, its order of members, nothing added. */
export class VendorConnection implements Connection {
  readonly #vendor: string;
  readonly #wire: WireClient;
  readonly #overrides: Readonly<Record<string, string>>;

  /** @param overrides header sets that go out in the place of others: what an administrator can set in the connector */
  constructor(vendor: string, wire: WireClient, overrides: Readonly<Record<string, string>> = {}) {
    this.#vendor = vendor;
    this.#overrides = overrides;
    this.#wire = wire.with({ headers: {} });
  }

  send(templateId: string, values: PlaceholderValues = {}): Promise<Answer> {
    const template = requestTemplate(this.#vendor, templateId);
    return this.#sendWith(template, values, filledBody(template, values));
  }

  sendText(templateId: string, values: PlaceholderValues, text: string): Promise<Answer> {
    return this.#sendWith(requestTemplate(this.#vendor, templateId), values, text);
  }

  #sendWith(template: RequestTemplate, values: PlaceholderValues, raw: string | undefined): Promise<Answer> {
    return this.#wire.send({
      method: template.method,
      path: filledPath(template, values),
      headers: Object.fromEntries(headerSet(this.#vendor, this.#overrides[template.headers] ?? template.headers)),
      // The text goes out; the value tells whoever watches what is being created.
      ...(raw === undefined ? {} : { raw, body: parsed(raw) }),
    });
  }
}

/** Text that is no JSON stays text: a test may send it on purpose. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
