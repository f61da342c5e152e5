import { MessageUrn, SCIM_MEDIA_TYPE, type ScimType } from '../../protocol/scim.ts';
import type { RawAnswer } from '../answer.ts';
import type { Behaviour } from '../behaviour.ts';

/** A refusal in SCIM's error form (RFC 7644 section 3.12), thrown from anywhere below the SCIM handler. */
export class ScimError extends Error {
  readonly status: number;
  readonly scimType: ScimType | undefined;

  constructor(status: number, detail: string, scimType?: ScimType) {
    super(detail);
    this.name = 'ScimError';
    this.status = status;
    this.scimType = scimType;
  }
}

export const invalidValue = (detail: string) => new ScimError(400, detail, 'invalidValue');
export const invalidSyntax = (detail: string) => new ScimError(400, detail, 'invalidSyntax');
export const invalidFilter = (detail: string) => new ScimError(400, detail, 'invalidFilter');
export const invalidPath = (detail: string) => new ScimError(400, detail, 'invalidPath');
export const mutability = (detail: string) => new ScimError(400, detail, 'mutability');
export const noTarget = (detail: string) => new ScimError(400, detail, 'noTarget');
export const uniqueness = (detail: string) => new ScimError(409, detail, 'uniqueness');
export const resourceNotFound = (id: string) => new ScimError(404, `Resource ${id} not found`);
export const foreignResource = () => new ScimError(403, 'resource is managed by a different SCIM client');

/** Every 401 has a challenge (RFC 9110 section 15.5.2, RFC 6750 section 3). */
export const CHALLENGE = { 'www-authenticate': 'Bearer realm="vault"' };

export function renderScimError(error: ScimError, behaviour: Behaviour): RawAnswer {
  const { assume } = behaviour;
  const body = {
    schemas: [MessageUrn.error],
    ...(error.scimType && assume['error-scim-type'] === 'given' ? { scimType: error.scimType } : {}),
    detail: error.message,
    status: assume['status-type'] === 'number' ? error.status : String(error.status),
  };
  return scimAnswer(error.status, body, error.status === 401 ? CHALLENGE : {});
}

/** @param body null for an answer without a body */
export function scimAnswer(status: number, body: object | null, headers: Record<string, string> = {}): RawAnswer {
  if (body === null) return { status, headers, body: null };
  // Bytes, because a string would get a charset behind its media type.
  return { status, headers: { 'content-type': SCIM_MEDIA_TYPE, ...headers }, body: Buffer.from(JSON.stringify(body)) };
}
