import { asAdmin, knowingCallers } from '../callers.ts';
import { linkCallIn } from '../client-requests.ts';
import { GROUPS, jsonOf, matches, resourcesOf, USERS, withJson } from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';

/** Defects that show on what was linked, unlinked and linked again. */
export const linkedAgainFaults: Fault[] = [
  {
    id: 'F-CPB-30',
    title: 'A user that is linked again is missing in the list of users',
    breaks: ['VAULT-LINK-03'],
    since: SINCE,
    ...knowingReturns({}, hidingReturned(USERS)),
  },
  {
    id: 'F-CPB-31',
    title: 'A group that is linked again is missing in the list of groups',
    breaks: ['VAULT-LINK-04'],
    since: SINCE,
    ...knowingReturns({}, hidingReturned(GROUPS)),
  },
  {
    id: 'F-CPB-32',
    title: 'An entity that is linked again loses its policies',
    breaks: ['VAULT-LINK-01'],
    since: SINCE,
    ...knowingReturns({ entity: { policies: [] } }),
  },
  {
    id: 'F-CPB-33',
    title: 'A group that is linked again loses its policies',
    breaks: ['VAULT-LINK-02'],
    since: SINCE,
    ...knowingReturns({ group: { policies: [] } }),
  },
  {
    id: 'F-CPB-34',
    title: 'A group that is linked again loses its metadata',
    breaks: ['VAULT-LINK-02'],
    since: SINCE,
    ...knowingReturns({ group: { metadata: {} } }),
  },
];

/**
 * A defect that knows what came back to a SCIM client.
 *
 * @param written to an entity or group just before it is linked again
 */
function knowingReturns(written: { entity?: Json; group?: Json }, hooks: Hooks = {}): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      const call = linkCallIn(request);
      if (call?.action !== 'link' || !context.memory.has(`left ${call.id}`)) return request;
      const fields = written[call.kind];
      if (fields) await asAdmin(context, 'POST', `identity/${call.kind}/id/${call.id}`, fields);
      return request;
    },
    response: async (response, request, context) => {
      const call = response.status < 300 ? linkCallIn(request) : null;
      if (call?.action === 'unlink') context.memory.set(`left ${call.id}`, true);
      if (call?.action === 'link' && context.memory.has(`left ${call.id}`)) context.memory.set(`back ${call.id}`, true);
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  });
}

function hidingReturned(path: RegExp): Hooks {
  return {
    response: (response, request, { memory }: FaultContext) => {
      const body = matches({ method: 'GET', path, status: 200 }, request, response) ? jsonOf(response) : null;
      if (!body) return response;
      const Resources = resourcesOf(body).filter(({ id }) => !memory.has(`back ${String(id)}`));
      const hidden = resourcesOf(body).length - Resources.length;
      const totalResults = Number(body.totalResults) - hidden;
      return withJson(response, { ...body, totalResults, itemsPerPage: Resources.length, Resources });
    },
  };
}
