import { knowingCallers } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { CLIENT } from '../client-requests.ts';
import { changingResources, GROUP, GROUPS, jsonOf, matches, metaOf, queryOf, scimError, withJson } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { doingMore, joinEach } from '../further-acts.ts';
import { addedIn } from '../isolation/foreign-members.ts';
import { showing, wasChangedBy } from '../scim-objects.ts';
import { lastSegmentOf, memberIds, resourceAt, silent } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const CREATE = { method: 'POST', path: GROUPS };
const REPLACE = { method: 'PUT', path: GROUP };
const SHOWN_GROUP = /v2\/Groups(\/[^/]+)?$/;
const ANY_VAULT_GROUP = /\/identity\/group\/(id|name)\/[^/]+$/;

/** Defects of creates, replaces and deletions of groups that depend on what came before. */
export const groupLifecycleFaults: Fault[] = [
  {
    id: 'F-B6-01',
    title: 'The good members of a create that was refused for a bad one come with the next create of that name',
    breaks: ['RFC7644-3.12-27', 'VAULT-GROUP-05', 'RFC7644-3.3-05', 'VAULT-GROUP-03'],
    response: async (response, request, context) => {
      const sent = matches(CREATE, request) ? jsonOf(request) : null;
      if (!sent) return response;
      const key = `refused ${String(sent.displayName)}`;
      if (response.status === 400 && memberIds(sent).length > 0) context.memory.set(key, memberIds(sent));
      const left = context.memory.get(key) as string[] | undefined;
      if (response.status === 201 && left) {
        context.memory.delete(key);
        await joinEach({ request, context }, String(jsonOf(response)?.id), left);
      }
      return response;
    },
  },
  {
    id: 'F-B6-03',
    title: 'A displayName that is the word null, true or false is refused as no text',
    breaks: ['VAULT-GROUP-01', 'RFC7643-2.3.1-01'],
    request: (request) =>
      matches({ method: ['POST', 'PUT'], path: SHOWN_GROUP }, request) &&
      /^(null|true|false)$/i.test(String(jsonOf(request)?.displayName ?? ''))
        ? scimError(400, 'displayName has to be a string', 'invalidValue')
        : request,
  },
  {
    id: 'F-B6-04',
    title: 'The displayName of a group that was deleted with its SCIM client stays taken',
    breaks: ['VAULT-GROUP-01'],
    since: '2.2.0',
    ...keepingNames(),
  },
  {
    id: 'F-B6-05',
    title: 'The first replace after a rename brings back the members that the group was created with',
    breaks: ['VAULT-GROUP-18', 'VAULT-MAP-35', 'RFC7644-3.5.1-02', 'RFC7644-3.5.1-12'],
    ...doingMore({ method: ['POST', 'PUT'], path: SHOWN_GROUP }, async (done) => {
      const { memory } = done.context;
      const sent = jsonOf(done.request) ?? {};
      const id = String(done.before.id);
      if (done.request.method === 'POST') memory.set(`made ${jsonOf(done.response)?.id}`, memberIds(sent));
      else if (sent.displayName !== done.before.displayName) memory.set(`renamed ${id}`, true);
      else if (memory.delete(`renamed ${id}`)) await joinEach(done, id, (memory.get(`made ${id}`) as string[]) ?? []);
    }),
  },
  {
    id: 'F-B6-06',
    title: 'A replace drops the members that a patch has added since the last replace, although it names them',
    breaks: ['RFC7644-3.5.1-02', 'VAULT-MAP-35', 'VAULT-GROUP-17'],
    ...changingMembers((sent, _before, request, { memory }) => {
      const added = (memory.get(`added ${lastSegmentOf(request)}`) as string[] | undefined) ?? [];
      memory.delete(`added ${lastSegmentOf(request)}`);
      return sent.filter((id) => !added.includes(id));
    }),
    response: (response, request, { memory }) => {
      if (!matches({ method: 'PATCH', path: GROUP }, request) || response.status >= 300) return response;
      const key = `added ${lastSegmentOf(request)}`;
      memory.set(key, [...((memory.get(key) as string[] | undefined) ?? []), ...addedIn(request)]);
      return response;
    },
  },
  {
    id: 'F-B6-07',
    title: 'Of several new members a replace adds the first only',
    breaks: ['VAULT-GROUP-17', 'VAULT-MAP-35', 'RFC7644-3.5.1-02'],
    ...changingMembers((sent, before) => {
      const first = sent.find((id) => !before.includes(id));
      return sent.filter((id) => before.includes(id) || id === first);
    }),
  },
  {
    id: 'F-B6-08',
    title: 'A replace removes one member at most',
    breaks: [
      'VAULT-GROUP-18',
      'VAULT-GROUP-19',
      'VAULT-MAP-35',
      'VAULT-ACCESS-08',
      'RFC7644-3.5.1-02',
      'RFC7644-3.5.1-06',
      'OKTA-20',
    ],
    ...changingMembers((sent, before) => [...sent, ...before.filter((id) => !sent.includes(id)).slice(1)]),
  },
  {
    id: 'F-B6-09',
    title: 'A replace makes the Vault group an external one',
    breaks: ['VAULT-MAP-29'],
    ...showing(ANY_VAULT_GROUP, (data, seen) => {
      if (wasChangedBy(seen, 'PUT')) data.type = 'external';
    }),
  },
  {
    id: 'F-B6-10',
    title: 'The Vault group of a renamed group carries the mark of its SCIM client no more',
    breaks: ['VAULT-MAP-31', 'VAULT-MAP-32'],
    ...showing(ANY_VAULT_GROUP, (data, seen) => {
      if (new Set(seen.names).size > 1) data.scim_client_id = '';
    }),
  },
  {
    id: 'F-B6-11',
    title: 'The deletion of a group is answered and not made when its address has the flag of Entra ID',
    breaks: ['VAULT-ERR-07', 'VAULT-GROUP-22', 'VAULT-GROUP-23', 'VAULT-MAP-40', 'ENTRA-14'],
    since: '2.2.0',
    ...silent({ method: 'DELETE', path: GROUP }, (request) => /aadOptscim/i.test([...queryOf(request).keys()].join())),
  },
  {
    id: 'F-B6-12',
    title: 'A group that is created under the name of a deleted one has meta.created of that one',
    breaks: ['RFC7643-3.1-17', 'RFC7643-3.1-19'],
    ...keepingCreated(),
  },
];

/** `change` gives the members that a replace has in place of those that it sends; those not sent stay so. */
function changingMembers(
  change: (sent: string[], before: string[], request: FaultRequest, context: FaultContext) => string[],
): Required<Pick<Fault, 'request'>> {
  return {
    request: async (request, context) => {
      const body = matches(REPLACE, request) ? jsonOf(request) : null;
      if (!body || !Array.isArray(body.members)) return request;
      const before = await resourceAt(request, context);
      if (before.id === undefined) return request;
      const wanted = change(memberIds(body), memberIds(before), request, context);
      return withJson(request, { ...body, members: wanted.map((value) => ({ value })) });
    },
  };
}

function keepingNames(): Hooks {
  const isDeletion = (request: FaultRequest) =>
    matches({ method: 'DELETE', path: CLIENT }, request) && queryOf(request).get('delete-linked-resources') === 'true';
  return knowingCallers({
    request: async (request, context) => {
      const groups = isDeletion(request) ? await ownedBy(request, context, 'group') : [];
      if (groups.length > 0) context.memory.set(`of ${request.url}`, groups);
      const name = matches(CREATE, request) ? String(jsonOf(request)?.displayName).toLowerCase() : '';
      return context.memory.has(`taken ${name}`)
        ? scimError(409, 'the displayName is already in use', 'uniqueness')
        : request;
    },
    response: (response, request, { memory }) => {
      const gone = isDeletion(request) && response.status < 300 ? (memory.get(`of ${request.url}`) as Json[]) : [];
      for (const { name } of gone ?? []) memory.set(`taken ${String(name).toLowerCase()}`, true);
      return response;
    },
  });
}

function keepingCreated(): Hooks {
  const noting = doingMore(
    { method: ['POST', 'DELETE'], path: SHOWN_GROUP },
    ({ request, response, before, context }) => {
      const { memory } = context;
      if (request.method === 'DELETE') memory.set(`gone ${String(before.displayName)}`, metaOf(before).created);
      else memory.set(`created ${jsonOf(response)?.id}`, memory.get(`gone ${String(jsonOf(request)?.displayName)}`));
    },
  );
  return {
    ...noting,
    response: async (response, request, context) => {
      const answer = (await noting.response?.(response, request, context)) ?? response;
      const showingOld = changingResources({ path: SHOWN_GROUP }, (group: Json) => {
        const created = context.memory.get(`created ${group.id}`);
        if (created !== undefined && group.meta) metaOf(group).created = created;
      });
      return (await showingOld.response?.(answer, request, context)) ?? answer;
    },
  };
}
