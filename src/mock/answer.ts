import { randomUUID } from 'node:crypto';
import type { VaultAuth } from '../protocol/vault.ts';

/** An answer that goes out as it is, without Vault's envelope. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer | null;
}

/** What a handler of Vault's own API answers: the pipeline wraps `data` and `auth` in the envelope. */
export interface VaultAnswer {
  status?: number;
  data?: object | null;
  auth?: VaultAuth;
  warnings?: string[];
  /** A lease, for the few answers that carry one. */
  lease?: { duration: number; renewable: boolean };
}

export type Answer = RawAnswer | VaultAnswer;

/**
 * A refusal in Vault's own error form, thrown from anywhere below the pipeline.
 * `errors` are the strings of `{"errors":[…]}`; an empty list is Vault's plain "not found".
 */
export class VaultError extends Error {
  readonly status: number;
  readonly errors: readonly string[];

  constructor(status: number, ...errors: string[]) {
    super(errors.join('; ') || `status ${status}`);
    this.name = 'VaultError';
    this.status = status;
    this.errors = errors;
  }
}

/** The form in which Vault wraps an error that its router adds up ("1 error occurred: …"). */
export function multiError(...messages: string[]): string {
  const head = messages.length === 1 ? '1 error occurred:' : `${messages.length} errors occurred:`;
  return `${head}\n${messages.map((message) => `\t* ${message}\n`).join('')}\n`;
}

export const permissionDenied = () => new VaultError(403, multiError('permission denied'));
export const unsupportedPath = () => new VaultError(404, multiError('unsupported path'));
export const unsupportedOperation = () => new VaultError(405, multiError('unsupported operation'));
export const notFound = () => new VaultError(404);
export const badRequest = (message: string) => new VaultError(400, message);

export const noContent = (): VaultAnswer => ({});
export const withData = (data: object): VaultAnswer => ({ data });

/** The answer to a LIST; Vault answers 404 to an empty one (HTTP API overview). @throws VaultError 404 */
export function listAnswer(keys: string[], keyInfo?: Record<string, object>): VaultAnswer {
  if (keys.length === 0) throw notFound();
  return { data: keyInfo ? { key_info: keyInfo, keys } : { keys } };
}

export function isRaw(answer: Answer): answer is RawAnswer {
  return 'body' in answer;
}

/** Turns a handler's answer into bytes. `mountType` is a member of the envelope since 1.19. */
export function renderAnswer(answer: Answer, mountType: string): RawAnswer {
  if (isRaw(answer)) return answer;
  const { data, auth, warnings, lease } = answer;
  if (data === undefined && !auth && !warnings?.length) {
    return { status: answer.status ?? 204, headers: {}, body: null };
  }
  return jsonAnswer(answer.status ?? 200, {
    request_id: randomUUID(),
    lease_id: '',
    renewable: lease?.renewable ?? false,
    lease_duration: lease?.duration ?? 0,
    data: data ?? null,
    wrap_info: null,
    warnings: warnings?.length ? warnings : null,
    auth: auth ?? null,
    mount_type: mountType,
  });
}

export function renderError(error: VaultError): RawAnswer {
  return jsonAnswer(error.status, { errors: error.errors });
}

export function jsonAnswer(status: number, body: unknown): RawAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(body)}\n` };
}
