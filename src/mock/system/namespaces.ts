import { badRequest, listAnswer, noContent, notFound, unsupportedPath, withData } from '../answer.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import { createMount } from '../mount.ts';
import { Namespace } from '../namespace.ts';
import type { RequestContext } from '../request.ts';
import type { DoubleState } from '../state.ts';
import { TokenBackend } from '../tokens/roles.ts';
import { randomText } from '../tokens/secret-text.ts';
import { builtInPolicies } from './policies.ts';

const RESERVED = new Set(['root', 'sys', 'audit', 'auth', 'cubbyhole', 'identity']);

/** Gives a namespace what each one starts with: its token mount and its built-in policies. */
export function furnish(namespace: Namespace): void {
  const type = namespace.parent ? 'ns_token' : 'token';
  const tokens = createMount({
    kind: 'auth',
    path: 'token/',
    type,
    backend: new TokenBackend(),
    description: 'token based credentials',
  });
  namespace.authMounts.set('token/', tokens);
  for (const policy of builtInPolicies()) namespace.policies.set(policy.name, policy);
}

function view(namespace: Namespace): object {
  return { custom_metadata: namespace.customMetadata, id: namespace.id, path: namespace.path };
}

function freshId(state: DoubleState): string {
  for (;;) {
    const id = randomText(5);
    if (!state.namespaceById(id)) return id;
  }
}

/** Finds `a/b` below the namespace of the request; undefined for none. */
function find(context: RequestContext, path: string): Namespace | undefined {
  return context.state.namespaceByPath(`${context.namespace.path}${path.replace(/\/+$/, '')}/`);
}

const create: Handler = (context, { path = '' }) => {
  refuseCommunity(context);
  const { state } = context;
  const segments = path.replace(/\/+$/, '').split('/');
  const name = segments.pop() ?? '';
  const parent = segments.length === 0 ? context.namespace : find(context, segments.join('/'));
  if (!parent) throw badRequest(`parent namespace "${segments.join('/')}" does not exist`);
  if (RESERVED.has(name) || !/^[^\s/.][^\s/]*$/.test(name)) throw badRequest(`invalid namespace name "${name}"`);
  const customMetadata = parametersOf(context).stringMap('custom_metadata') ?? {};
  const existing = parent.children.get(name);
  if (existing) return withData(view(existing));
  const created = new Namespace({
    id: freshId(state),
    path: `${parent.path}${name}/`,
    parent,
    clock: state.clock,
    customMetadata,
  });
  furnish(created);
  parent.children.set(name, created);
  state.addNamespace(created);
  return withData(view(created));
};

const read: Handler = (context, { path = '' }) => {
  const found = find(context, path);
  if (!found) throw notFound();
  return withData(view(found));
};

const patch: Handler = (context, { path = '' }) => {
  const found = find(context, path);
  if (!found) throw notFound();
  found.customMetadata = { ...found.customMetadata, ...parametersOf(context).stringMap('custom_metadata') };
  return withData(view(found));
};

const remove: Handler = (context, { path = '' }) => {
  const found = find(context, path);
  if (!found?.parent) return noContent();
  if (found.children.size > 0) throw badRequest('cannot delete namespace with child namespaces');
  found.parent.children.delete(found.path.split('/').at(-2) ?? '');
  context.state.removeNamespace(found);
  for (const token of context.state.tokens.all()) {
    if (token.namespaceId === found.id) context.state.tokens.revoke(token.id);
  }
  return noContent();
};

function list(context: RequestContext) {
  refuseCommunity(context);
  const children = [...context.namespace.children].sort(([a], [b]) => (a < b ? -1 : 1));
  const info = Object.fromEntries(children.map(([name, child]) => [`${name}/`, view(child)]));
  return listAnswer(Object.keys(info), info);
}

function refuseCommunity(context: RequestContext): void {
  if (context.state.edition === 'community') throw unsupportedPath();
}

/** `sys/namespaces` (Vault Enterprise API documentation). */
export const NAMESPACE_ROUTES: readonly Route[] = [
  { pattern: 'namespaces', handlers: { list } },
  { pattern: 'namespaces/*path', handlers: { update: create, read, patch, delete: remove } },
];
