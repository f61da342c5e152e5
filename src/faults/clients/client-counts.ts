import { asAdmin, callerOf, fullTokenFor, knowingCallers, scimClients, withToken } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { CLIENT, EXTRAS, isClientWrite, linkCallIn, storedClient } from '../client-requests.ts';
import { COLLECTION, jsonOf, matches, pathOf, queryOf, RESOURCE, SCIM } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest } from '../fault.ts';
import { dataOf, lastSegment, vaultError } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const SINCE = '2.2.0';
const DELETES = 'delete-linked-resources';
const UNLINKS = 'unlink-resources';
const LINKED = 'SCIM client has linked resources';

/** Defects of what SCIM clients own and of their principals when it is counted or indexed apart from the objects. */
export const clientCountFaults: Fault[] = [
  {
    id: 'F-N9A-41',
    title: 'unlink-resources leaves the mark of the eleventh user and of those after it',
    breaks: ['VAULT-CLDEL-16'],
    since: SINCE,
    ...keepingOwned(async (request, context) => ({ entity: (await ownedBy(request, context, 'entity')).slice(10) })),
  },
  {
    id: 'F-N9A-42',
    title: 'delete-linked-resources leaves the groups that were created before the principal was changed',
    breaks: ['VAULT-CLDEL-13'],
    since: SINCE,
    ...afterPrincipalChange({
      request: async (request, context) => {
        const { groups = [] } = (context.memory.get(`before ${lastSegment(request)}`) ?? {}) as Owned;
        if (!isDeletion(request, DELETES)) return request;
        for (const { id } of groups) await unlinkGroup(context, lastSegment(request), id);
        return request;
      },
    }),
  },
  {
    id: 'F-N9A-43',
    title: 'unlink-resources leaves the mark of what was created before the principal was changed',
    breaks: ['VAULT-CLDEL-16', 'VAULT-CLDEL-18'],
    since: SINCE,
    ...afterPrincipalChange(
      keepingOwned(async (request, { memory }) => {
        const { users, groups } = (memory.get(`before ${lastSegment(request)}`) ?? {}) as Owned;
        return { entity: users, group: groups };
      }),
    ),
  },
  {
    id: 'F-N9A-44',
    title: 'The alias mount of a SCIM client can be replaced by one of its extra ones',
    breaks: ['VAULT-CLIENT-24'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const stored = isClientWrite(request) ? await storedClient(request, context) : null;
        const wanted = jsonOf(request)?.alias_mount_accessor;
        const extras = Array.isArray(stored?.[EXTRAS]) ? (stored[EXTRAS] as unknown[]) : [];
        if (!stored || !extras.includes(wanted)) return request;
        context.memory.set(`main ${lastSegment(request)}`, wanted);
        return { status: 204, headers: [], body: Buffer.alloc(0) };
      },
      response: (response, request, { memory }) => {
        const main = memory.get(`main ${lastSegment(request)}`);
        const body = matches({ method: 'GET', path: CLIENT, status: 200 }, request, response) ? jsonOf(response) : null;
        if (!body || main === undefined) return response;
        const data = { ...(body.data as Json), alias_mount_accessor: main };
        return { ...response, body: Buffer.from(JSON.stringify({ ...body, data })) };
      },
    }),
  },
  {
    id: 'F-N9A-45',
    title: 'The principal that a refused update of a SCIM client named is taken for others',
    breaks: ['VAULT-CLIENT-49', 'VAULT-CLIENT-50', 'VAULT-CLIENT-51'],
    since: SINCE,
    ...namedInRefused((stored) => stored !== null, {
      request: (request, { memory }) =>
        takenFor(request, memory.get(`named ${jsonOf(request)?.access_grant_principal}`)),
    }),
  },
  {
    id: 'F-N9A-46',
    title: 'The principal that a refused create of a SCIM client named is taken for others',
    breaks: ['VAULT-CLIENT-21', 'VAULT-CLIENT-49', 'VAULT-CLIENT-50', 'VAULT-CLIENT-51'],
    since: SINCE,
    ...namedInRefused((stored) => stored === null, {
      request: (request, { memory }) =>
        takenFor(request, memory.get(`named ${jsonOf(request)?.access_grant_principal}`)),
    }),
  },
  {
    id: 'F-N9A-47',
    title: 'The principal that a refused update of a SCIM client named is served',
    breaks: ['VAULT-CLIENT-49', 'VAULT-CLIENT-50', 'VAULT-CLIENT-51'],
    since: SINCE,
    ...namedInRefused((stored) => stored !== null, {
      response: async (response, request, context) => {
        if (!SCIM.test(request.url) || response.status !== 403) return response;
        const caller = await callerOf(context, request);
        const name = context.memory.get(`named ${caller?.entityId}`);
        const client = (await scimClients(context)).find((one) => one.name === name);
        const token = client ? await fullTokenFor(context, String(client.access_grant_principal)) : '';
        return token === '' ? response : context.send(withToken(request, token));
      },
    }),
  },
  {
    id: 'F-N9A-48',
    title: 'The principal of a SCIM client is refused after a refused update that named another',
    breaks: ['VAULT-CLIENT-49', 'VAULT-CLIENT-50', 'VAULT-CLIENT-51'],
    since: SINCE,
    ...namedInRefused((stored) => stored !== null, {
      request: async (request, context) => {
        if (!SCIM.test(request.url)) return request;
        const entityId = (await callerOf(context, request))?.entityId;
        return context.memory.has(`left ${entityId}`) ? vaultError(403, 'permission denied') : request;
      },
    }),
  },
  {
    id: 'F-N9A-64',
    title: 'What was unlinked and is linked again does not protect its SCIM client from deletion',
    breaks: ['VAULT-CLDEL-08', 'VAULT-CLDEL-09', 'VAULT-LINK-05'],
    since: SINCE,
    ...miscounting((count, what) => (what === 'unlinked' ? { ...count, less: count.less + 1 } : count)),
  },
  {
    id: 'F-N9A-66',
    title: 'A user or group that is deleted counts twice when those are counted that protect a SCIM client',
    breaks: ['VAULT-CLDEL-08', 'VAULT-CLDEL-09'],
    since: SINCE,
    ...miscounting((count, what) => (what === 'deleted' ? { ...count, less: count.less + 1 } : count)),
  },
  {
    id: 'F-N9A-68',
    title: 'What has moved to another SCIM client goes on protecting its former one from deletion',
    breaks: ['VAULT-CLDEL-26'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        if (!isDeletion(request, '')) return request;
        for (const { kind, id } of (context.memory.get(`gone ${lastSegment(request)}`) ?? []) as Gone[]) {
          const object = dataOf(await asAdmin(context, 'GET', `identity/${kind}/id/${id}`));
          if (object.scim_client_id) return vaultError(400, LINKED);
        }
        return request;
      },
      response: (response, request, { memory }) => {
        const call = response.status < 300 ? linkCallIn(request) : null;
        const key = `gone ${pathOf(request).split('/').at(-2)}`;
        if (call?.action === 'unlink') memory.set(key, [...((memory.get(key) ?? []) as Gone[]), call]);
        return response;
      },
    }),
  },
  {
    id: 'F-N9A-69',
    title: 'Creates that were refused protect a SCIM client from deletion',
    breaks: ['VAULT-CLDEL-01'],
    since: SINCE,
    ...miscounting((count, what) => (what === 'refused' ? { ...count, more: count.more + 1 } : count)),
  },
];

type Owned = { users?: Json[]; groups?: Json[] };
type Gone = { kind: 'entity' | 'group'; id: string };
type Count = { more: number; less: number };

/** @param flag `''` for a plain deletion */
function isDeletion(request: FaultRequest, flag: string): boolean {
  if (!matches({ method: 'DELETE', path: CLIENT }, request)) return false;
  return flag === '' ? queryOf(request).size === 0 : queryOf(request).get(flag) === 'true';
}

/** Some of what a client owns keeps its mark when the client is deleted with unlink-resources: it is shown with it. */
function keepingOwned(
  kept: (
    request: FaultRequest,
    context: FaultContext,
  ) => Promise<{ entity?: Json[] | undefined; group?: Json[] | undefined }>,
): Hooks {
  return knowingCallers({
    request: async (request, context) => {
      if (!isDeletion(request, UNLINKS)) return request;
      const { entity = [], group = [] } = await kept(request, context);
      for (const { id, scim_client_id: owner } of [...entity, ...group]) context.memory.set(`owner ${id}`, owner);
      return request;
    },
    response: (response, request, { memory }) => {
      const isRead = matches(
        { method: 'GET', path: /\/identity\/(entity|group)\/id\/[^/]+$/, status: 200 },
        request,
        response,
      );
      const owner = isRead ? memory.get(`owner ${lastSegment(request)}`) : undefined;
      const body = owner === undefined ? null : jsonOf(response);
      if (!body) return response;
      const data = { ...(body.data as Json), scim_client_id: owner };
      return { ...response, body: Buffer.from(JSON.stringify({ ...body, data })) };
    },
  });
}

/** Knows `before <client>`: what it owned when its principal was last changed. */
function afterPrincipalChange(hooks: Hooks): Hooks {
  return knowingCallers({
    ...hooks,
    request: async (request, context) => {
      const stored = isClientWrite(request) ? await storedClient(request, context) : null;
      if (stored && stored.access_grant_principal !== jsonOf(request)?.access_grant_principal) {
        const users = await ownedBy(request, context, 'entity');
        const groups = await ownedBy(request, context, 'group');
        context.memory.set(`before ${lastSegment(request)}`, { users, groups } satisfies Owned);
      }
      return (await hooks.request?.(request, context)) ?? request;
    },
  });
}

/** Knows `named <entity>`: the client whose refused write named it, and `left <entity>`: the principal at that time. */
function namedInRefused(applies: (stored: Json | null) => boolean, hooks: Hooks): Hooks {
  return knowingCallers({
    ...hooks,
    response: async (response, request, context) => {
      const named = jsonOf(request)?.access_grant_principal;
      if (isClientWrite(request) && named) {
        const stored = await storedClient(request, context);
        const clients = await scimClients(context);
        const isFree = clients.every((client) => client.access_grant_principal !== named);
        const isEntity = (await asAdmin(context, 'GET', `identity/entity/id/${named}`)).status === 200;
        if (response.status < 300) {
          context.memory.delete(`named ${named}`);
          context.memory.delete(`left ${named}`);
        } else if (isFree && isEntity && applies(stored)) {
          context.memory.set(`named ${named}`, lastSegment(request));
          context.memory.set(`left ${stored?.access_grant_principal}`, true);
        }
      }
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  });
}

function takenFor(request: FaultRequest, holder: unknown) {
  return isClientWrite(request) && holder !== undefined && holder !== lastSegment(request)
    ? vaultError(400, 'access_grant_principal is already used by another SCIM client')
    : request;
}

/** The guard of plain deletions counts wrongly. `change` gives the error of the count after something happened. */
function miscounting(change: (count: Count, what: 'deleted' | 'unlinked' | 'refused') => Count): Hooks {
  const note = ({ memory }: FaultContext, client: unknown, what: Parameters<typeof change>[1]) => {
    const count = (memory.get(`count ${client}`) ?? { more: 0, less: 0 }) as Count;
    memory.set(`count ${client}`, change(count, what));
  };
  return knowingCallers({
    request: async (request, context) => {
      if (!isDeletion(request, '')) return request;
      const { more, less } = (context.memory.get(`count ${lastSegment(request)}`) ?? { more: 0, less: 0 }) as Count;
      if (more > 0) return vaultError(400, LINKED);
      if (less === 0) return request;
      const owned = await Promise.all(
        (['entity', 'group'] as const).map((kind) => ownedBy(request, context, kind).then((found) => found.length)),
      );
      const total = owned.reduce((sum, one) => sum + one, 0);
      return total > less ? request : { ...request, url: `${request.url}?${UNLINKS}=true` };
    },
    response: async (response, request, context) => {
      const call = response.status < 300 ? linkCallIn(request) : null;
      if (call?.action === 'unlink') note(context, pathOf(request).split('/').at(-2), 'unlinked');
      const isDeleted = matches({ method: 'DELETE', path: RESOURCE }, request) && response.status < 300;
      const isRefused = matches({ method: 'POST', path: COLLECTION }, request) && [400, 409].includes(response.status);
      if (!isDeleted && !isRefused) return response;
      const entityId = (await callerOf(context, request))?.entityId;
      const client = (await scimClients(context)).find((one) => one.access_grant_principal === entityId);
      if (client) note(context, client.name, isDeleted ? 'deleted' : 'refused');
      return response;
    },
  });
}

function unlinkGroup(context: FaultContext, client: unknown, id: unknown) {
  return asAdmin(context, 'POST', `identity/scim/client/${client}/unlink-group`, { group_id: id });
}
