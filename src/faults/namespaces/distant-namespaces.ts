import { asAdmin, knowingCallers } from '../callers.ts';
import { GROUP, isScimForm, jsonOf, matches, USER } from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { BATCH_DELETE, seenIn, watching } from '../scim-objects.ts';
import { asking } from '../scim-requests.ts';
import { lastSegment } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

/** Defects between namespaces that are neither parent nor child of each other. */
export const distantNamespaceFaults: Fault[] = [
  {
    id: 'F-CPB-53',
    title: 'A batch delete in a child namespace reaches the other children of its parent',
    breaks: ['VAULT-ADMIN-18'],
    ...knowingCallers({
      response: async (response, request, context) => {
        const namespace = namespaceOf(request);
        context.memory.set(`namespace ${namespace}`, namespace);
        if (!matches({ method: ['POST', 'PUT'], path: BATCH_DELETE }, request)) return response;
        const ids = jsonOf(request)?.entity_ids;
        if (namespace === '' || response.status >= 300 || !Array.isArray(ids)) return response;
        for (const sibling of siblingsOf(namespace, context)) {
          for (const id of ids) await asAdmin(context, 'DELETE', `${sibling}/identity/entity/id/${String(id)}`);
        }
        return response;
      },
    }),
  },
  {
    id: 'F-CPB-54',
    title: 'A client two levels below may read the users of a namespace by their ids',
    breaks: ['VAULT-NS-24', 'RFC7644-3.13-04'],
    ...reachedFar(USER, 'GET', (from, to) => from.startsWith(to)),
  },
  {
    id: 'F-CPB-55',
    title: 'A client may delete the groups of a namespace two levels below',
    breaks: ['VAULT-NS-24'],
    ...reachedFar(GROUP, 'DELETE', (from, to) => to.startsWith(from)),
  },
];

function siblingsOf(namespace: string, { memory }: FaultContext): string[] {
  const parentOf = (path: string) => path.split('/').slice(0, -1).join('/');
  return [...memory]
    .filter(([key]) => key.startsWith('namespace '))
    .map(([, path]) => String(path))
    .filter((path) => path !== '' && path !== namespace && parentOf(path) === parentOf(namespace));
}

/** What a client is refused two levels away is done as if the client had asked that made it. */
function reachedFar(path: RegExp, method: string, reaches: (from: string, to: string) => boolean): Hooks {
  return watching({
    response: (response, request, { memory, send }) => {
      const isRefused = matches({ method, path, status: (s) => s >= 400 }, request, response) && isScimForm(response);
      const seen = isRefused ? seenIn(memory, lastSegment(request)) : undefined;
      if (!seen || seen.deleted) return response;
      const from = namespaceOf(request);
      if (Math.abs(depthOf(from) - depthOf(seen.namespace)) !== 2 || !reaches(from, seen.namespace)) return response;
      return send(asking(seen.by, method, `${seen.by.url}/${seen.id}`));
    },
  });
}

function depthOf(namespace: string): number {
  return namespace.split('/').filter((part) => part !== '').length;
}
