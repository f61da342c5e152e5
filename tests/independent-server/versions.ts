import { createHash } from 'node:crypto';
import {
  answerWith,
  COLLECTION,
  jsonOf,
  matches,
  metaOf,
  pathOf,
  queryOf,
  RESOURCE,
  resourcesOf,
  scimError,
  withHeader,
  withJson,
} from '../../src/faults/edits.ts';
import type { FaultContext, FaultRequest, FaultResponse } from '../../src/faults/fault.ts';
import { asking } from '../../src/faults/scim-requests.ts';
import type { Repair } from './repairs.ts';

type Json = Record<string, unknown>;

const CONFIGURATION = /scim\/v2\/ServiceProviderConfig$/;
const SEARCH = /scim\/v2(\/(Users|Groups))?\/\.search$/;
const CONDITION = /^if-(none-)?match$/i;
/** RFC 9110 section 8.8.3. */
const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;
const COLLECTION_OF: Record<string, string> = { User: 'Users', Group: 'Groups' };

/**
 * Judges If-Match and If-None-Match of requests for one resource (RFC 9110 section 13). It goes before all else, since
 * the server behind would compare with tags of its own. It mends no row: without versions theirs do not apply.
 */
export const preconditions: Repair = {
  id: 'preconditions',
  mends: [],
  request: async (request, context) => {
    const isConditional = matches({ method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'], path: RESOURCE }, request);
    if (!isConditional || !request.headers.some(([name]) => CONDITION.test(name))) return request;
    const unconditional = withoutConditions(request);
    const isRead = matches({ method: ['GET', 'HEAD'] }, request);
    // A condition does not count where the request fails without it (section 13.2.1).
    if (isRead && (await context.send(unconditional)).status >= 300) return unconditional;
    const tag = await tagAt(pathOf(request), request, context);
    if (tag === null) return unconditional;
    if (!holdsMatch(fieldOf(request, 'if-match'), tag)) return failed();
    if (holdsNoneMatch(fieldOf(request, 'if-none-match'), tag)) return unconditional;
    return isRead ? withHeader(answerWith(304, null), 'ETag', tag) : failed();
  },
};

/**
 * Gives each resource a version (RFC 7644 section 3.14): a strong validator, since only that can meet If-Match, made of
 * all that a read shows, so that a user who comes into a group gets a new one too. It goes after all else, since what
 * the others change in a resource is in its version.
 */
export const versions: Repair = {
  id: 'versions',
  mends: [],
  response: async (response, request, context) => {
    if (response.status >= 300) return response;
    const body = jsonOf(response);
    if (matches({ path: CONFIGURATION }, request)) {
      return body === null ? response : withJson(response, { ...body, etag: { supported: true } });
    }
    if (body !== null && Array.isArray(body.Resources)) return withVersions(response, body, request, context);
    const path = pathOfResource(request, body);
    const tag = path === null ? null : await tagAt(path, request, context);
    if (tag === null) return response;
    const tagged = withHeader(response, 'ETag', tag);
    return body === null ? tagged : withJson(tagged, withVersion(body, tag, request));
  },
};

function failed(): FaultResponse {
  return scimError(412, 'the resource has another version');
}

function withoutConditions(request: FaultRequest): FaultRequest {
  return { ...request, headers: request.headers.filter(([name]) => !CONDITION.test(name)) };
}

/** Several lines of a field are one list (RFC 9110 section 5.3); null when there is none. */
function fieldOf({ headers }: FaultRequest, name: string): string | null {
  const lines = headers.filter(([line]) => line.toLowerCase() === name).map(([, value]) => value);
  return lines.length === 0 ? null : lines.join(', ').trim();
}

/** The strong comparison (RFC 9110 sections 8.8.3.2 and 13.1.1): a weak tag meets no other one. */
function holdsMatch(field: string | null, tag: string): boolean {
  return field === null || field === '*' || tagsIn(field).includes(tag);
}

/** The weak comparison (RFC 9110 sections 8.8.3.2 and 13.1.2): only what is between the quotes counts. */
function holdsNoneMatch(field: string | null, tag: string): boolean {
  const opaque = (one: string) => one.replace(/^W\//, '');
  return field === null || (field !== '*' && !tagsIn(field).map(opaque).includes(opaque(tag)));
}

function tagsIn(field: string): string[] {
  return field.match(ENTITY_TAG) ?? [];
}

/** The entity-tag of the resource there, or null when the sender of the request is shown none. */
async function tagAt(path: string, request: FaultRequest, { send }: FaultContext): Promise<string | null> {
  const read = await send(withoutConditions(asking(request, 'GET', path)));
  if (read.status !== 200) return null;
  return `"${createHash('sha256').update(read.body).digest('base64url').slice(0, 22)}"`;
}

/** The resource that an answer is about, where it is about one. */
function pathOfResource(request: FaultRequest, body: Json | null): string | null {
  if (matches({ method: ['GET', 'HEAD', 'PUT', 'PATCH'], path: RESOURCE }, request)) return pathOf(request);
  return matches({ method: 'POST', path: COLLECTION }, request) ? `${pathOf(request)}/${body?.id}` : null;
}

async function withVersions(response: FaultResponse, body: Json, request: FaultRequest, context: FaultContext) {
  const base = /^.*\/scim\/v2/.exec(pathOf(request))?.[0] ?? '';
  const ofPath = /\/(Users|Groups)(?:\/\.search)?$/.exec(pathOf(request))?.[1];
  const versioned = resourcesOf(body).map(async (resource) => {
    const collection = ofPath ?? COLLECTION_OF[String(metaOf(resource).resourceType)];
    if (collection === undefined || !showsVersion(request)) return resource;
    const tag = await tagAt(`${base}/${collection}/${resource.id}`, request, context);
    return tag === null ? resource : withVersion(resource, tag, request);
  });
  return withJson(response, { ...body, Resources: await Promise.all(versioned) });
}

function withVersion(resource: Json, version: string, request: FaultRequest): Json {
  return showsVersion(request) ? { ...resource, meta: { ...metaOf(resource), version } } : resource;
}

/** Whether the projection that the request asks for (RFC 7644 section 3.9) holds meta.version. */
function showsVersion(request: FaultRequest): boolean {
  const isSearch = matches({ method: 'POST', path: SEARCH }, request);
  const query: Json = isSearch ? (jsonOf(request) ?? {}) : Object.fromEntries(queryOf(request));
  const names = (value: unknown) => (Array.isArray(value) ? value : String(value).split(','));
  const isNamed = (value: unknown) =>
    names(value).some((name) => /^(.+:)?meta(\.version)?$/i.test(String(name).trim()));
  return query.attributes === undefined ? !isNamed(query.excludedAttributes) : isNamed(query.attributes);
}
