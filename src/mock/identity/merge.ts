import { type Answer, badRequest, noContent } from '../answer.ts';
import { parametersOf } from '../http/parameters.ts';
import type { RequestContext } from '../request.ts';
import { guardMerge } from '../service-provider/guards.ts';
import type { Entity, EntityAlias } from './records.ts';
import { refuseIf } from './refuse.ts';

/**
 * `identity/entity/merge`: aliases, policies and memberships of some entities go to another one, and their ids lead to
 * it from then on (Vault API documentation, Identity: entity).
 * @throws VaultError 400
 */
export function mergeEntities(context: RequestContext): Answer {
  const { behaviour, stateFaults } = context.state;
  const store = context.namespace.identity;
  const parameters = parametersOf(context);
  const fromIds = [...new Set(parameters.stringList('from_entity_ids') ?? [])];
  const toId = parameters.string('to_entity_id') ?? '';
  if (fromIds.length === 0) throw badRequest('missing entity ids to merge from');
  if (toId === '') throw badRequest('missing entity id to merge to');
  if (fromIds.includes(toId)) throw badRequest('to_entity_id should not be present in from_entity_ids');
  const target = store.entity(toId);
  if (!target) throw badRequest('entity id to merge to is invalid');
  const sources = fromIds.map((id) => {
    const source = store.entity(id);
    if (!source) throw badRequest('entity id to merge from is invalid');
    return source;
  });
  refuseIf(guardMerge([target, ...sources], behaviour, stateFaults));
  const keep = new Set(parameters.stringList('conflicting_alias_ids_to_keep') ?? []);
  refuseClashes(context, target, sources, keep);
  for (const source of sources) mergeOne(context, target, source, keep);
  return noContent();
}

function refuseClashes(
  context: RequestContext,
  target: Entity,
  sources: readonly Entity[],
  keep: ReadonlySet<string>,
): void {
  const byAccessor = new Map<string, EntityAlias>();
  for (const entity of [target, ...sources]) {
    for (const alias of context.namespace.identity.aliasesOf(entity.id)) {
      const other = byAccessor.get(alias.mountAccessor);
      if (other && !keep.has(alias.id) && !keep.has(other.id)) {
        throw badRequest(
          'toEntity and at least one fromEntity have aliases with the same mount accessor, repeat the merge request specifying exactly one fromEntity, clashes: ' +
            `mountAccessor: ${alias.mountAccessor}`,
        );
      }
      byAccessor.set(alias.mountAccessor, alias);
    }
  }
}

function mergeOne(context: RequestContext, target: Entity, source: Entity, keep: ReadonlySet<string>): void {
  const store = context.namespace.identity;
  for (const alias of [...store.aliasesOf(source.id)]) {
    const clash = [...store.aliasesOf(target.id)].find((own) => own.mountAccessor === alias.mountAccessor);
    if (clash && !keep.has(alias.id)) continue;
    if (clash) store.deleteAlias(clash.id);
    store.updateAlias(alias.id, {
      canonicalId: target.id,
      mergedFromCanonicalIds: [...alias.mergedFromCanonicalIds, source.id],
    });
  }
  for (const group of store.groupsOf(source.id).direct) store.changeMembers(group.id, { add: [target.id] });
  store.deleteEntity(source.id);
  store.updateEntity(target.id, {
    policies: [...new Set([...target.policies, ...source.policies])].sort(),
    mergedEntityIds: [...target.mergedEntityIds, source.id, ...source.mergedEntityIds],
  });
}
