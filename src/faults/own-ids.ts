import { createHash } from 'node:crypto';
import { jsonOf, matches, pathOf, withJson } from './edits.ts';
import type { Fault, FaultResponse } from './fault.ts';
import { lastSegment } from './vault-requests.ts';

/**
 * Defect of resources of one collection whose names hold a mark: SCIM gives them ids of its own, by which they can be
 * read and changed, and the identity API knows other ones.
 */
export function ownIds(collection: string, nameMember: string, mark: string): Pick<Fault, 'request' | 'response'> {
  const one = new RegExp(`/${collection}/[^/]+$`);
  const all = new RegExp(`/${collection}$`);
  return {
    request: (request, { memory }) => {
      const known = matches({ path: one }, request) ? memory.get(lastSegment(request)) : undefined;
      return known === undefined
        ? request
        : { ...request, url: request.url.replace(lastSegment(request), String(known)) };
    },
    response: (response, request, { memory }) => {
      const body =
        response.status < 300 && (one.test(pathOf(request)) || all.test(pathOf(request))) ? jsonOf(response) : null;
      if (!body || !String(body[nameMember]).includes(mark)) return response;
      const own = ownId(String(body.id));
      memory.set(own, body.id);
      return withOtherId(response, String(body.id), own);
    },
  };
}

function withOtherId(response: FaultResponse, id: string, own: string): FaultResponse {
  const headers = response.headers.map(([name, value]): [string, string] => [name, value.replaceAll(id, own)]);
  const text = response.body.toString('utf8').replaceAll(id, own);
  return withJson({ ...response, headers }, JSON.parse(text));
}

/** In the form of a UUID, and always the same for an id. */
function ownId(id: string): string {
  const digits = createHash('sha256').update(id).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
