import { clientOf } from '../adoption/adoption.ts';
import { knowingCallers } from '../callers.ts';
import {
  changingRequest,
  changingResources,
  jsonOf,
  matches,
  metaOf,
  scimError,
  USER,
  USERS,
  USERS_AND_USER,
  withJson,
} from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import { wholeList } from '../filter-edits.ts';
import { askScim, doingMore, groupIdsOf, setActiveOf } from '../further-acts.ts';
import { memberIds, operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const EXTENSION = /^urn:ietf:params:scim:schemas:extension:vault:/;
const CORE = ['id', 'username', 'externalid', 'active', 'groups', 'schemas', 'meta'];
const WRITES = { method: ['POST', 'PUT'], path: USERS_AND_USER };

/** Defects of creates and replaces of users: values, positions, refusals that leave something, effects on others. */
export const userWriteFaults: Fault[] = [
  {
    id: 'F-B5-15',
    title: 'In a create the second metadata item gets the value of the first',
    breaks: ['VAULT-MAP-06', 'RFC7644-3.1-03'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      const [first, second] = itemsIn(body);
      if (first && second) second.value = first.value;
    }),
  },
  {
    id: 'F-B5-16',
    title: 'A metadata item whose key is the name of a core attribute is dropped',
    breaks: ['VAULT-MAP-06', 'VAULT-MAP-22'],
    ...changingRequest(WRITES, (body) => {
      const kept = itemsIn(body).filter(({ key }) => !CORE.includes(String(key).toLowerCase()));
      const urn = Object.keys(body).find((name) => EXTENSION.test(name));
      if (urn && kept.length < itemsIn(body).length) body[urn] = { items: kept };
    }),
  },
  {
    id: 'F-B5-17',
    title: 'A replace that changes nothing but the metadata is taken for one that changes nothing',
    breaks: ['VAULT-MAP-22', 'RFC7644-3.5.1-02', 'RFC7644-3.5.1-04'],
    ...replacing((body, stored, request) =>
      body.userName === stored.userName && (body.active ?? stored.active) === stored.active
        ? { ...request, method: 'GET', body: Buffer.alloc(0) }
        : request,
    ),
  },
  {
    id: 'F-B5-18',
    title: 'A replace overlooks active when it stands before userName',
    breaks: [
      'RFC7643-2.3.8-01',
      'VAULT-USER-14',
      'VAULT-USER-15',
      'VAULT-MAP-20',
      'RFC7644-3.5.1-02',
      'OKTA-12',
      'OKTA-13',
    ],
    ...replacing((body, stored, request) => {
      const names = Object.keys(body);
      const isBefore = names.includes('active') && names.indexOf('active') < names.indexOf('userName');
      return isBefore ? withJson(request, { ...body, active: stored.active }) : request;
    }),
  },
  {
    id: 'F-B5-19',
    title: 'A replace that is refused for a string in active has changed the userName',
    breaks: ['RFC7644-3.12-27', 'RFC7643-2.3.2-02', 'VAULT-USER-09'],
    response: async (response, request, context) => {
      const body = matches({ method: 'PUT', path: USER, status: 400 }, request, response) ? jsonOf(request) : null;
      if (typeof body?.active !== 'string') return response;
      const { active } = await resourceAt(request, context);
      await context.send(withJson(request, { ...body, active }));
      return response;
    },
  },
  {
    id: 'F-B5-20',
    title: 'A create that is refused for a string in active leaves an active user',
    breaks: ['VAULT-USER-09', 'RFC7644-3.12-27', 'RFC7643-2.3.2-02'],
    response: async (response, request, { send }) => {
      const body = matches({ method: 'POST', path: USERS, status: 400 }, request, response) ? jsonOf(request) : null;
      if (typeof body?.active === 'string') await send(withJson(request, { ...body, active: true }));
      return response;
    },
  },
  {
    id: 'F-B5-21',
    title: 'A replace of an inactive user that keeps its userName is refused as a conflict',
    breaks: ['RFC7644-3.5.1-15', 'VAULT-USER-15', 'VAULT-USER-18', 'VAULT-MAP-22'],
    ...replacing((body, stored, request) =>
      stored.active === false && body.userName === stored.userName
        ? scimError(409, `userName ${body.userName} is already in use`, 'uniqueness')
        : request,
    ),
  },
  {
    id: 'F-B5-22',
    title: 'An externalId that differs from that of another user in its letter case only is refused as taken',
    breaks: ['VAULT-USER-01', 'RFC7643-3.1-13'],
    request: async (request, context) => {
      const sent = matches({ method: 'POST', path: USERS }, request) ? jsonOf(request)?.externalId : undefined;
      if (typeof sent !== 'string') return request;
      const isTaken = (await wholeList(request, context)).some(
        ({ externalId }) => externalId !== sent && String(externalId).toLowerCase() === sent.toLowerCase(),
      );
      return isTaken ? scimError(409, `externalId ${sent} is already in use`, 'uniqueness') : request;
    },
  },
  {
    id: 'F-B5-23',
    title: 'The userName of a guest is cut at #EXT#',
    breaks: ['VAULT-USER-02', 'VAULT-USER-13', 'VAULT-MAP-02', 'VAULT-MAP-11', 'RFC7643-2.3.1-01', 'VAULT-FILTER-01'],
    ...changingRequest(WRITES, (body) => {
      if (typeof body.userName === 'string') body.userName = body.userName.replace(/#EXT#.*$/, '');
    }),
  },
  {
    id: 'F-B5-24',
    title: 'Equals signs at the end of an externalId are lost',
    breaks: ['VAULT-USER-03', 'VAULT-MAP-03', 'RFC7643-3.1-10', 'VAULT-FILTER-03'],
    ...changingRequest(WRITES, (body) => {
      if (typeof body.externalId === 'string') body.externalId = body.externalId.replace(/=+$/, '');
    }),
  },
  {
    id: 'F-B5-25',
    title: 'The deactivation of a member of a group deactivates its other members',
    breaks: ['VAULT-MAP-47', 'VAULT-UPATCH-03', 'VAULT-ACCESS-39'],
    since: '2.0.4',
    ...doingMore({ method: 'PATCH', path: USER }, async (done) => {
      const isMeant = operationsOf(done.request).some(({ path, value }) => path === 'active' && value === false);
      for (const group of isMeant ? groupIdsOf(done.before) : []) {
        const shown = jsonOf(await askScim(done, 'GET', `Groups/${group}`)) ?? {};
        for (const id of memberIds(shown)) if (id !== done.before.id) await setActiveOf(done, id, false);
      }
    }),
  },
  {
    id: 'F-B5-26',
    title: 'The rename of a user of a SCIM client without alias mount breaks the server',
    breaks: ['VAULT-USER-13', 'VAULT-USER-16', 'VAULT-MAP-16', 'VAULT-MAP-22', 'RFC7644-3.12-17', 'RFC7643-4.1.1-05'],
    ...knowingCallers(
      replacing(async (body, stored, request, context) => {
        if (body.userName === stored.userName) return request;
        const client = await clientOf(request, context);
        return client && !client.alias_mount_accessor ? scimError(500, 'no alias was found') : request;
      }),
    ),
  },
  {
    id: 'F-B5-27',
    title: 'A user that is created under the name of a deleted one shows the meta.created of that one',
    breaks: ['RFC7643-3.1-17', 'RFC7643-3.1-19', 'VAULT-USER-43'],
    ...showingFormerCreated(),
  },
];

/** The metadata items of a body, to be edited in place. */
function itemsIn(body: Json): Json[] {
  const urn = Object.keys(body).find((name) => EXTENSION.test(name));
  const items = urn ? (body[urn] as Json | null)?.items : undefined;
  return Array.isArray(items) ? (items as Json[]) : [];
}

/** Defect of replaces of users that their sender can read. */
function replacing(
  change: (
    body: Json,
    stored: Json,
    request: FaultRequest,
    context: FaultContext,
  ) => Promise<FaultRequest | FaultResponse> | FaultRequest | FaultResponse,
): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      const body = matches({ method: 'PUT', path: USER }, request) ? jsonOf(request) : null;
      const stored = body ? await resourceAt(request, context) : {};
      return body && stored.id !== undefined ? change(body, stored, request, context) : request;
    },
  };
}

function showingFormerCreated(): Hooks {
  const deletions = doingMore({ method: 'DELETE', path: USER }, ({ before, context }) => {
    context.memory.set(`gone ${before.userName}`, metaOf(before).created);
  });
  return {
    ...deletions,
    response: async (response, request, context) => {
      const answer = (await deletions.response?.(response, request, context)) ?? response;
      const { memory } = context;
      const made = matches({ method: 'POST', path: USERS, status: 201 }, request, answer) ? jsonOf(answer) : null;
      if (made && memory.has(`gone ${made.userName}`))
        memory.set(`made ${made.id}`, memory.get(`gone ${made.userName}`));
      const shown = changingResources({ path: WRITES.path }, (user) => {
        if (memory.has(`made ${user.id}`)) metaOf(user).created = memory.get(`made ${user.id}`);
      });
      return (await shown.response?.(answer, request, context)) ?? answer;
    },
  };
}
