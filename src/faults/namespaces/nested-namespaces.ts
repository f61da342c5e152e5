import { tokenIn, withToken } from '../callers.ts';
import { GROUP, GROUPS, jsonOf, matches, resourcesOf, SCIM, scimError, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { filterOf } from '../filter-edits.ts';
import { movedTo, namespaceInPath, namespaceOf } from '../namespace-requests.ts';
import { headerOf, lastSegment, withoutHeader } from '../vault-requests.ts';

const NAMESPACE = 'X-Vault-Namespace';

/** Defects of namespaces in one form of their name, and of names that meet over their border. */
export const nestedNamespaceFaults: Fault[] = [
  {
    id: 'F-NS-20',
    title: 'A namespace header that ends with a slash is not read on SCIM paths',
    breaks: ['VAULT-NS-03'],
    request: (request) =>
      SCIM.test(request.url) && headerOf(request, NAMESPACE)?.endsWith('/')
        ? withoutHeader(request, NAMESPACE)
        : request,
  },
  {
    id: 'F-NS-21',
    title: 'Of a nested namespace in the path of a SCIM request only the first part is read',
    breaks: ['VAULT-NS-02'],
    request: (request) => {
      const [first = '', ...more] = namespaceInPath(request).split('/');
      return more.length > 0 && SCIM.test(request.url) ? movedTo(request, first) : request;
    },
  },
  {
    id: 'F-NS-22',
    title: 'A filter on userName that finds nobody in a child namespace looks into the parent',
    breaks: ['VAULT-NS-08'],
    response: async (response, request, { memory, send }) => {
      const namespace = namespaceOf(request);
      if (SCIM.test(request.url) && response.status < 300) memory.set(`served in ${namespace}`, tokenIn(request));
      if (!matches({ method: 'GET', path: USERS, status: 200 }, request, response) || namespace === '') return response;
      const parent = namespace.split('/').slice(0, -1).join('/');
      const token = memory.get(`served in ${parent}`);
      const isMiss = /^userName eq/.test(filterOf(request) ?? '') && resourcesOf(jsonOf(response) ?? {}).length === 0;
      if (!isMiss || typeof token !== 'string') return response;
      const found = await send(withToken(movedTo(request, parent), token));
      return found.status === 200 ? found : response;
    },
  },
  {
    id: 'F-NS-23',
    title: 'A displayName is unique across namespaces',
    breaks: ['VAULT-NS-15'],
    request: (request, { memory }) => {
      if (!matches({ method: 'POST', path: GROUPS }, request)) return request;
      const holders = [...memory.values()] as { name: unknown; namespace: string }[];
      const isTaken = holders.some(
        ({ name, namespace }) => name === jsonOf(request)?.displayName && namespace !== namespaceOf(request),
      );
      return isTaken ? scimError(409, 'the displayName is in use', 'uniqueness') : request;
    },
    response: (response, request, { memory }) => {
      const name = jsonOf(request)?.displayName;
      if (matches({ method: 'POST', path: GROUPS, status: 201 }, request, response)) {
        memory.set(String(jsonOf(response)?.id), { name, namespace: namespaceOf(request) });
      }
      if (matches({ method: 'DELETE', path: GROUP, status: 204 }, request, response))
        memory.delete(lastSegment(request));
      return response;
    },
  },
];
