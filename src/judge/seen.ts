import type { Answer } from '../scim/answer.ts';
import { isObject, objectOf } from '../scim/models/json.ts';
import type { RequestTarget } from '../scim/oracles/request-target.ts';

/** What is known of the credential of a request: whether the server ever took it. */
export type Standing = 'accepted before' | 'not accepted yet' | 'none';

/** One exchange with the SCIM service, as the rules of a vendor look at it. */
export interface Seen {
  answer: Answer;
  target: RequestTarget;
  /** Body of the request: an object, or an empty one. */
  sent: Json;
  standing: Standing;
  /** Milliseconds since the epoch: the arrival of the request, and the end of the answer. */
  startedAt: number;
  endedAt: number;
}

export type Json = Record<string, unknown>;
export type ResourceKind = 'User' | 'Group';

/** What the request was about, or null when it was neither users nor groups. */
export function kindOf({ target }: Seen): ResourceKind | null {
  return target.endpoint === '/Users' ? 'User' : target.endpoint === '/Groups' ? 'Group' : null;
}

export function isSuccess({ answer }: Seen): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** The SCIM service itself was not asked, or did not answer: nothing is to be held against it. */
export function isOutside({ answer, standing }: Seen): boolean {
  const { status, layer } = answer;
  if (status === 0 || status === 412 || status === 429) return true;
  if (layer !== 'scim' && [502, 503, 504].includes(status)) return true;
  return (status === 401 || status === 403) && standing !== 'accepted before';
}

/** The resources in the answer to a list. */
export function listedIn({ answer }: Seen): Json[] {
  const { Resources } = objectOf(answer.body);
  return Array.isArray(Resources) ? Resources.filter(isObject) : [];
}

export function idOf(resource: unknown): string | null {
  const { id } = objectOf(resource);
  return typeof id === 'string' && id !== '' ? id : null;
}

/** The operations of a PATCH message; `op` in lower case. */
export function operationsIn(sent: Json): { op: string; path: string | null; value: unknown; written: string }[] {
  const { Operations } = sent;
  return (Array.isArray(Operations) ? Operations : []).filter(isObject).map(({ op, path, value }) => ({
    op: String(op).toLowerCase(),
    written: String(op),
    path: typeof path === 'string' && path !== '' ? path : null,
    value,
  }));
}

/** `value` of each entry of a list of references, or of a single one. */
export function referencesIn(value: unknown): string[] {
  const entries = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return entries.flatMap((entry) => {
    const id = typeof entry === 'string' ? entry : objectOf(entry).value;
    return typeof id === 'string' ? [id] : [];
  });
}

/** The filter of a query: `attribute eq "value"`, or null for none and for any other. */
export function equalityIn({ target }: Seen): { attribute: string; value: string } | null {
  const filter = target.query.get('filter') ?? '';
  const [, attribute, quoted] = /^\s*([\w.:]+)\s+eq\s+"((?:[^"\\]|\\.)*)"\s*$/i.exec(filter) ?? [];
  if (attribute === undefined || quoted === undefined) return null;
  return { attribute: attribute.toLowerCase(), value: quoted.replace(/\\(.)/g, '$1') };
}

/** Whether the answer shows resources whole: no attributes were chosen or left out. */
export function showsWhole({ target }: Seen): boolean {
  return !target.query.has('attributes') && !target.query.has('excludedAttributes');
}
