import { type Answer, badRequest, VaultError } from '../answer.ts';
import { Parameters } from '../http/parameters.ts';
import type { RequestContext } from '../request.ts';
import { type ScimClient, scimClientsOf } from './client-registry.ts';

/**
 * Deletes a SCIM client. 2.0.x marks it `deleting`, blocks its requests at once, and removes its entities, aliases,
 * groups and at last itself in the background (S1). 2.2 refuses while it owns something, unless
 * `delete-linked-resources` or `unlink-resources` says what to do (S8, S9).
 *
 * @throws VaultError 400
 */
export function deleteClient(ctx: RequestContext, client: ScimClient | undefined): Answer {
  const { behaviour, stateFaults: faults } = ctx.state;
  const query = new Parameters(new Map(ctx.query));
  const guarded = behaviour.clientDeletion === 'guarded';
  const deletes = guarded && (query.boolean('delete-linked-resources') ?? false);
  const unlinks = guarded && (query.boolean('unlink-resources') ?? false);
  if (deletes && unlinks) throw badRequest('delete-linked-resources and unlink-resources exclude each other');
  if (!client) return {};
  if (client.deleting) {
    if (behaviour.assume['second-client-delete'] === '204') return {};
    throw badRequest('the SCIM client is already being deleted');
  }
  if (!guarded) return deleteInBackground(ctx, client);
  if (unlinks && !faults.has('state-unlink-resources-deletes')) {
    unlinkEverything(ctx, client);
    forgetClient(ctx, client);
    return {};
  }
  if (deletes || unlinks) return deleteInBackground(ctx, client);
  if (ownedBy(ctx, client) > 0) {
    if (faults.has('state-refused-delete-unlinks')) unlinkEverything(ctx, client);
    throw new VaultError(400, 'SCIM client has linked resources');
  }
  forgetClient(ctx, client);
  return {};
}

function deleteInBackground(ctx: RequestContext, client: ScimClient): Answer {
  client.deleting = true;
  if (ctx.state.stateFaults.has('state-client-deletion-stuck')) return {};
  const timer = setTimeout(
    () => {
      deleteEverything(ctx, client);
      forgetClient(ctx, client);
    },
    ctx.state.clientDeletionMs(ownedBy(ctx, client)),
  );
  timer.unref();
  return {};
}

function deleteEverything(ctx: RequestContext, client: ScimClient): void {
  const { stateFaults: faults } = ctx.state;
  const store = ctx.namespace.identity;
  if (faults.has('state-client-delete-takes-principal')) store.deleteEntity(client.accessGrantPrincipal);
  for (const group of [...store.groupsOfClient(client.clientId)]) {
    if (faults.has('state-client-delete-leaves-groups')) store.updateGroup(group.id, { scimClientId: '' });
    else store.deleteGroup(group.id);
  }
  for (const entity of [...store.entitiesOfClient(client.clientId)]) {
    if (faults.has('state-client-delete-leaves-entities')) store.updateEntity(entity.id, { scimClientId: '' });
    else store.deleteEntity(entity.id);
  }
}

function unlinkEverything(ctx: RequestContext, client: ScimClient): void {
  const store = ctx.namespace.identity;
  for (const group of [...store.groupsOfClient(client.clientId)]) store.updateGroup(group.id, { scimClientId: '' });
  for (const entity of [...store.entitiesOfClient(client.clientId)]) {
    for (const alias of [...store.aliasesOf(entity.id)]) {
      if (alias.scimClientId === client.clientId) store.updateAlias(alias.id, { scimClientId: '' });
    }
    store.updateEntity(entity.id, { scimClientId: '' });
  }
}

function ownedBy(ctx: RequestContext, client: ScimClient): number {
  const store = ctx.namespace.identity;
  return store.countEntitiesOfClient(client.clientId) + store.countGroupsOfClient(client.clientId);
}

function forgetClient(ctx: RequestContext, client: ScimClient): void {
  scimClientsOf(ctx.namespace).remove(client);
  for (const token of ctx.state.tokens.all()) {
    if (token.scimClientId === client.clientId) ctx.state.tokens.revoke(token.id);
  }
}
