import { asAdmin, knowingCallers } from '../callers.ts';
import { answerWith, CLIENT, jsonOf, matches, pathOf } from '../edits.ts';
import type { Fault, FaultRequest, FaultResponse } from '../fault.ts';
import { afterLink, LINK_ENTITY } from '../links/link-effects.ts';
import { namespaceOf, pathInNamespace } from '../namespace-requests.ts';
import { unlinkEntity } from '../unmanaged.ts';
import { dataOf } from '../vault-requests.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const UNLINK_GROUP = /\/unlink-group$/;
const CLIENT_LIST = /\/identity\/scim\/client\/?$/;

/** Defects of how SCIM clients are shown and listed, and of what administrators link to them and take away. */
export const clientConfigurationFaults: Fault[] = [
  {
    id: 'F-STRC-03',
    title: 'The first read of a SCIM client after an update shows it as it was before',
    since: SINCE,
    breaks: [
      'VAULT-CLIENT-03',
      'VAULT-CLIENT-18',
      'VAULT-CLIENT-39',
      'VAULT-CLIENT-40',
      'VAULT-CLIENT-41',
      'VAULT-CLIENT-42',
      'VAULT-CLIENT-43',
      'VAULT-CLIENT-44',
      'VAULT-CLIENT-54',
      'VAULT-CLIENT-58',
    ],
    ...readingLate(),
  },
  {
    id: 'F-STRC-11',
    title: "The list of SCIM clients of a child namespace holds the root's too",
    breaks: ['VAULT-CLIENT-08'],
    ...knowingCallers({
      response: async (response, request, context) => {
        if (!matches({ method: ['GET', 'LIST'], path: CLIENT_LIST }, request) || namespaceOf(request) === '')
          return response;
        if (response.status !== 200 && response.status !== 404) return response;
        const own = keysOf(response);
        const above = keysOf(await asAdmin(context, 'GET', 'identity/scim/client?list=true'));
        const keys = [...new Set([...own, ...above])].sort();
        return keys.length === 0
          ? response
          : answerWith(200, { ...jsonOf(response), errors: undefined, data: { keys } }, 'application/json');
      },
    }),
  },
  {
    id: 'F-STRC-27',
    title: 'The link of an entity links the groups that hold it too',
    since: SINCE,
    breaks: ['VAULT-LINK-16', 'VAULT-ADMIN-24', 'VAULT-ISOL-24'],
    ...knowingCallers(
      afterLink(LINK_ENTITY, async (request, context) => {
        const entity = dataOf(await asAdmin(context, 'GET', `identity/entity/id/${jsonOf(request)?.entity_id}`));
        const path = `identity/scim/client/${clientNameIn(request)}/link-group`;
        for (const id of idsIn(entity.direct_group_ids)) await asAdmin(context, 'POST', path, { group_id: id });
      }),
    ),
  },
  {
    id: 'F-STRC-31',
    title: 'The unlink of a group unlinks its members too',
    since: SINCE,
    breaks: ['VAULT-LINK-17'],
    ...knowingCallers(
      afterLink(UNLINK_GROUP, async (request, context) => {
        const group = dataOf(await asAdmin(context, 'GET', `identity/group/id/${jsonOf(request)?.group_id}`));
        for (const id of idsIn(group.member_entity_ids)) await unlinkEntity(context, clientNameIn(request), id);
      }),
    ),
  },
];

function keysOf(response: FaultResponse): string[] {
  return idsIn(dataOf(response).keys);
}

function idsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

/** The SCIM client of a call such as `…/client/<name>/link-group`. */
function clientNameIn(request: FaultRequest): string | undefined {
  return request.url.split('/').at(-2);
}

/** What names a client in all namespaces: its namespace and path. */
function placeOf(request: FaultRequest): string {
  return `${namespaceOf(request)} ${pathInNamespace(request).toLowerCase()}`;
}

function readingLate(): Hooks {
  return {
    request: async (request, context) => {
      const place = placeOf(request);
      if (isUpdateOrCreate(request)) {
        const before = await context.send({ ...request, method: 'GET', url: pathOf(request), body: Buffer.alloc(0) });
        if (before.status === 200) context.memory.set(`before ${place}`, before);
      }
      if (!matches({ method: ['GET', 'DELETE'], path: CLIENT }, request)) return request;
      const late = context.memory.get(`late ${place}`) as FaultResponse | undefined;
      context.memory.delete(`late ${place}`);
      return request.method === 'GET' && late ? late : request;
    },
    response: (response, request, { memory }) => {
      const place = placeOf(request);
      const before = memory.get(`before ${place}`);
      if (!isUpdateOrCreate(request) || before === undefined) return response;
      memory.delete(`before ${place}`);
      if (response.status < 300) memory.set(`late ${place}`, before);
      return response;
    },
  };
}

function isUpdateOrCreate(request: FaultRequest): boolean {
  return matches({ method: ['POST', 'PUT'], path: CLIENT }, request);
}
