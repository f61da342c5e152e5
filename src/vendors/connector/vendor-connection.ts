import type { Answer } from '../../scim/answer.ts';
import type { WireClient } from '../../scim/wire-client.ts';
import { filledBody, filledPath, headerSet, type PlaceholderValues, requestTemplate } from './request-template.ts';

/** Sends a vendor's requests as the vendor writes them: its headers, its order of members, nothing added. */
export class VendorConnection {
  readonly #vendor: string;
  readonly #wire: WireClient;

  /** @param wire A client whose own default headers are empty. */
  constructor(vendor: string, wire: WireClient) {
    this.#vendor = vendor;
    this.#wire = wire.with({ headers: {} });
  }

  /** Sends the template filled with `values`. */
  send(templateId: string, values: PlaceholderValues = {}): Promise<Answer> {
    const template = requestTemplate(this.#vendor, templateId);
    const raw = filledBody(template, values);
    return this.#wire.send({
      method: template.method,
      path: filledPath(template, values),
      headers: Object.fromEntries(headerSet(this.#vendor, template.headers)),
      ...(raw === undefined ? {} : { raw }),
    });
  }

  /** A request that a template cannot hold, such as the echo of what was just read. */
  sendBody(method: string, path: string, headers: string, body?: unknown): Promise<Answer> {
    return this.#wire.send({
      method,
      path,
      headers: Object.fromEntries(headerSet(this.#vendor, headers)),
      ...(body === undefined ? {} : { raw: JSON.stringify(body) }),
    });
  }
}
