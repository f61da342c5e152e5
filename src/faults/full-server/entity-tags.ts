import { jsonOf, matches, metaOf, pathOf, RESOURCE, shownIn, type Where, withHeader, withJson } from '../edits.ts';
import type { Fault, FaultRequest, FaultResponse } from '../fault.ts';
import { resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;
type Condition = 'If-Match' | 'If-None-Match';

const CONDITIONS: Condition[] = ['If-Match', 'If-None-Match'];

/** The entity-tag of an answer, or null. */
export function tagOf({ headers }: FaultResponse): string | null {
  return headers.find(([name]) => name.toLowerCase() === 'etag')?.[1] ?? null;
}

/** What a request says in If-Match or If-None-Match, or null. */
export function conditionOf({ headers }: FaultRequest, name: Condition): string | null {
  return headers.find(([line]) => line.toLowerCase() === name.toLowerCase())?.[1] ?? null;
}

/** The same request with another condition, or without it. */
export function withCondition(request: FaultRequest, name: Condition, value: string | null): FaultRequest {
  const others = request.headers.filter(([line]) => line.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: value === null ? others : [...others, [name, value]] };
}

/** Defect of the ETag of some answers that have one; null takes it away. */
export function tagging(where: Where, change: (tag: string) => string | null): Pick<Fault, 'response'> {
  return {
    response: (response, request) => {
      const tag = matches({ status: (status) => status < 400, ...where }, request, response) ? tagOf(response) : null;
      return tag === null ? response : withHeader(response, 'ETag', change(tag));
    },
  };
}

/** Defect of meta.version wherever a resource shows it; undefined takes it away. */
export function versioning(where: Where, change: (version: string) => string | undefined): Pick<Fault, 'response'> {
  return {
    response: (response, request) => {
      const body = matches({ status: (status) => status < 300, ...where }, request, response) ? jsonOf(response) : null;
      if (body === null) return response;
      for (const resource of shownIn(body)) {
        const { version, ...meta } = metaOf(resource);
        if (typeof version === 'string') resource.meta = { ...meta, version: change(version) };
      }
      return withJson(response, body);
    },
  };
}

/** Defect of the form of all tags: as the server writes them, and how it reads what it gets back. */
export function writing(
  write: (tag: string) => string,
  read: (field: string) => string,
): Pick<Fault, 'request' | 'response'> {
  const header = tagging({ path: /./ }, write);
  const meta = versioning({}, write);
  return {
    request: (request) =>
      matches({ path: RESOURCE }, request)
        ? {
            ...request,
            headers: request.headers.map(([name, value]) => [
              name,
              /^if-(none-)?match$/i.test(name) ? read(value) : value,
            ]),
          }
        : request,
    response: async (response, request, context) =>
      (await meta.response?.((await header.response?.(response, request, context)) ?? response, request, context)) ??
      response,
  };
}

/**
 * Defect that keeps the tag of a resource while a part of it is the same, wherever the tag is shown or comes back.
 *
 * @param part what counts; JSON
 */
export function keeping(path: RegExp, part: (resource: Json) => unknown): Pick<Fault, 'request' | 'response'> {
  return {
    request: (request, { memory }) => {
      const kept = memory.get(pathOf(request)) as Kept | undefined;
      const isKept = (name: Condition) => kept !== undefined && conditionOf(request, name) === kept.tag;
      return CONDITIONS.filter(isKept).reduce((one, name) => withCondition(one, name, '*'), request);
    },
    response: async (response, request, context) => {
      const place = pathOf(request).replace(/(?<=Users|Groups)\/[^/]+$/, '');
      if (response.status >= 400 || !path.test(`${place}/id`)) return response;
      const body = jsonOf(response) ?? (await resourceAt(withCondition(request, 'If-None-Match', null), context));
      for (const resource of shownIn(body)) {
        const version = metaOf(resource).version;
        if (typeof version !== 'string') continue;
        const at = `${place}/${resource.id}`;
        const kept = context.memory.get(at) as Kept | undefined;
        const now = JSON.stringify(part(resource));
        const tag = kept?.part === now ? kept.tag : version;
        context.memory.set(at, { part: now, tag } satisfies Kept);
        resource.meta = { ...metaOf(resource), version: tag };
      }
      const single = Array.isArray(body.Resources) ? undefined : metaOf(body).version;
      const tagged = typeof single === 'string' ? withHeader(response, 'ETag', single) : response;
      return response.body.length === 0 ? tagged : withJson(tagged, body);
    },
  };
}

interface Kept {
  part: string;
  tag: string;
}
