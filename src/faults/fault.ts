import type { VaultVersion } from '../protocol/vault.ts';

/** A message on the wire as a defect sees and changes it. */
export interface FaultRequest {
  method: string;
  /** Path and query as sent. */
  url: string;
  headers: [name: string, value: string][];
  body: Buffer;
}

export interface FaultResponse {
  status: number;
  headers: [name: string, value: string][];
  body: Buffer;
}

export interface FaultContext {
  /** Asks the server behind the layer, as often as the defect needs. */
  send(request: FaultRequest): Promise<FaultResponse>;
  /** What the defect remembers from one exchange to the next. */
  memory: Map<string, unknown>;
}

/**
 * A seeded defect: something that an engineer could break by accident. `breaks` names the
 * rows whose statement it contradicts; they are written down before the first run.
 */
export interface Fault {
  /** `F-<AREA>-<NN>`, never reused. */
  id: string;
  /** What is wrong with the server now, in plain words. */
  title: string;
  breaks: [string, ...string[]];
  /** First Vault version that has what the defect breaks. */
  since?: VaultVersion;
  /** Changes the request on its way to the server, or answers in its place. */
  request?: (
    request: FaultRequest,
    context: FaultContext,
  ) => Promise<FaultRequest | FaultResponse> | FaultRequest | FaultResponse;
  /** Changes the answer on its way back. */
  response?: (
    response: FaultResponse,
    request: FaultRequest,
    context: FaultContext,
  ) => Promise<FaultResponse> | FaultResponse;
  /** Name of a defect inside the double's own state; exists in the double only. */
  state?: string;
}
