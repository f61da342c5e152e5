import type { Answer } from '../answer.ts';
import { VaultError } from '../answer.ts';
import type { Entity } from '../identity/records.ts';
import type { Mount } from '../mount.ts';
import type { Namespace } from '../namespace.ts';
import type { RequestContext } from '../request.ts';
import { authAnswer, issueToken, policyWarnings } from '../tokens/issue.ts';
import { loginTtl, type TokenSettings } from '../tokens/token-settings.ts';

export interface Login {
  /** Name of the alias that the login stands for on this mount. */
  aliasName: string;
  displayName: string;
  metadata: Record<string, string>;
  settings: TokenSettings;
}

/** Finishes a login whose credentials are right: finds or makes the entity, issues the token. @throws VaultError 403 */
export function completeLogin(context: RequestContext, mount: Mount, login: Login): Answer {
  const { state, namespace } = context;
  const entity = entityForAlias(namespace, mount, login.aliasName, login.metadata);
  if (entity.disabled) throw new VaultError(403, 'permission denied');
  const { settings } = login;
  const policies = new Set(settings.policies);
  if (!settings.noDefaultPolicy) policies.add('default');
  const wantedType = settings.type === 'default' ? mount.config.tokenType : settings.type;
  const type = wantedType.endsWith('batch') ? 'batch' : 'service';
  const token = issueToken(state, namespace, {
    type,
    parentId: null,
    policies: [...policies],
    meta: login.metadata,
    displayName: login.displayName,
    entityId: entity.id,
    path: context.fullPath,
    renewable: true,
    ttl: loginTtl(settings),
    explicitMaxTtl: settings.explicitMaxTtl,
    period: settings.period,
    numUses: type === 'batch' ? 0 : settings.numUses,
  });
  return { auth: authAnswer(token, namespace), warnings: policyWarnings(namespace, token.policies) };
}

/** A login without an alias on the mount makes one, and an entity for it (Vault documentation, Identity). */
export function entityForAlias(
  namespace: Namespace,
  mount: Mount,
  aliasName: string,
  metadata: Record<string, string> | null,
): Entity {
  const known = namespace.identity.aliasByFactors(mount.accessor, aliasName);
  const entity = known && namespace.identity.entity(known.canonicalId);
  if (entity) return entity;
  const created = namespace.identity.createEntity({});
  namespace.identity.createAlias({
    name: aliasName,
    mountAccessor: mount.accessor,
    canonicalId: created.id,
    metadata,
  });
  return created;
}
