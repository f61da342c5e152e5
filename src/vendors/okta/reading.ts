import { MessageUrn } from '../../protocol/scim.ts';
import type { Answer } from '../../scim/answer.ts';
import { idIn, membersOf, resourcesIn } from '../connector/answer-members.ts';
import { type State, WANTED, type Wanted } from './states.ts';

/** How Okta reads answers that are no success, whatever it asked for. */
const TROUBLE = [
  'denied',
  'missing',
  'conflict',
  'throttled',
  'throttled too often',
  'unsupported',
  'refused',
  'unavailable',
  'not JSON',
] as const;

const SUCCESS = {
  page: ['page', 'no page'],
  matches: ['none', 'one', 'several', 'no page'],
  resource: ['resource', 'no resource'],
  status: ['done'],
} as const satisfies Record<Wanted, readonly string[]>;

export type Reading = (typeof TROUBLE)[number] | (typeof SUCCESS)[Wanted][number];

/** Every reading that is possible in a state. A search reads 404 as no match, so that `missing` is none of them. */
export function readingsOf(state: State): Reading[] {
  const wanted = WANTED[state];
  const trouble = wanted === 'matches' ? TROUBLE.filter((one) => one !== 'missing') : TROUBLE;
  return [...SUCCESS[wanted], ...trouble];
}

/**
 * How Okta reads an answer in a state (SCIM 2.0 protocol reference; captures of HTML answers and of a
 * `startIndex` that was a string).
 */
export function read(state: State, answer: Answer): Reading {
  const wanted = WANTED[state];
  const trouble = troubleIn(answer, wanted);
  if (trouble !== null) return trouble;
  switch (wanted) {
    case 'page':
      return isPage(answer.body) ? 'page' : 'no page';
    case 'matches':
      return matchesIn(answer);
    case 'resource':
      return idIn(answer.body) === null ? 'no resource' : 'resource';
    case 'status':
      return 'done';
  }
}

function troubleIn({ status, text, body }: Answer, wanted: Wanted): Reading | null {
  if (status === 0 || (status >= 500 && status !== 501)) return 'unavailable';
  if (status === 429) return 'throttled';
  if (text !== '' && body === undefined) return 'not JSON';
  if (status >= 200 && status < 300) return null;
  switch (status) {
    case 401:
    case 403:
      return 'denied';
    case 404:
      return wanted === 'matches' ? null : 'missing';
    case 409:
      return 'conflict';
    case 501:
      return 'unsupported';
    default:
      return 'refused';
  }
}

function matchesIn({ status, body }: Answer): Reading {
  if (status === 404) return 'none';
  const resources = resourcesIn(body);
  if (resources === null) return 'no page';
  if (resources.length > 1) return 'several';
  const [match] = resources;
  return match === undefined ? 'none' : idIn(match) === null ? 'no page' : 'one';
}

/** A complete ListResponse: numbers are numbers, and `Resources` is there even when it is empty. */
function isPage(body: unknown): boolean {
  const { schemas, totalResults, startIndex, itemsPerPage } = membersOf(body) ?? {};
  return (
    resourcesIn(body) !== null &&
    Array.isArray(schemas) &&
    schemas.includes(MessageUrn.listResponse) &&
    [totalResults, startIndex, itemsPerPage].every((number) => typeof number === 'number')
  );
}
