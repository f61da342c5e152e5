import { SchemaUrn } from '../protocol/scim.ts';
import { isObject } from '../scim/models/json.ts';
import { decodedText } from '../scim/url-text.ts';
import type { RecordedExchange } from './har.ts';

type Json = Record<string, unknown>;

/** A user or group that was there before the recording began. */
export interface Seed {
  endpoint: '/Users' | '/Groups';
  /** Id in the recording. */
  id: string;
  /** What is needed to make one like it. */
  body: Json;
}

/** Everything in a body that looks like a resource: the body itself, or the entries of a list. */
export function resourcesIn(text: string): Json[] {
  const body = parsed(text);
  if (!isObject(body)) return [];
  return Array.isArray(body.Resources) ? body.Resources.filter(isObject) : [body];
}

/**
 * Users and groups that answers of the recording show without that the recording made them; users first, since groups
 * refer to them. Of each the first representation counts.
 */
export function seedsIn(exchanges: readonly RecordedExchange[]): Seed[] {
  const made = new Set<string>();
  const seeds = new Map<string, Seed>();
  for (const { method, path, status, answer } of exchanges) {
    const endpoint = /^\/(?:Users|Groups)\b/.exec(path)?.[0] as Seed['endpoint'] | undefined;
    if (endpoint === undefined || status < 200 || status >= 300) continue;
    for (const resource of resourcesIn(answer)) {
      const { id } = resource;
      if (typeof id !== 'string' || made.has(id) || seeds.has(id)) continue;
      if (method === 'POST') made.add(id);
      else {
        const body = endpoint === '/Users' ? userLike(resource) : groupLike(resource);
        if (body !== null) seeds.set(id, { endpoint, id, body });
      }
    }
  }
  return [...seeds.values()].sort((a, b) => (a.endpoint === b.endpoint ? 0 : a.endpoint === '/Users' ? -1 : 1));
}

/** Names by which people and groups are known: each of them is replaced by one of the run. */
export function namesIn(exchanges: readonly RecordedExchange[]): Set<string> {
  const names = new Set<string>();
  const add = (value: unknown) => {
    if (typeof value === 'string' && value !== '') names.add(value);
  };
  for (const { path, body, answer } of exchanges) {
    for (const [, literal] of decodedText(path.replaceAll('+', ' ')).matchAll(
      /\b(?:userName|displayName|externalId)\s+eq\s+"([^"]*)"/gi,
    ))
      add(literal);
    const isGroup = path.startsWith('/Groups');
    const collect = (value: unknown) => {
      if (Array.isArray(value)) for (const one of value) collect(one);
      if (!isObject(value)) return;
      add(value.userName);
      add(value.externalId);
      if (isGroup) add(value.displayName);
      if (['userName', 'externalId', ...(isGroup ? ['displayName'] : [])].includes(String(value.path)))
        add(value.value);
      for (const [name, inner] of Object.entries(value)) {
        if (name === 'Operations' || name === 'value' || name === 'Resources') collect(inner);
      }
    };
    for (const text of [body ?? '', answer]) {
      if (!/^\/(?:Users|Groups)/.test(path)) continue;
      collect(parsed(text));
    }
  }
  return names;
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function userLike({ userName, externalId, name, emails, active, displayName }: Json): Json | null {
  if (typeof userName !== 'string') return null;
  const kept = { userName, externalId: externalId ?? userName, name, emails, displayName, active };
  return { schemas: [SchemaUrn.user], ...withoutNothing(kept) };
}

function groupLike({ displayName, members }: Json): Json | null {
  return typeof displayName === 'string'
    ? { schemas: [SchemaUrn.group], ...withoutNothing({ displayName, members }) }
    : null;
}

function withoutNothing(body: Json): Json {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== null));
}
