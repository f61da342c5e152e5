import { tokenIn } from '../callers.ts';
import {
  COLLECTION,
  changingBody,
  GROUPS,
  jsonOf,
  METADATA,
  matches,
  resourcesOf,
  scimError,
  USER,
  USERS,
} from '../edits.ts';
import type { Fault } from '../fault.ts';
import { askScim, doingMore, setActiveOf } from '../further-acts.ts';
import { keepingAlias } from '../mapping/mapped-aliases.ts';
import { aliasesIn, ENTITY, showing } from '../scim-objects.ts';
import { lastSegmentOf } from '../scim-requests.ts';

/** Defects of names and ids that are used once more, and of parts of a user that only some answers show. */
export const reusedNameFaults: Fault[] = [
  {
    id: 'F-MAP-91',
    title: 'The alias of a user that is created inactive carries no mark of its SCIM client',
    breaks: ['VAULT-MAP-14'],
    ...showing(ENTITY, (entity, { sent }) => {
      for (const alias of aliasesIn(entity)) if (sent.active === false) alias.scim_client_id = '';
    }),
  },
  {
    id: 'F-MAP-92',
    title: 'The alias of a user with metadata stays when the user is deleted',
    breaks: ['VAULT-MAP-26'],
    ...keepingAlias((seen) => seen.deleted && seen.sent[METADATA] !== undefined),
  },
  {
    id: 'F-USER-91',
    title: 'A userName that is the displayName of a group is refused as taken',
    breaks: ['VAULT-USER-01'],
    request: (request, { memory }) => {
      const name = jsonOf(request)?.userName;
      const isTaken = matches({ method: 'POST', path: USERS }, request) && memory.has(`group ${name}`);
      return isTaken ? scimError(409, 'the name is in use', 'uniqueness') : request;
    },
    response: (response, request, { memory }) => {
      if (response.status < 300 && matches({ method: ['POST'], path: GROUPS }, request)) {
        memory.set(`group ${jsonOf(request)?.displayName}`, true);
      }
      return response;
    },
  },
  {
    id: 'F-USER-92',
    title: 'The id of a deleted user leads to the one that has its name now',
    breaks: ['VAULT-USER-43', 'RFC7643-3.1-06'],
    ...leadingOn(),
  },
  {
    id: 'F-USER-93',
    title: 'A create under a taken userName is refused and has changed active of the first user',
    breaks: ['RFC7644-3.3-09', 'RFC7644-3.12-27'],
    response: async (response, request, context) => {
      if (!matches({ method: 'POST', path: USERS, status: 409 }, request, response)) return response;
      const { userName, active } = jsonOf(request) ?? {};
      const done = { request, context };
      const list = jsonOf(
        await askScim(done, 'GET', `Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`),
      );
      const [owner] = resourcesOf(list ?? {});
      if (owner && active === false) await setActiveOf(done, String(owner.id), false);
      return response;
    },
  },
  {
    id: 'F-RFC-ATTR-71',
    title: 'meta.resourceType in a list is the name of the collection',
    breaks: ['RFC7644-3.3.1-01', 'RFC7643-6-03', 'RFC7644-3.4-01', 'RFC7644-3.4.2-09'],
    ...changingBody({ method: 'GET', path: COLLECTION, status: 200 }, (list) => {
      for (const { meta } of resourcesOf(list)) {
        if (meta !== undefined) (meta as Record<string, unknown>).resourceType = 'Users';
      }
    }),
  },
  {
    id: 'F-RFC-ATTR-72',
    title: 'schemas of a user in a list lacks the URN of its extension',
    breaks: ['RFC7643-3-08', 'RFC7644-3.4.2-09'],
    ...changingBody({ method: 'GET', path: USERS, status: 200 }, (list) => {
      for (const user of resourcesOf(list)) user.schemas = [(user.schemas as string[] | undefined)?.[0]];
    }),
  },
];

/** Requests for a deleted user are made for the user that was created under its name by the same client. */
function leadingOn(): Pick<Fault, 'request' | 'response'> {
  const noting = doingMore({ method: 'DELETE', path: USER }, ({ request, before, context }) => {
    context.memory.set(`last ${tokenIn(request)} ${before.userName}`, before.id);
  });
  return {
    request: async (request, context) => {
      const now = matches({ path: USER }, request) ? context.memory.get(`now ${lastSegmentOf(request)}`) : undefined;
      const url = now === undefined ? request.url : request.url.replace(lastSegmentOf(request), String(now));
      const passed = { ...request, url };
      return (await noting.request?.(passed, context)) ?? passed;
    },
    response: async (response, request, context) => {
      if (matches({ method: 'POST', path: USERS, status: 201 }, request, response)) {
        const { id, userName } = jsonOf(response) ?? {};
        const former = context.memory.get(`last ${tokenIn(request)} ${userName}`);
        if (former !== undefined) context.memory.set(`now ${former}`, id);
      }
      return (await noting.response?.(response, request, context)) ?? response;
    },
  };
}
