import type { Exchange, HeaderLines, Layer } from '../evidence/exchange.ts';
import type { Secret } from '../evidence/secret.ts';

/** What a test may send; everything a polite client would add can be changed or left out. */
export interface WireRequest {
  method: string;
  /** Path below the base URL, starting with `/`; may carry a query. Sent as given. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as these bytes; wins over `body`. */
  raw?: string | Uint8Array;
  /** Replaces or adds headers, casing kept; null leaves a default header out. */
  headers?: Record<string, string | null>;
  /** Another credential than the client's own; null sends none. */
  token?: Secret | null;
  /** Milliseconds until the exchange counts as unanswered. Default: the client's. */
  deadlineMs?: number;
}

/** What came back, in clear: for assertions only, never stored. */
export interface Answer {
  request: {
    method: string;
    path: string;
    url: string;
    body: unknown;
    /** Value of a header by name in any case. */
    header(name: string): string | undefined;
  };
  /** 0 when no complete answer came. */
  status: number;
  headers: HeaderLines;
  /** Value of a header by name in any case; several lines joined by `, `. */
  header(name: string): string | undefined;
  /** Media type without parameters, lower case; '' when absent. */
  mediaType: string;
  text: string;
  /** Parsed JSON body, or undefined when there is none or it does not parse. */
  body: unknown;
  layer: Layer;
  /** The redacted record of this exchange. */
  exchange: Exchange;
}
