/**
 * Whether the test was preparing its data, exercising the server, asking again what a read answered late, looking at
 * the end at what it had provisioned, or tidying up.
 */
export type Phase = 'arrange' | 'act' | 'repeat' | 'look' | 'clean-up';

/** Which part of the server produced an answer: its SCIM handler, Vault's own layers, or nobody. */
export type Layer = 'scim' | 'vault' | 'other' | 'none';

/** Header lines in wire order; names as sent or received. */
export type HeaderLines = [name: string, value: string][];

/**
 * One HTTP exchange as it is stored: secrets redacted and other people's objects
 * pseudonymised before an instance of this type comes into being.
 */
export interface Exchange {
  /** Position among the exchanges of the test, from 1. */
  index: number;
  phase: Phase;
  /** Whose credential the request carried: `tenant`, `other`, `admin`, `none`, … */
  actor: string;
  method: string;
  url: string;
  requestHeaders: HeaderLines;
  /** The body as sent, or null when the request had none. */
  requestBody: string | null;
  /** HTTP status, or null when no answer came within the deadline. */
  status: number | null;
  responseHeaders: HeaderLines;
  responseBody: string;
  layer: Layer;
  /** ISO 8601, UTC. */
  startedAt: string;
  durationMs: number;
  /** Why no complete answer came: `timeout`, `connection refused`, … */
  failure?: string;
}
