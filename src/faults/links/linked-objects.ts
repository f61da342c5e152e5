import { adminToken, asAdmin, knowingCallers } from '../callers.ts';
import { jsonOf, matches, pathOf, resourcesOf, USER, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';
import { ENTITY } from '../scim-objects.ts';
import { NOTHING_DONE, resourceAt } from '../scim-requests.ts';
import { unlinkEntity } from '../unmanaged.ts';
import { lastSegment } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const LINK = /\/link-entity$/;

/** Defects of users that a link made: they are served as created ones, but for one thing. */
export const linkedObjectFaults: Fault[] = [
  {
    id: 'F-LINK-20',
    title: 'The list of users leaves out linked ones',
    breaks: ['VAULT-LINK-03', 'VAULT-USER-10'],
    since: SINCE,
    ...knowingLinks({
      response: (response, request, context) => {
        const body = matches({ method: 'GET', path: USERS, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body) return response;
        const all = resourcesOf(body);
        const Resources = all.filter(({ id }) => !isLinked(context, id));
        const totalResults = Number(body.totalResults) - (all.length - Resources.length);
        return withJson(response, { ...body, totalResults, itemsPerPage: Resources.length, Resources });
      },
    }),
  },
  {
    id: 'F-LINK-21',
    title: 'An administrator can delete a linked entity',
    breaks: ['VAULT-LINK-12'],
    since: SINCE,
    ...knowingLinks({
      response: async (response, request, context) => {
        const id = lastSegment(request);
        if (!matches({ method: 'DELETE', path: ENTITY, status: (s) => s >= 400 }, request, response)) return response;
        if (!isLinked(context, id) || adminToken(context) === '') return response;
        await unlink(context, id);
        return asAdmin(context, 'DELETE', `identity/entity/id/${id}`);
      },
    }),
  },
  {
    id: 'F-LINK-23',
    title: 'The deletion of a linked user unlinks it only',
    breaks: ['VAULT-LINK-03', 'VAULT-MAP-25'],
    since: SINCE,
    ...knowingLinks({
      request: async (request, context) => {
        const id = lastSegment(request);
        if (!matches({ method: 'DELETE', path: USER }, request) || !isLinked(context, id)) return request;
        if ((await resourceAt(request, context)).id === undefined) return request;
        await unlink(context, id);
        return NOTHING_DONE;
      },
    }),
  },
];

/** A defect that knows which entities were linked to which SCIM client. */
export function knowingLinks(hooks: Hooks): Hooks {
  return knowingCallers({
    ...hooks,
    response: async (response, request, context) => {
      if (response.status < 300 && matches({ method: ['POST', 'PUT'], path: LINK }, request)) {
        context.memory.set(`linked ${String(jsonOf(request)?.entity_id)}`, pathOf(request).split('/').at(-2));
      }
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  });
}

export function isLinked({ memory }: FaultContext, id: unknown): boolean {
  return memory.has(`linked ${String(id)}`);
}

async function unlink(context: FaultContext, id: string): Promise<void> {
  await unlinkEntity(context, context.memory.get(`linked ${id}`), id);
}
