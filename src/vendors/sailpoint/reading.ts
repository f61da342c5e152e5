import type { Answer } from '../../scim/answer.ts';
import { idIn } from '../connector/answer-members.ts';
import { accountSchemaIn, hasEntitlements } from './account-schema.ts';
import { areResourceTypes, areSchemas, isConfiguration, isListResponse, isResourceType, listIn } from './documents.ts';
import type { SailPointSettings } from './settings.ts';
import { type State, WANTED, type Wanted } from './states.ts';

/** How SailPoint reads answers that are no success, whatever it asked for. */
const TROUBLE = [
  'denied',
  'missing',
  'conflict',
  'throttled',
  'throttled without a time',
  'retryable',
  'tried too often',
  'refused',
  'unavailable',
  'not JSON',
] as const;

const SUCCESS = {
  configuration: ['document', 'no document'],
  types: ['document', 'no document'],
  type: ['document', 'no document'],
  schemas: ['document', 'document without entitlements', 'no document'],
  page: ['page', 'page without ids', 'no page'],
  resource: ['resource', 'no resource'],
  status: ['done'],
} as const satisfies Record<Wanted, readonly string[]>;

export type Reading = (typeof TROUBLE)[number] | (typeof SUCCESS)[Wanted][number];

type ReadSettings = Pick<SailPointSettings, 'rateLimitHeader' | 'retryableErrors'>;

/** Every reading that is possible in a state. */
export function readingsOf(state: State): Reading[] {
  return [...SUCCESS[WANTED[state]], ...TROUBLE];
}

/** How SailPoint reads an answer in a state. */
export function read(state: State, answer: Answer, settings: ReadSettings): Reading {
  return troubleIn(answer, settings) ?? successIn(WANTED[state], answer.body);
}

/** Seconds that the server asks for in the header that the source reads; null when it asks for nothing. */
export function secondsIn(answer: Answer, { rateLimitHeader }: ReadSettings): number | null {
  const given = answer.header(rateLimitHeader)?.trim() ?? '';
  return /^\d+$/.test(given) ? Number(given) : null;
}

function successIn(wanted: Wanted, body: unknown): Reading {
  switch (wanted) {
    case 'configuration':
      return isConfiguration(body) ? 'document' : 'no document';
    case 'types':
      return areResourceTypes(body) ? 'document' : 'no document';
    case 'type':
      return isResourceType(body) ? 'document' : 'no document';
    case 'schemas':
      return schemasIn(body);
    case 'page':
      return pageIn(body);
    case 'resource':
      return idIn(body) === null ? 'no resource' : 'resource';
    case 'status':
      return 'done';
  }
}

function schemasIn(body: unknown): Reading {
  const schema = areSchemas(body) ? accountSchemaIn(body) : null;
  if (schema === null) return 'no document';
  return hasEntitlements(schema) ? 'document' : 'document without entitlements';
}

/** "ResourceObject is returned with null identity error" (SailPoint: SCIM 2.0, troubleshooting). */
function pageIn(body: unknown): Reading {
  if (!isListResponse(body)) return 'no page';
  return listIn(body, 'Resources').every((one) => idIn(one) !== null) ? 'page' : 'page without ids';
}

function troubleIn(answer: Answer, settings: ReadSettings): Reading | null {
  const { status, text, body } = answer;
  if (status === 0) return 'unavailable';
  if (status === 429) return secondsIn(answer, settings) === null ? 'throttled without a time' : 'throttled';
  if (status >= 400 && settings.retryableErrors.some((one) => text.includes(one))) return 'retryable';
  if (status >= 500 && status !== 501) return 'unavailable';
  if (text !== '' && body === undefined) return 'not JSON';
  if (status >= 200 && status < 300) return null;
  switch (status) {
    case 401:
    case 403:
      return 'denied';
    case 404:
      return 'missing';
    case 409:
      return 'conflict';
    default:
      return 'refused';
  }
}
