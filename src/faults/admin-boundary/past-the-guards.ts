import { jsonOf, METADATA, matches } from '../edits.ts';
import type { Fault, FaultContext, FaultRequest, FaultResponse } from '../fault.ts';
import {
  ENTITY,
  ENTITY_BY_NAME,
  everySeen,
  MERGE,
  type Seen,
  seenByName,
  seenIn,
  throughScim,
  VAULT_GROUP,
  VAULT_GROUP_BY_NAME,
  watching,
} from '../scim-objects.ts';
import { NOTHING_DONE } from '../scim-requests.ts';
import { lastSegment } from '../vault-requests.ts';

type Json = Record<string, unknown>;
type Hooks = Pick<Fault, 'request' | 'response'>;

const ENTITIES = /\/identity\/entity$/;
const VAULT_GROUPS = /\/identity\/group$/;
const WRITE = ['POST', 'PUT'];

/** Defects of the guards of SCIM-managed objects that one way of several goes around. */
export const pastTheGuardFaults: Fault[] = [
  {
    id: 'F-ADMIN-33',
    title: 'A write to identity/entity with an id in its body renames a SCIM-managed entity',
    breaks: ['VAULT-ADMIN-06'],
    ...writing(ENTITIES, byId, (body) => typeof body.name === 'string'),
  },
  {
    id: 'F-ADMIN-34',
    title: 'A write to identity/group with an id in its body changes the members of a SCIM-managed group',
    breaks: ['VAULT-ADMIN-11', 'VAULT-ADMIN-10'],
    ...writing(VAULT_GROUPS, byId, (body) => Array.isArray(body.member_entity_ids)),
  },
  {
    id: 'F-ADMIN-35',
    title: 'A write of policies and members together changes the members of a SCIM-managed group',
    breaks: ['VAULT-ADMIN-11', 'VAULT-ADMIN-10'],
    ...writing(VAULT_GROUP, bySegment, (body) => body.policies !== undefined && Array.isArray(body.member_entity_ids)),
  },
  {
    id: 'F-ADMIN-36',
    title: 'A write of policies and name together renames a SCIM-managed entity',
    breaks: ['VAULT-ADMIN-06'],
    ...writing(ENTITY, bySegment, (body) => body.policies !== undefined && typeof body.name === 'string'),
  },
  {
    id: 'F-ADMIN-43',
    title: 'PUT renames a SCIM-managed group, as POST may not',
    breaks: ['VAULT-ADMIN-09'],
    ...writing(VAULT_GROUP, bySegment, (body) => typeof body.name === 'string', ['PUT']),
  },
  {
    id: 'F-ADMIN-44',
    title: 'PUT renames a SCIM-managed entity, as POST may not',
    breaks: ['VAULT-ADMIN-06'],
    ...writing(ENTITY, bySegment, (body) => typeof body.name === 'string', ['PUT']),
  },
  {
    id: 'F-ADMIN-37',
    title: 'Policies that an administrator sets on a deactivated user activate it',
    breaks: ['VAULT-ADMIN-04'],
    ...afterWrite([ENTITY, ENTITY_BY_NAME], 'user', () => ({ active: true })),
  },
  {
    id: 'F-ADMIN-38',
    title: 'Policies that an administrator sets on a group by its id empty it',
    breaks: ['VAULT-ADMIN-05'],
    ...afterWrite([VAULT_GROUP], 'group', () => ({ members: [] })),
  },
  {
    id: 'F-ADMIN-39',
    title: 'Policies that an administrator sets on a group by its name empty it',
    breaks: ['VAULT-ADMIN-05'],
    ...afterWrite([VAULT_GROUP_BY_NAME], 'group', () => ({ members: [] })),
  },
  {
    id: 'F-ADMIN-45',
    title: "Policies that an administrator sets clear the entity's metadata",
    breaks: ['VAULT-ADMIN-04'],
    ...afterWrite([ENTITY, ENTITY_BY_NAME], 'user', () => ({
      [METADATA]: { items: [] },
    })),
  },
  {
    id: 'F-ADMIN-40',
    title: 'A merge of several entities looks at the first of them only',
    breaks: ['VAULT-ADMIN-15'],
    ...watching({
      request: async (request, { memory, send }) => {
        if (!matches({ method: WRITE, path: MERGE }, request)) return request;
        const body = jsonOf(request) ?? {};
        const from = Array.isArray(body.from_entity_ids) ? body.from_entity_ids : [];
        const managed = from.slice(1).map((id) => seenIn(memory, id));
        for (const seen of managed) if (seen) await send(throughScim(seen, 'DELETE'));
        const rest = from.filter((id, i) => i === 0 || seenIn(memory, id) === undefined);
        return { ...request, body: Buffer.from(JSON.stringify({ ...body, from_entity_ids: rest })) };
      },
    }),
  },
  {
    id: 'F-ADMIN-41',
    title: 'The name in another letter case deletes a SCIM-managed entity',
    breaks: ['VAULT-ADMIN-08'],
    ...deletingByOtherCase(ENTITY_BY_NAME),
  },
  {
    id: 'F-ADMIN-42',
    title: 'The name in another letter case deletes a SCIM-managed group',
    breaks: ['VAULT-ADMIN-14'],
    ...deletingByOtherCase(VAULT_GROUP_BY_NAME),
  },
];

function byId(body: Json, _: FaultRequest, { memory }: FaultContext): Seen | undefined {
  return seenIn(memory, body.id);
}

function bySegment(_: Json, request: FaultRequest, { memory }: FaultContext): Seen | undefined {
  return seenIn(memory, lastSegment(request));
}

/** A write of an administrator that is carried out through SCIM. */
function writing(
  path: RegExp,
  find: (body: Json, request: FaultRequest, context: FaultContext) => Seen | undefined,
  applies: (body: Json) => boolean,
  method: string[] = WRITE,
): Hooks {
  return watching({
    request: async (request, context): Promise<FaultRequest | FaultResponse> => {
      const body = matches({ method, path }, request) ? jsonOf(request) : null;
      const seen = body && applies(body) ? find(body, request, context) : undefined;
      if (!body || !seen) return request;
      const name =
        typeof body.name === 'string' ? { [seen.kind === 'user' ? 'userName' : 'displayName']: body.name } : {};
      const ids = Array.isArray(body.member_entity_ids) ? body.member_entity_ids : undefined;
      const members = ids === undefined ? {} : { members: ids.map((value) => ({ value })) };
      await context.send(throughScim(seen, 'PUT', { ...name, ...members }));
      return NOTHING_DONE;
    },
  });
}

/** A write of policies by an administrator that changes what SCIM manages, too. */
function afterWrite(paths: RegExp[], kind: Seen['kind'], fields: () => Json): Hooks {
  return watching({
    response: async (response, request, { memory, send }) => {
      const isMeant = response.status < 300 && paths.some((path) => matches({ method: WRITE, path }, request));
      if (!isMeant || jsonOf(request)?.policies === undefined) return response;
      const seen = seenIn(memory, lastSegment(request)) ?? seenByName(memory, lastSegment(request));
      if (seen?.kind === kind) await send(throughScim(seen, 'PUT', fields()));
      return response;
    },
  });
}

function deletingByOtherCase(path: RegExp): Hooks {
  return watching({
    request: async (request, { memory, send }) => {
      if (!matches({ method: 'DELETE', path }, request)) return request;
      const name = lastSegment(request);
      const seen = everySeen(memory).find(
        (one) => one.names.at(-1) !== name && one.names.at(-1)?.toLowerCase() === name.toLowerCase() && !one.deleted,
      );
      if (!seen) return request;
      await send(throughScim(seen, 'DELETE'));
      return NOTHING_DONE;
    },
  });
}
