import { type Answer, listAnswer, notFound, unsupportedOperation, unsupportedPath, VaultError } from '../answer.ts';
import type { RequestContext } from '../request.ts';
import { deleteClient } from './client-deletion.ts';
import { linkEntity, linkGroup, unlinkEntity, unlinkGroup } from './client-links.ts';
import { type ScimClient, scimClientsOf } from './client-registry.ts';
import { createClient, updateClient } from './client-settings.ts';

/** Vault's form of a name in a path. */
const NAME = /^\w(?:[\w.-]*\w)?$/;
const LINKS: Readonly<Record<string, (ctx: RequestContext, client: ScimClient) => Answer>> = {
  'link-entity': linkEntity,
  'unlink-entity': unlinkEntity,
  'link-group': linkGroup,
  'unlink-group': unlinkGroup,
};

/**
 * Answers `identity/scim/client[/:name[/link-entity…]]` (Vault API documentation, SCIM; link and unlink from 2.2).
 *
 * @throws VaultError in Vault's own form for everything that it refuses
 */
export function handleScimClient(ctx: RequestContext): Answer {
  const [, , collection, name, action, ...rest] = ctx.fullPath.replace(/\/$/, '').split('/');
  const { behaviour } = ctx.state;
  if (collection === undefined || collection === '') return listMounts(ctx);
  if (collection === 'clients' && (name !== undefined || behaviour.assume['clients-path'] === '404')) {
    throw unsupportedPath();
  }
  if (collection === 'clients' || name === undefined) return listClients(ctx);
  if (!NAME.test(name) || rest.length > 0) throw unsupportedPath();
  if (action !== undefined) return link(ctx, name.toLowerCase(), action);
  return oneClient(ctx, name.toLowerCase());
}

function oneClient(ctx: RequestContext, name: string): Answer {
  const client = scimClientsOf(ctx.namespace).byName(name);
  switch (ctx.operation) {
    case 'read':
      if (!client) throw notFound();
      return { data: clientData(ctx, client) };
    case 'create':
    case 'update':
      return client ? update(ctx, client) : create(ctx, name);
    case 'delete':
      return deleteClient(ctx, client);
    default:
      throw unsupportedOperation();
  }
}

/** 2.2 answers with the whole object (S8); what 2.0.x answers is not published. */
function create(ctx: RequestContext, name: string): Answer {
  const client = createClient(ctx, name);
  const { behaviour } = ctx.state;
  const empty = !behaviour.clientSettings && behaviour.assume['client-create-2.0'] === '204';
  return empty ? {} : { data: clientData(ctx, client) };
}

/** 2.2 answers 204 (S8). */
function update(ctx: RequestContext, client: ScimClient): Answer {
  updateClient(ctx, client);
  const { behaviour } = ctx.state;
  const full = !behaviour.clientSettings && behaviour.assume['client-update-2.0'] === '200';
  return full ? { data: clientData(ctx, client) } : {};
}

function link(ctx: RequestContext, name: string, action: string): Answer {
  const { behaviour } = ctx.state;
  const handler = Object.hasOwn(LINKS, action) ? LINKS[action] : undefined;
  const hidden = action === 'unlink-group' && behaviour.assume['unlink-group'] === '404';
  if (!handler || !behaviour.clientSettings || hidden) throw unsupportedPath();
  if (ctx.operation !== 'update' && ctx.operation !== 'create') throw unsupportedOperation();
  const client = scimClientsOf(ctx.namespace).byName(name);
  if (!client) throw new VaultError(404, `unknown SCIM client "${name}"`);
  if (client.deleting) {
    throw new VaultError(Number(behaviour.assume['write-while-deleting']), 'the SCIM client is being deleted');
  }
  return handler(ctx, client);
}

function listClients(ctx: RequestContext): Answer {
  if (ctx.operation !== 'list') throw unsupportedOperation();
  const clients = scimClientsOf(ctx.namespace).all();
  const keys = clients.map((client) => client.name).sort();
  if (ctx.state.behaviour.assume['client-list-key-info'] === 'absent') return listAnswer(keys);
  const info = clients.map((client): [string, object] => [
    client.name,
    { client_id: client.clientId, deleting: client.deleting },
  ]);
  return listAnswer(keys, Object.fromEntries(info));
}

function listMounts(ctx: RequestContext): Answer {
  if (ctx.operation !== 'list') throw unsupportedOperation();
  return listAnswer(['client/']);
}

/** The fields that exist in the played version; times and counts of owned objects are not returned (S8). */
function clientData(ctx: RequestContext, client: ScimClient): object {
  const settings = {
    allowed_extra_alias_mount_accessors: client.allowedExtraAliasMountAccessors,
    default_schema_version: client.defaultSchemaVersion,
    allow_user_adoption: client.allowUserAdoption,
    allow_group_adoption: client.allowGroupAdoption,
    max_active_tokens: client.maxActiveTokens,
    max_token_ttl: client.maxTokenTtl,
  };
  return {
    client_name: client.name,
    client_id: client.clientId,
    access_grant_principal: client.accessGrantPrincipal,
    alias_mount_accessor: client.aliasMountAccessor,
    ...(ctx.state.behaviour.clientSettings ? settings : {}),
    deleting: client.deleting,
  };
}
