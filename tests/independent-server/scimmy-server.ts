import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { Badge, keepSerial, remarkOnRequest } from './badge.ts';
import { withoutReferences, withReferences } from './references.ts';

type Json = Record<string, unknown>;
type Stored = Json & { id: string; meta: { created: string; lastModified: string } };

/** Where a running server is, and whose tokens it knows. */
export interface ScimmyServer {
  baseUrl: string;
  /** Two tenants for each that works here at the same time. */
  tenants: { token: string; otherToken: string }[];
  /** Tells the server under which origin its clients reach it: what it says of its resources begins with it. */
  isReachedAt(origin: string): void;
  close(): Promise<void>;
}

/** The resources of one tenant. */
class Shelf {
  /** What it shows of a resource that it stores. */
  readonly shown: <Resource extends Json>(resource: Resource) => Resource;
  readonly users = new Map<string, Stored>();
  readonly groups = new Map<string, Stored>();

  constructor(showsReferences: boolean) {
    this.shown = showsReferences ? withReferences : (resource) => resource;
  }
}

/**
 * Starts a complete SCIM server that shares no code with the harness: scimmy-routers speaks the protocol, and
 * this store keeps users (with the enterprise extension) and groups in memory, apart for each tenant.
 *
 * @param pairs of tenants
 * @param showsReferences whether members, groups and managers have a `$ref`
 */
export async function startScimmyServer(pairs: number, showsReferences = true): Promise<ScimmyServer> {
  const tenants = Array.from({ length: pairs }, () => ({ token: randomUUID(), otherToken: randomUUID() }));
  const tokens = tenants.flatMap(({ token, otherToken }) => [token, otherToken]);
  const shelves = new Map<string, Shelf>(tokens.map((token) => [token, new Shelf(showsReferences)]));
  declareTypes();
  const app = express();
  app.disable('x-powered-by');
  // The routers turn paging values into numbers in place, and Express 5 parses the query anew at each access.
  app.use((request: express.Request, _response: express.Response, next: express.NextFunction) => {
    Object.defineProperty(request, 'query', { value: { ...request.query }, writable: true });
    next();
  });
  let origin = '';
  app.use(remarkOnRequest);
  app.use(
    '/scim/v2',
    new SCIMMYRouters({
      type: 'bearer',
      handler: (request: express.Request) => {
        if (!shelves.has(bearerOf(request))) throw new Error('unknown token');
        // No user of its own: /Me has nothing to show.
        return undefined as unknown as string;
      },
      context: (request: express.Request) => shelves.get(bearerOf(request)),
      baseUri: () => origin,
    }),
  );
  // What the routers pass on is answered already: keep express from printing it.
  app.use((_error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    if (!response.headersSent) response.status(500).end();
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl: `${origin}/scim/v2`,
    tenants,
    isReachedAt: (address) => {
      origin = address;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function bearerOf(request: express.Request): string {
  return /^Bearer (\S+)$/i.exec(request.header('authorization') ?? '')?.[1] ?? '';
}

let isDeclared = false;

/** SCIMMY keeps its resource types in one place for the whole process. */
function declareTypes(): void {
  if (isDeclared) return;
  isDeclared = true;
  SCIMMY.Resources.declare(SCIMMY.Resources.User)
    .extend(SCIMMY.Schemas.EnterpriseUser, false)
    .extend(Badge, false)
    .ingress((resource, instance, context) => saveUser(shelfOf(context), resource.id, instance) as never)
    .egress((resource, context) => {
      const shelf = shelfOf(context);
      return read(resource, shelf.users, (user) => withGroups(shelf, user)) as never;
    })
    .degress((resource, context) => {
      const shelf = shelfOf(context);
      remove(shelf.users, resource.id);
      for (const group of shelf.groups.values()) dropMember(group, resource.id ?? '');
    });
  SCIMMY.Resources.declare(SCIMMY.Resources.Group)
    .ingress((resource, instance, context) => {
      const { groups, shown } = shelfOf(context);
      const group = save(groups, resource.id, withoutReferences(plain(instance)), 'group');
      return shown(structuredClone(group)) as never;
    })
    .egress((resource, context) => read(resource, shelfOf(context).groups, shelfOf(context).shown) as never)
    .degress((resource, context) => remove(shelfOf(context).groups, resource.id));
}

function shelfOf(context: unknown): Shelf {
  if (!(context instanceof Shelf)) throw new Error('a request without a tenant');
  return context;
}

function saveUser(shelf: Shelf, id: string | undefined, instance: unknown): Json {
  const { groups: _readOnly, ...user } = withoutReferences(plain(instance));
  const name = nameKey(user.userName);
  for (const other of shelf.users.values()) {
    if (other.id !== id && nameKey(other.userName) === name) {
      throw new SCIMMY.Types.Error(409, 'uniqueness', 'userName is in use');
    }
  }
  keepSerial(shelf.users.get(id ?? '') ?? {}, user);
  return withGroups(shelf, structuredClone(save(shelf.users, id, user, 'user')));
}

function nameKey(name: unknown): string {
  return String(name).normalize('NFC').toLowerCase();
}

function save(shelf: Map<string, Stored>, id: string | undefined, instance: unknown, kind: string): Stored {
  const { meta: _meta, id: _id, ...rest } = plain(instance);
  const now = new Date().toISOString();
  if (id === undefined) {
    const created: Stored = { ...rest, id: randomUUID(), meta: { created: now, lastModified: now } };
    shelf.set(created.id, created);
    return created;
  }
  const before = shelf.get(id);
  if (!before) throw new SCIMMY.Types.Error(404, null as never, `there is no ${kind} ${id}`);
  const { meta, id: _same, ...old } = before;
  const isSame = isDeepStrictEqual(rest, old);
  const after: Stored = {
    ...rest,
    id,
    meta: { created: meta.created, lastModified: isSame ? meta.lastModified : now },
  };
  shelf.set(id, after);
  return after;
}

function read(
  resource: { id?: string | undefined; filter?: { match(values: object[]): object[] } | undefined },
  shelf: Map<string, Stored>,
  shown: (stored: Stored) => Json,
): Json | Json[] {
  if (resource.id !== undefined) {
    const found = shelf.get(resource.id);
    if (!found) throw new SCIMMY.Types.Error(404, null as never, `there is no ${resource.id}`);
    return shown(structuredClone(found));
  }
  const all = [...shelf.values()].map((stored) => shown(structuredClone(stored)));
  return (resource.filter ? resource.filter.match(all) : all) as Json[];
}

function remove(shelf: Map<string, Stored>, id: string | undefined): void {
  if (!shelf.delete(id ?? '')) throw new SCIMMY.Types.Error(404, null as never, `there is no ${id}`);
}

function withGroups(shelf: Shelf, user: Stored): Json {
  const groups = [...shelf.groups.values()]
    .filter((group) => membersOf(group).some(({ value }) => value === user.id))
    .map((group) => ({ value: group.id, display: group.displayName, type: 'direct' }));
  return shelf.shown(groups.length === 0 ? user : { ...user, groups });
}

function membersOf(group: Stored): Json[] {
  return Array.isArray(group.members) ? (group.members as Json[]) : [];
}

function dropMember(group: Stored, id: string): void {
  const left = membersOf(group).filter(({ value }) => value !== id);
  if (left.length === membersOf(group).length) return;
  group.members = left;
  group.meta.lastModified = new Date().toISOString();
}

function plain(instance: unknown): Json {
  return JSON.parse(JSON.stringify(instance)) as Json;
}
