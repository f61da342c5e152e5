import { SchemaUrn } from '../../protocol/scim.ts';
import type { Behaviour } from '../behaviour.ts';
import { withoutUrn } from './filter.ts';

type Path = readonly string[];

/** Which attributes an answer shows (RFC 7644 section 3.9). `schemas` and `id` are always returned. */
export interface Projection {
  /** Whether the attribute, or a part of it, is shown: what is not shown need not be computed. */
  wants(attribute: string): boolean;
  apply(resource: Record<string, unknown>): Record<string, unknown>;
}

const EVERYTHING: Projection = { wants: () => true, apply: (resource) => resource };
const ALWAYS = ['schemas', 'id'];

/** With both parameters given, `attributes` decides: the RFC leaves that open. */
export function readProjection(
  query: URLSearchParams,
  behaviour: Behaviour,
  extensions: readonly string[],
): Projection {
  if (behaviour.assume.projection === 'ignore') return EVERYTHING;
  const included = readPaths(query.getAll('attributes'), extensions);
  if (included.length > 0) {
    return {
      wants: (attribute) => isAlways(attribute) || included.some(([first]) => first === attribute.toLowerCase()),
      apply: (resource) => include(resource, included, true),
    };
  }
  const excluded = readPaths(query.getAll('excludedAttributes'), extensions);
  if (excluded.length === 0) return EVERYTHING;
  return {
    wants: (attribute) => isAlways(attribute) || !excluded.some((path) => isWhole(path, attribute)),
    apply: (resource) => exclude(resource, excluded, true),
  };
}

function isAlways(attribute: string): boolean {
  return ALWAYS.includes(attribute);
}

function isWhole(path: Path, attribute: string): boolean {
  return path.length === 1 && path[0] === attribute.toLowerCase();
}

/** Each name as lower-case segments; the URN of an extension is one segment. */
function readPaths(parameters: readonly string[], extensions: readonly string[]): Path[] {
  const names = parameters.flatMap((parameter) => parameter.split(',')).map((name) => name.trim());
  return names.filter((name) => name !== '').map((name) => readPath(name.toLowerCase(), extensions));
}

function readPath(name: string, extensions: readonly string[]): Path {
  for (const extension of extensions.map((urn) => urn.toLowerCase())) {
    if (name === extension) return [extension];
    if (name.startsWith(`${extension}:`)) return [extension, ...name.slice(extension.length + 1).split('.')];
  }
  const bare = withoutUrn(withoutUrn(name, SchemaUrn.user), SchemaUrn.group);
  return bare.startsWith('urn:') ? [bare] : bare.split('.');
}

function include(object: Record<string, unknown>, paths: readonly Path[], top: boolean): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) {
    const matching = paths.filter(([first]) => first === name.toLowerCase());
    if (top && isAlways(name)) kept[name] = value;
    else if (matching.some((path) => path.length === 1)) kept[name] = value;
    else if (matching.length > 0) kept[name] = eachObject(value, (part) => include(part, tails(matching), false));
  }
  return kept;
}

function exclude(object: Record<string, unknown>, paths: readonly Path[], top: boolean): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) {
    const matching = paths.filter(([first]) => first === name.toLowerCase());
    if ((top && isAlways(name)) || matching.length === 0) kept[name] = value;
    else if (!matching.some((path) => path.length === 1)) {
      kept[name] = eachObject(value, (part) => exclude(part, tails(matching), false));
    }
  }
  return kept;
}

function tails(paths: readonly Path[]): Path[] {
  return paths.map((path) => path.slice(1));
}

function eachObject(value: unknown, change: (part: Record<string, unknown>) => unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => change(part));
  return typeof value === 'object' && value !== null ? change(value as Record<string, unknown>) : value;
}
