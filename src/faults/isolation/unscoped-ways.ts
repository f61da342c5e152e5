import { tokenIn, withToken } from '../callers.ts';
import { GROUP, GROUPS, isScimForm, jsonOf, matches, pathOf, queryOf, scimError, USER, USERS } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { askScim, doingMore } from '../further-acts.ts';
import { addingForeign, knowingOwners, ownerOf, unscoped } from '../owners.ts';
import { lastSegmentOf, operationsOf } from '../scim-requests.ts';

type Json = Record<string, unknown>;

/** Defects of scope on one way of several: the others keep SCIM clients apart. */
export const unscopedWayFaults: Fault[] = [
  {
    id: 'F-ISOL-37',
    title: "A removal by filter path changes another client's group",
    breaks: ['VAULT-ISOL-10'],
    ...unscoped({ method: 'PATCH', path: GROUP }, (request) =>
      operationsOf(request).some(({ op, path }) => op === 'remove' && /\[/.test(String(path))),
    ),
  },
  {
    id: 'F-ISOL-38',
    title: "A removal by value list changes another client's group",
    breaks: ['VAULT-ISOL-10'],
    ...unscoped({ method: 'PATCH', path: GROUP }, (request) =>
      operationsOf(request).some(({ op, path, value }) => op === 'remove' && path === 'members' && value !== undefined),
    ),
  },
  {
    id: 'F-ISOL-39',
    title: "A page of a list of users holds other clients' users",
    breaks: ['VAULT-ISOL-01'],
    ...foreignListed(USERS, (request) => queryOf(request).has('startIndex') || queryOf(request).has('count')),
  },
  {
    id: 'F-ISOL-40',
    title: "A projected list of users holds other clients' users",
    breaks: ['VAULT-ISOL-01'],
    ...foreignListed(USERS, isProjected),
  },
  {
    id: 'F-ISOL-45',
    title: "A projected list of groups holds other clients' groups",
    breaks: ['VAULT-ISOL-02'],
    ...foreignListed(GROUPS, isProjected),
  },
  {
    id: 'F-ISOL-41',
    title: "Another client's user can be read with a projection",
    breaks: ['VAULT-ISOL-04'],
    ...unscoped({ method: 'GET', path: USER }, isProjected),
  },
  {
    id: 'F-ISOL-46',
    title: "Another client's group can be read with a projection",
    breaks: ['VAULT-ISOL-08'],
    ...unscoped({ method: 'GET', path: GROUP }, isProjected),
  },
  {
    id: 'F-ISOL-44',
    title: "A patch without a path changes another client's user",
    breaks: ['VAULT-ISOL-06'],
    ...unscoped({ method: 'PATCH', path: USER }, (request) =>
      operationsOf(request).every(({ path }) => path === undefined),
    ),
  },
  {
    id: 'F-ISOL-51',
    title: "A patch that activates changes another client's user",
    breaks: ['VAULT-ISOL-06'],
    ...unscoped({ method: 'PATCH', path: USER }, (request) =>
      operationsOf(request).some(({ path, value }) => path === 'active' && value === true),
    ),
  },
  {
    id: 'F-ISOL-52',
    title: "Another client's inactive user can be deleted",
    breaks: ['VAULT-ISOL-07'],
    ...unscoped({ method: 'DELETE', path: USER }, async (request, context) => {
      const owner = ownerOf(context, lastSegmentOf(request));
      const read = await context.send(withToken({ ...request, method: 'GET' }, owner));
      return jsonOf(read)?.active === false;
    }),
  },
  {
    id: 'F-ISOL-47',
    title: "The deletion of a user deletes another client's user of the same externalId",
    breaks: ['VAULT-ISOL-32'],
    ...acrossByExternalId('DELETE'),
  },
  {
    id: 'F-ISOL-53',
    title: "A deactivation deactivates another client's user of the same externalId",
    breaks: ['VAULT-ISOL-32'],
    ...acrossByExternalId('PATCH'),
  },
  {
    id: 'F-ISOL-54',
    title: 'An externalId that another client uses is taken',
    breaks: ['RFC7644-6.2-01', 'RFC7643-3.1-14'],
    request: (request, { memory }) => {
      if (!matches({ method: 'POST', path: USERS }, request)) return request;
      const key = `externalId ${String(jsonOf(request)?.externalId)}`;
      const first = memory.get(key) as string | undefined;
      memory.set(key, first ?? tokenIn(request));
      return first === undefined || first === tokenIn(request)
        ? request
        : scimError(409, 'the externalId is in use', 'uniqueness');
    },
  },
  {
    id: 'F-ISOL-48',
    title: "The refusal of another client's user tells its userName",
    breaks: ['VAULT-ISOL-04'],
    ...telling(),
  },
];

function isProjected(request: FaultRequest): boolean {
  return queryOf(request).has('attributes') || queryOf(request).has('excludedAttributes');
}

function foreignListed(path: RegExp, applies: (request: FaultRequest) => boolean): Pick<Fault, 'request' | 'response'> {
  const adding = addingForeign(path, null, (body, foreign) => {
    const Resources = [...(Array.isArray(body.Resources) ? (body.Resources as Json[]) : []), ...foreign];
    return {
      ...body,
      totalResults: Number(body.totalResults) + foreign.length,
      itemsPerPage: Resources.length,
      Resources,
    };
  });
  const watching = knowingOwners({});
  return {
    ...adding,
    response: async (response, request, context) => {
      const isMeant = request.method !== 'GET' || !path.test(pathOf(request)) || applies(request);
      const hooks = isMeant ? adding : watching;
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  };
}

function acrossByExternalId(method: 'DELETE' | 'PATCH'): Pick<Fault, 'request' | 'response'> {
  const acting = doingMore({ method, path: USER }, async ({ request, before, context }) => {
    if (method === 'PATCH' && operationsOf(request).every(({ value }) => value !== false)) return;
    const twins = (context.memory.get(`of ${String(before.externalId)}`) ?? []) as { id: string; token: string }[];
    for (const { id, token } of twins) {
      if (id === before.id) continue;
      const other = withToken(request, token);
      await askScim({ request: other, context }, method, `Users/${id}`, jsonOf(request) ?? undefined);
    }
  });
  return {
    ...acting,
    response: async (response, request, context) => {
      if (matches({ method: 'POST', path: USERS, status: 201 }, request, response)) {
        const made = jsonOf(response) ?? {};
        const key = `of ${String(made.externalId)}`;
        const known = (context.memory.get(key) ?? []) as unknown[];
        context.memory.set(key, [...known, { id: String(made.id), token: tokenIn(request) }]);
      }
      return (await acting.response?.(response, request, context)) ?? response;
    },
  };
}

function telling(): Pick<Fault, 'request' | 'response'> {
  return knowingOwners({
    response: async (response, request, context) => {
      if (!matches({ path: USER, status: (status) => status === 403 || status === 404 }, request, response))
        return response;
      const owner = ownerOf(context, lastSegmentOf(request));
      const body = jsonOf(response);
      if (owner === '' || owner === tokenIn(request) || !isScimForm(response)) return response;
      const read = await context.send(withToken({ ...request, method: 'GET', body: Buffer.alloc(0) }, owner));
      const { userName } = jsonOf(read) ?? {};
      const detail = `user ${String(userName)} is managed by a different SCIM client`;
      return { ...response, body: Buffer.from(JSON.stringify({ ...body, detail })) };
    },
  });
}
