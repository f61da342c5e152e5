import { tokenIn, withToken } from '../callers.ts';
import { answerWith, jsonOf, matches, SCIM, USERS, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { namespaceOf } from '../namespace-requests.ts';
import { addingForeign } from '../owners.ts';
import { aliasesIn, ENTITY, seenIn, showing, VAULT_GROUP, watching } from '../scim-objects.ts';
import { lastSegment, nestedIn } from '../vault-requests.ts';

/** Defects of groups and renames in a child namespace, of two children of one parent, and of totals over all clients. */
export const namespaceNeighbourFaults: Fault[] = [
  {
    id: 'F-NS-24',
    title: 'The group of a child namespace is a group of the parent too',
    breaks: ['VAULT-NS-16'],
    ...watching({
      response: (response, request, { memory }) => {
        const isMissing = matches({ method: 'GET', path: VAULT_GROUP, status: 404 }, request, response);
        const seen = isMissing && namespaceOf(request) === '' ? seenIn(memory, lastSegment(request)) : undefined;
        return seen && seen.namespace !== ''
          ? answerWith(200, { data: { id: seen.id, name: seen.names.at(-1) } }, 'application/json')
          : response;
      },
    }),
  },
  {
    id: 'F-NS-25',
    title: 'The principal of one child namespace is served in another',
    breaks: ['VAULT-NS-17'],
    response: async (response, request, { memory, send }) => {
      const namespace = namespaceOf(request);
      if (!SCIM.test(request.url) || namespace === '' || tokenIn(request) === '') return response;
      if (response.status < 300) {
        memory.set(`home of ${tokenIn(request)}`, namespace);
        memory.set(`served in ${namespace}`, tokenIn(request));
      }
      const home = memory.get(`home of ${tokenIn(request)}`);
      const token = memory.get(`served in ${namespace}`);
      const isStranger = response.status >= 400 && home !== undefined && home !== namespace && token !== undefined;
      return isStranger && !String(home).startsWith(`${namespace}/`) && !namespace.startsWith(`${String(home)}/`)
        ? send(withToken(request, String(token)))
        : response;
    },
  },
  {
    id: 'F-NS-26',
    title: 'In a child namespace the alias of a renamed user keeps its name',
    breaks: ['VAULT-NS-18', 'VAULT-MAP-17'],
    ...showing(ENTITY, (entity, { namespace, names }) => {
      for (const alias of aliasesIn(entity)) if (namespace !== '') alias.name = names[0];
    }),
  },
  {
    id: 'F-NS-27',
    title: 'In a child namespace a group that is replaced loses its policies',
    breaks: ['VAULT-NS-18', 'VAULT-MAP-38'],
    ...watching({
      response: (response, request, { memory }) => {
        const seen = seenIn(memory, lastSegment(request));
        const isShown = matches({ method: 'GET', path: VAULT_GROUP, status: 200 }, request, response);
        const body = isShown && seen?.changes.some(({ method }) => method === 'PUT') ? jsonOf(response) : null;
        if (!body || seen?.namespace === '') return response;
        nestedIn(body, 'data').policies = [];
        return withJson(response, body);
      },
    }),
  },
  {
    id: 'F-ISOL-64',
    title: "The total of a filter on active counts other clients' users",
    breaks: ['VAULT-ISOL-03', 'VAULT-ISOL-14'],
    ...addingForeign(USERS, /^active eq/, (body, foreign) => ({
      ...body,
      totalResults: Number(body.totalResults) + foreign.length,
    })),
  },
];
