import { jsonAnswer, multiError, type RawAnswer, renderError, VaultError } from '../answer.ts';
import type { Behaviour } from '../behaviour.ts';
import type { Entity, Group } from '../identity/records.ts';
import type { RequestContext } from '../request.ts';
import { scimPathNeedsToken } from './access.ts';
import { findClient } from './client-of-token.ts';
import { discover } from './discovery.ts';
import { readGroup } from './group-input.ts';
import { createGroup, deleteGroup, patchGroup, replaceGroup } from './group-writes.ts';
import { listGroups, listUsers } from './lists.ts';
import { checkAccept, checkContentType } from './media-type.ts';
import { ownedGroup, ownedUser } from './ownership.ts';
import { readPatch } from './patch-message.ts';
import { groupResource, locationOf, userResource } from './representation.ts';
import { CHALLENGE, invalidSyntax, renderScimError, ScimError, scimAnswer } from './scim-error.ts';
import { locationBase, type ScimRequest } from './scim-request.ts';
import { readUser } from './user-input.ts';
import { readUserPatch } from './user-patch.ts';
import { changeUser, createUser, deleteUser, replaceUser } from './user-writes.ts';

const COLLECTION_VERBS = ['GET', 'POST'];
const RESOURCE_VERBS = ['GET', 'PUT', 'PATCH', 'DELETE'];

/**
 * Answers a request below `identity/scim/v2` whose token and ACL have been checked. What it refuses has SCIM's error
 * form, but for paths and verbs that have no handler, which Vault's router refuses in its own.
 */
export async function handleScim(ctx: RequestContext): Promise<RawAnswer> {
  const { behaviour } = ctx.state;
  try {
    return await route(ctx, behaviour);
  } catch (error) {
    if (error instanceof ScimError) return renderScimError(error, behaviour);
    if (!(error instanceof VaultError) || error.status !== 401) throw error;
    const answer = renderError(error);
    return { ...answer, headers: { ...answer.headers, ...CHALLENGE } };
  }
}

async function route(ctx: RequestContext, behaviour: Behaviour): Promise<RawAnswer> {
  const [, , , endpoint = '', ...rest] = ctx.fullPath.split('/');
  const id = rest.join('/').replace(/\/$/, '');
  checkAccept(ctx, behaviour);
  if (endpoint === 'Me') throw new ScimError(501, '/Me is not implemented');
  if (endpoint === 'ServiceProviderConfig' && id !== '') return unsupportedPath();
  if (endpoint === 'ServiceProviderConfig' || endpoint === 'Schemas' || endpoint === 'ResourceTypes') {
    const open = !scimPathNeedsToken(ctx.fullPath, behaviour);
    const client = open ? null : findClient(ctx, behaviour);
    if (verbOf(ctx) !== 'GET') return unsupportedOperation(['GET']);
    return scimAnswer(200, discover(ctx, client, behaviour));
  }
  const client = findClient(ctx, behaviour);
  const request: ScimRequest = {
    ctx,
    client,
    behaviour,
    namespace: ctx.namespace,
    store: ctx.namespace.identity,
    faults: ctx.state.stateFaults,
    base: locationBase(ctx, behaviour),
  };
  if (ctx.method === 'POST' && (id === '.search' || endpoint === '.search'))
    return unsupportedEndpoint(behaviour.assume['search-endpoint']);
  if (endpoint === 'Bulk') return unsupportedEndpoint(behaviour.assume.bulk);
  if ((endpoint !== 'Users' && endpoint !== 'Groups') || id.includes('/')) return unsupportedPath();
  checkPreconditions(request);
  return endpoint === 'Users' ? routeUsers(request, id) : routeGroups(request, id);
}

function routeUsers(request: ScimRequest, id: string): RawAnswer {
  const { ctx, client, behaviour } = request;
  const verb = verbOf(ctx);
  if (id === '') {
    if (verb === 'GET') return scimAnswer(200, listUsers(request));
    if (verb !== 'POST') return unsupportedOperation(COLLECTION_VERBS);
    return created(request, 'User', createUser(request, readUser(bodyOf(request), client, behaviour)));
  }
  if (verb === 'GET') return scimAnswer(200, userResource(request, ownedUser(request, id, 'read')));
  if (verb === 'DELETE') {
    deleteUser(request, ownedUser(request, id, 'delete'));
    return deleted(behaviour);
  }
  if (verb !== 'PUT' && verb !== 'PATCH') return unsupportedOperation(RESOURCE_VERBS);
  const body = bodyOf(request);
  const entity = ownedUser(request, id, 'write');
  if (verb === 'PUT') replaceUser(request, entity, readUser(body, client, behaviour));
  else changeUser(request, entity, readUserPatch(request, entity, readPatch(body, behaviour)));
  return written(request, verb, () => userResource(request, entity));
}

async function routeGroups(request: ScimRequest, id: string): Promise<RawAnswer> {
  const { ctx, behaviour } = request;
  const verb = verbOf(ctx);
  if (id === '') {
    if (verb === 'GET') return scimAnswer(200, listGroups(request));
    if (verb !== 'POST') return unsupportedOperation(COLLECTION_VERBS);
    return created(request, 'Group', createGroup(request, readGroup(bodyOf(request), behaviour)));
  }
  if (verb === 'GET') return scimAnswer(200, groupResource(request, ownedGroup(request, id, 'read')));
  if (verb === 'DELETE') {
    deleteGroup(request, ownedGroup(request, id, 'delete'));
    return deleted(behaviour);
  }
  if (verb !== 'PUT' && verb !== 'PATCH') return unsupportedOperation(RESOURCE_VERBS);
  const body = bodyOf(request);
  if (verb === 'PUT') {
    const group = replaceGroup(request, id, readGroup(body, behaviour));
    return written(request, verb, () => groupResource(request, group));
  }
  const group = ownedGroup(request, id, 'write');
  await patchGroup(request, group, readPatch(body, behaviour));
  return written(request, verb, () => groupResource(request, group));
}

/** @throws ScimError 415, 400 `invalidSyntax`; what the parser refuses keeps its status */
function bodyOf(request: ScimRequest): unknown {
  const { ctx, behaviour } = request;
  checkContentType(ctx, behaviour);
  let body: unknown;
  try {
    body = ctx.json();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    const detail = error.errors.join('; ');
    throw error.status === 400 ? invalidSyntax(detail) : new ScimError(error.status, detail);
  }
  if (body === undefined) throw invalidSyntax('the request has no body');
  return body;
}

function created(request: ScimRequest, type: 'User' | 'Group', record: Entity | Group): RawAnswer {
  const location = locationOf(request, type, record.id);
  const resource = type === 'User' ? userResource(request, record as Entity) : groupResource(request, record as Group);
  return scimAnswer(201, resource, location === undefined ? {} : { location });
}

/** With `attributes` in the query the answer has a body whatever is assumed (RFC 7644 section 3.5.2). */
function written(request: ScimRequest, verb: 'PUT' | 'PATCH', resource: () => object): RawAnswer {
  const { assume } = request.behaviour;
  const status = verb === 'PUT' ? assume['put-success'] : assume['patch-success'];
  if (status === '204' && !request.ctx.query.has('attributes')) return scimAnswer(204, null);
  return scimAnswer(200, resource());
}

function deleted(behaviour: Behaviour): RawAnswer {
  return scimAnswer(Number(behaviour.assume['delete-success']), null);
}

/** HEAD is a verb without a handler, or GET without a body, by assumption. */
function verbOf(ctx: RequestContext): string {
  const { assume } = ctx.state.behaviour;
  return ctx.method === 'HEAD' && assume.head === 'as-get' ? 'GET' : ctx.method;
}

function checkPreconditions(request: ScimRequest): void {
  const { headers } = request.ctx;
  const given = headers['if-match'] !== undefined || headers['if-none-match'] !== undefined;
  if (given && request.behaviour.assume['if-match'] === '412') {
    throw new ScimError(412, 'preconditions are not supported');
  }
}

function unsupportedEndpoint(status: '501' | '404' | '405'): RawAnswer {
  if (status === '501') throw new ScimError(501, 'the operation is not implemented');
  return status === '404' ? unsupportedPath() : unsupportedOperation([]);
}

function unsupportedPath(): RawAnswer {
  return jsonAnswer(404, { errors: [multiError('unsupported path')] });
}

function unsupportedOperation(allowed: readonly string[]): RawAnswer {
  const answer = jsonAnswer(405, { errors: [multiError('unsupported operation')] });
  return { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } };
}
