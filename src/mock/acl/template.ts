import type { Entity } from '../identity/records.ts';
import type { Namespace } from '../namespace.ts';

/**
 * Fills `{{identity…}}` in a policy path (Vault documentation, Templated policies). Null when a value is missing: the
 * stanza then grants nothing. Values go in as they are: a `*` or `/` inside them acts as in any other path.
 */
export function fillTemplate(pattern: string, entity: Entity | null, namespace: Namespace): string | null {
  if (!pattern.includes('{{')) return pattern;
  let missing = false;
  const filled = pattern.replace(/\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const value = entity ? lookUp(expression, entity, namespace) : undefined;
    if (!value) missing = true;
    return value ?? '';
  });
  return missing ? null : filled;
}

function lookUp(expression: string, entity: Entity, namespace: Namespace): string | undefined {
  if (expression === 'identity.entity.id') return entity.id;
  if (expression === 'identity.entity.name') return entity.name;
  const entityMetadata = after(expression, 'identity.entity.metadata.');
  if (entityMetadata !== undefined) return own(entity.metadata, entityMetadata);
  const alias = after(expression, 'identity.entity.aliases.');
  if (alias !== undefined) return lookUpAlias(alias, entity, namespace);
  const group = after(expression, 'identity.groups.');
  return group === undefined ? undefined : lookUpGroup(group, entity, namespace);
}

function lookUpAlias(expression: string, entity: Entity, namespace: Namespace): string | undefined {
  const [accessor, field, ...rest] = expression.split('.');
  for (const alias of namespace.identity.aliasesOf(entity.id)) {
    if (alias.mountAccessor !== accessor) continue;
    if (field === 'id') return alias.id;
    if (field === 'name') return alias.name;
    if (field === 'metadata') return own(alias.metadata, rest.join('.'));
    if (field === 'custom_metadata') return own(alias.customMetadata, rest.join('.'));
  }
  return undefined;
}

function lookUpGroup(expression: string, entity: Entity, namespace: Namespace): string | undefined {
  const match = /^(ids|names)\.(.+?)\.(id|name|metadata\..+)$/.exec(expression);
  const [, by, key, field] = match ?? [];
  const { direct, inherited } = namespace.identity.groupsOf(entity.id);
  const group = [...direct, ...inherited].find((candidate) => (by === 'ids' ? candidate.id : candidate.name) === key);
  if (!group || !field) return undefined;
  if (field === 'id') return group.id;
  if (field === 'name') return group.name;
  return own(group.metadata, field.slice('metadata.'.length));
}

function own(record: Record<string, string> | null, key: string): string | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

function after(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}
