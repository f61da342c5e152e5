import { COLLECTION, changingBody, changingResources, shownIn, withHeader } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { namespaceInPath, namespaceOf } from '../namespace-requests.ts';

type Json = Record<string, unknown>;

/** Defects of the addresses in answers of child namespaces. */
export const childLocationFaults: Fault[] = [
  {
    id: 'F-CPB-35',
    title: 'The Location header of a create in a child namespace leads to the parent',
    breaks: ['VAULT-NS-25', 'RFC7644-3.3-07'],
    response: (response, request) => {
      const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
      return location && COLLECTION.test(request.url)
        ? withHeader(response, 'Location', withoutNamespace(location, namespaceInPath(request)))
        : response;
    },
  },
  {
    id: 'F-CPB-36',
    title: 'meta.location in the lists of a nested namespace names the outer one of its namespaces only',
    breaks: ['VAULT-NS-25', 'RFC7644-3.13-04', 'RFC7644-3.4.2-09'],
    ...changingBody({ method: 'GET', path: COLLECTION, status: 200 }, (body, request) => {
      const namespace = namespaceOf(request);
      for (const { meta } of namespace.includes('/') ? (shownIn(body) as { meta?: Json }[]) : []) {
        if (typeof meta?.location !== 'string') continue;
        meta.location = meta.location.replace(`/v1/${namespace}/`, `/v1/${namespace.split('/')[0]}/`);
      }
    }),
  },
  {
    id: 'F-CPB-37',
    title: '$ref of members and groups in a child namespace leads to the parent',
    breaks: ['VAULT-NS-25'],
    ...changingResources({ path: /scim\/v2\/(Users|Groups)(\/[^/]+)?$/ }, ({ members, groups }, request) => {
      for (const reference of [members ?? [], groups ?? []].flat() as Json[]) {
        if (typeof reference.$ref !== 'string') continue;
        reference.$ref = withoutNamespace(reference.$ref, namespaceInPath(request));
      }
    }),
  },
];

function withoutNamespace(location: string, namespace: string): string {
  return namespace === '' ? location : location.replace(`/v1/${namespace}/`, '/v1/');
}
