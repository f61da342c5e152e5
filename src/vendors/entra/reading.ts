import { MessageUrn } from '../../protocol/scim.ts';
import type { Answer } from '../../scim/answer.ts';
import { idIn, membersOf, resourcesIn } from '../connector/answer-members.ts';
import { type State, WANTED, type Wanted } from './states.ts';

/** How Entra reads answers that are no success, whatever it asked for. */
const TROUBLE = [
  'denied',
  'missing',
  'conflict',
  'throttled',
  'refused',
  'unavailable',
  /** "Not able to deserialize": nothing but SCIM in JSON is read. */
  'not SCIM',
] as const;

const SUCCESS = {
  matches: ['none', 'one', 'several', 'no list'],
  resource: ['resource', 'no resource'],
  status: ['done'],
} as const satisfies Record<Wanted, readonly string[]>;

export type Reading = (typeof TROUBLE)[number] | (typeof SUCCESS)[Wanted][number];

/** Every reading that is possible in a state. */
export function readingsOf(state: State): Reading[] {
  return [...SUCCESS[WANTED[state]], ...TROUBLE];
}

/**
 * How Entra reads an answer in a state (Microsoft: Develop and plan provisioning for a SCIM endpoint). The numbers
 * of a page are not looked at; 404 on a search is an error and no empty list.
 */
export function read(state: State, answer: Answer): Reading {
  const trouble = troubleIn(answer);
  if (trouble !== null) return trouble;
  switch (WANTED[state]) {
    case 'matches':
      return matchesIn(answer.body);
    case 'resource':
      return idIn(answer.body) === null ? 'no resource' : 'resource';
    case 'status':
      return 'done';
  }
}

function troubleIn({ status, text, body, mediaType }: Answer): Reading | null {
  if (status === 0 || status >= 500) return 'unavailable';
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'denied';
  if (text !== '' && (body === undefined || mediaType === 'text/html')) return 'not SCIM';
  if (status >= 200 && status < 300) return null;
  if (status === 404) return 'missing';
  return status === 409 ? 'conflict' : 'refused';
}

function matchesIn(body: unknown): Reading {
  const resources = resourcesIn(body);
  const { schemas } = membersOf(body) ?? {};
  if (resources === null || !Array.isArray(schemas) || !schemas.includes(MessageUrn.listResponse)) return 'no list';
  if (resources.length > 1) return 'several';
  const [match] = resources;
  return match === undefined ? 'none' : idIn(match) === null ? 'no list' : 'one';
}
