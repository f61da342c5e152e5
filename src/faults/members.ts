import { counting, idBehind, type Known, kindOf } from './census.ts';
import { jsonOf, matches, type Where, withJson } from './edits.ts';

type Json = Record<string, unknown>;

/** What a member value may be wrongly taken for: something known that is no user id, or an invention. */
export type BadMember = Exclude<Known, 'user'> | 'unknown';

/**
 * Defect that does not refuse one kind of bad member: names are resolved to their users, everything else is left out
 * in silence.
 */
export function tolerating(where: Where, kind: BadMember): ReturnType<typeof counting> {
  return counting({
    request: (request, { memory }) => {
      const body = matches(where, request) ? jsonOf(request) : null;
      if (!body) return request;
      const keep = (member: Json): Json[] => {
        if ((kindOf(memory, member.value) ?? 'unknown') !== kind) return [member];
        const resolved = kind === 'userName' || kind === 'externalId';
        return resolved ? [{ ...member, value: idBehind(memory, member.value) }] : [];
      };
      return withJson(request, editingMembers(body, keep));
    },
  });
}

function editingMembers(body: Json, keep: (member: Json) => Json[]): Json {
  if (Array.isArray(body.members)) return { ...body, members: (body.members as Json[]).flatMap(keep) };
  if (!Array.isArray(body.Operations)) return body;
  const operations = (body.Operations as Json[]).map((operation) =>
    operation.op === 'add' && Array.isArray(operation.value)
      ? { ...operation, value: (operation.value as Json[]).flatMap(keep) }
      : operation,
  );
  return { ...body, Operations: operations };
}
