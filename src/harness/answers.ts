import type { Answer } from '../scim/answer.ts';
import type { VaultAnswer } from '../vault/vault-client.ts';

type Json = Record<string, unknown>;

/** The body as an object; empty when the answer has none, so that assertions can look into it. */
export function bodyOf(answer: Answer): Json {
  return isObject(answer.body) ? answer.body : {};
}

/** Where a write shows the resource: in its answer, or in the read after it when it answers 204 without content. */
export function representationIn(answer: Answer, read: Answer): Answer {
  return answer.status === 204 ? read : answer;
}

/** `id` of a SCIM resource; '' when the answer has none. */
export function idOf(answer: Answer): string {
  const { id } = bodyOf(answer);
  return typeof id === 'string' ? id : '';
}

/** `Resources` of a ListResponse; empty when there are none. */
export function resourcesOf(answer: Answer): Json[] {
  const { Resources } = bodyOf(answer);
  return Array.isArray(Resources) ? Resources.filter(isObject) : [];
}

/** The ids of a ListResponse, sorted: an order is not promised. */
export function idsOf(answer: Answer): string[] {
  return resourcesOf(answer)
    .map(({ id }) => String(id))
    .sort();
}

/** The `value`s of a multi-valued attribute such as `members` or `groups`, sorted; empty when it is absent. */
export function valuesOf(attribute: unknown): string[] {
  return Array.isArray(attribute)
    ? attribute
        .filter(isObject)
        .map(({ value }) => String(value))
        .sort()
    : [];
}

/** The lists of `sys/activation-flags` (Vault API documentation, /sys/activation-flags), sorted; empty when absent. */
export function flagsOf(answer: VaultAnswer): { activated: string[]; unactivated: string[] } {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String).sort() : []);
  return { activated: list(answer.data?.activated), unactivated: list(answer.data?.unactivated) };
}

/** Entities and groups that a group of the identity API holds (Vault API documentation, Identity: group), sorted. */
export function memberIdsOf(answer: VaultAnswer): string[] {
  const { member_entity_ids: entities, member_group_ids: groups } = answer.data ?? {};
  return [entities, groups].flatMap((ids) => (Array.isArray(ids) ? ids.map(String) : [])).sort();
}

/** `aliases` of an entity as the identity API shows it (Vault API documentation, Identity: entity); empty when absent. */
export function aliasesOf(answer: VaultAnswer): Json[] {
  const { aliases } = answer.data ?? {};
  return Array.isArray(aliases) ? aliases.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
