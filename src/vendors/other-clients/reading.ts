import type { Answer } from '../../scim/answer.ts';
import { idIn, membersOf, resourcesIn } from '../connector/answer-members.ts';
import { type State, WANTED, type Wanted } from './states.ts';

/** How a client reads answers that are no success, whatever it asked for. */
const TROUBLE = [
  'denied',
  'missing',
  'conflict',
  'throttled',
  'refused',
  'unavailable',
  'unreachable',
  'not JSON',
] as const;

const SUCCESS = {
  list: ['list', 'no list'],
  matches: ['none', 'one', 'several', 'no list'],
  resource: ['resource', 'no resource'],
  document: ['document', 'no document'],
  status: ['done'],
} as const satisfies Record<Wanted, readonly string[]>;

export type Reading = (typeof TROUBLE)[number] | (typeof SUCCESS)[Wanted][number];

/** Every reading that is possible in a state. */
export function readingsOf(state: State): Reading[] {
  return [...SUCCESS[WANTED[state]], ...TROUBLE];
}

/** How a client reads an answer in a state: none of them documents more than status, id and list. */
export function read(state: State, answer: Answer): Reading {
  return troubleIn(answer) ?? successIn(WANTED[state], answer.body);
}

function successIn(wanted: Wanted, body: unknown): Reading {
  switch (wanted) {
    case 'list':
      return resourcesIn(body) === null ? 'no list' : 'list';
    case 'matches':
      return matchesIn(resourcesIn(body));
    case 'resource':
      return idIn(body) === null ? 'no resource' : 'resource';
    case 'document':
      return membersOf(body) === null ? 'no document' : 'document';
    case 'status':
      return 'done';
  }
}

function matchesIn(resources: unknown[] | null): Reading {
  if (resources === null) return 'no list';
  if (resources.length > 1) return 'several';
  const [match] = resources;
  return match === undefined ? 'none' : idIn(match) === null ? 'no list' : 'one';
}

function troubleIn({ status, text, body }: Answer): Reading | null {
  if (status === 0) return 'unreachable';
  if (status === 429) return 'throttled';
  if (status >= 500 && status !== 501) return 'unavailable';
  if (status === 401 || status === 403) return 'denied';
  if (text !== '' && body === undefined) return 'not JSON';
  if (status >= 200 && status < 300) return null;
  if (status === 404) return 'missing';
  return status === 409 ? 'conflict' : 'refused';
}
