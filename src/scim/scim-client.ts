import { MessageUrn, type PatchOperation, SCIM_MEDIA_TYPE } from '../protocol/scim.ts';
import type { Answer, WireRequest } from './answer.ts';
import { WireClient, type WireClientOptions } from './wire-client.ts';

/** Query of a list request (RFC 7644 section 3.4.2, RFC 9865 section 2). */
export interface ListQuery {
  filter?: string;
  startIndex?: number | string;
  /** '' asks for the first page. */
  cursor?: string;
  count?: number | string;
  sortBy?: string;
  sortOrder?: string;
  attributes?: string;
  excludedAttributes?: string;
}

type Options = Omit<WireRequest, 'method' | 'path' | 'body'>;

/** Requests of the SCIM protocol as a well-behaved client sends them; `send` for all others. */
export class ScimClient {
  readonly wire: WireClient;
  readonly #options: WireClientOptions;

  constructor(options: WireClientOptions) {
    this.#options = options;
    this.wire = new WireClient({
      ...options,
      headers: { Accept: SCIM_MEDIA_TYPE, 'Content-Type': SCIM_MEDIA_TYPE, ...options.headers },
    });
  }

  /** The same client with some options changed, e.g. another header for the token. */
  with(changes: Partial<WireClientOptions>): ScimClient {
    return new ScimClient({ ...this.#options, ...changes });
  }

  /** Any request, byte for byte. */
  send(request: WireRequest): Promise<Answer> {
    return this.wire.send(request);
  }

  get(path: string, options: Options = {}): Promise<Answer> {
    return this.send({ ...options, method: 'GET', path });
  }

  /** `GET path?filter=…`; values are percent-encoded. */
  list(path: string, query: ListQuery = {}, options: Options = {}): Promise<Answer> {
    const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    return this.get(pairs.length === 0 ? path : `${path}?${pairs.join('&')}`, options);
  }

  post(path: string, body: unknown, options: Options = {}): Promise<Answer> {
    return this.send({ ...options, method: 'POST', path, body });
  }

  put(path: string, body: unknown, options: Options = {}): Promise<Answer> {
    return this.send({ ...options, method: 'PUT', path, body });
  }

  /** Sends the operations in a PatchOp message (RFC 7644 section 3.5.2). */
  patch(path: string, operations: PatchOperation[], options: Options = {}): Promise<Answer> {
    return this.send({
      ...options,
      method: 'PATCH',
      path,
      body: { schemas: [MessageUrn.patchOp], Operations: operations },
    });
  }

  delete(path: string, options: Options = {}): Promise<Answer> {
    return this.send({ ...options, method: 'DELETE', path });
  }
}
