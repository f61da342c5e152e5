import type { Exchange } from './exchange.ts';

/**
 * The kind of request in stable words, without ids and values: `GET /Users?filter`,
 * `PATCH /Groups/{id}`, `DELETE identity/entity/id/{id}`.
 */
export function operationOf(exchange: Pick<Exchange, 'method' | 'url'>): string {
  const [path = '', query = ''] = exchange.url.replace(/^https?:\/\/[^/]+/i, '').split('?');
  const names = [...new Set(query.split('&').map((pair) => pair.split('=')[0] ?? ''))]
    .filter((name) => name !== '')
    .sort();
  const suffix = names.length === 0 ? '' : `?${names.join('&')}`;
  const scim = /\/(?:Users|Groups|Schemas|ResourceTypes|ServiceProviderConfig|Me|Bulk|\.search)\b.*$/.exec(path)?.[0];
  const shown = scim ?? path.replace(/^\/v1\//, '');
  return `${exchange.method} ${withoutNames(shown)}${suffix}`;
}

function withoutNames(path: string): string {
  return path
    .replace(/\/(Users|Groups|Schemas|ResourceTypes)\/[^/]+/, '/$1/{id}')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '{id}')
    .replace(/vsc-[^/]*/g, '{name}');
}
