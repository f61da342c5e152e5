import type { Answer } from '../answer.ts';
import type { ResourceDescription, ResourceSchemas } from '../models/resource-description.ts';
import { decodedText, splitOnce } from '../url-text.ts';

export type TargetKind =
  | 'root'
  | 'collection'
  | 'resource'
  | 'search'
  | 'configuration'
  | 'discovery-list'
  | 'discovery-entry'
  | 'unknown';

/** What a request below the SCIM base was addressed to. */
export interface RequestTarget {
  kind: TargetKind;
  /** `/Users`, `/Schemas`, …; '' for the root and for unknown paths. */
  endpoint: string;
  /** Decoded last segment of a resource's or discovery entry's path. */
  id?: string;
  description?: ResourceDescription;
  query: URLSearchParams;
  /** `GET /Users/{id}`: stable words for what was asked. */
  operation: string;
}

const USUAL_ENDPOINTS = ['/Users', '/Groups'];
const DISCOVERY_LISTS = ['/Schemas', '/ResourceTypes'];

/** Path of the request below the base, or undefined when the request went elsewhere. */
export function pathBelow(baseUrl: string, url: string): string | undefined {
  const base = baseUrl.replace(/\/+$/, '');
  if (!url.startsWith(base)) return undefined;
  const rest = url.slice(base.length);
  return rest === '' || rest.startsWith('/') || rest.startsWith('?') ? rest : undefined;
}

function placeOf(path: string, schemas: ResourceSchemas | null): Omit<RequestTarget, 'query' | 'operation'> {
  if (path === '' || path === '/') return { kind: 'root', endpoint: '' };
  if (path === '/.search') return { kind: 'search', endpoint: '' };
  if (path === '/ServiceProviderConfig') return { kind: 'configuration', endpoint: path };
  for (const endpoint of DISCOVERY_LISTS) {
    if (path === endpoint) return { kind: 'discovery-list', endpoint };
    if (path.startsWith(`${endpoint}/`)) {
      return { kind: 'discovery-entry', endpoint, id: decodedText(path.slice(endpoint.length + 1)) };
    }
  }
  const described = schemas?.resourceTypes ?? [];
  const endpoints = [...described.map((one) => one.endpoint), ...USUAL_ENDPOINTS];
  for (const endpoint of endpoints) {
    if (path !== endpoint && !path.startsWith(`${endpoint}/`)) continue;
    const description = described.find((one) => one.endpoint === endpoint);
    const more = description ? { endpoint, description } : { endpoint };
    const rest = path.slice(endpoint.length + 1);
    if (path === endpoint) return { kind: 'collection', ...more };
    if (rest === '.search') return { kind: 'search', ...more };
    if (rest !== '' && !rest.includes('/')) return { kind: 'resource', id: decodedText(rest), ...more };
  }
  return { kind: 'unknown', endpoint: '' };
}

const STABLE_PATH: Record<TargetKind, (endpoint: string) => string> = {
  root: () => '/',
  collection: (endpoint) => endpoint,
  resource: (endpoint) => `${endpoint}/{id}`,
  search: (endpoint) => `${endpoint}/.search`,
  configuration: (endpoint) => endpoint,
  'discovery-list': (endpoint) => endpoint,
  'discovery-entry': (endpoint) => `${endpoint}/{id}`,
  unknown: () => 'another path',
};

/** Methods that a finding names; anything else is a robustness test's invention. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What the request of an answer was addressed to, or undefined when it did not go to the SCIM base. */
export function targetOf(
  request: Answer['request'],
  baseUrl: string,
  schemas: ResourceSchemas | null,
): RequestTarget | undefined {
  const below = pathBelow(baseUrl, request.url);
  if (below === undefined) return undefined;
  const [path = '', query = ''] = splitOnce(below, '?');
  const place = placeOf(path, schemas);
  const method = METHODS.includes(request.method) ? request.method : 'another method';
  return {
    ...place,
    query: new URLSearchParams(query),
    operation: `${method} ${STABLE_PATH[place.kind](place.endpoint)}`,
  };
}

function member(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

/** Parameter of a query: from the URL, or from the SearchRequest body of a search. */
export function queryParameter(request: Answer['request'], target: RequestTarget, name: string): string | undefined {
  if (target.kind !== 'search') return target.query.get(name) ?? undefined;
  const value = member(request.body, name);
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
