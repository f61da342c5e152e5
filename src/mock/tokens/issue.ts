import type { VaultAuth } from '../../protocol/vault.ts';
import { identityPolicies } from '../access.ts';
import { secondsToNanoseconds } from '../clock.ts';
import type { Namespace } from '../namespace.ts';
import type { DoubleState } from '../state.ts';
import { randomText } from './secret-text.ts';
import type { Token, TokenType } from './token.ts';

/** Vault's own default and maximum time to live: 768 hours. */
export const SYSTEM_TTL = 2_764_800;

export interface NewToken {
  id?: string;
  type: TokenType;
  parentId: string | null;
  policies: readonly string[];
  meta: Record<string, string> | null;
  displayName: string;
  entityId: string;
  path: string;
  role?: string;
  renewable: boolean;
  /** Seconds; 0 never expires. */
  ttl: number;
  explicitMaxTtl?: number;
  period?: number;
  numUses?: number;
  scimClientId?: string;
}

const PREFIXES: Readonly<Record<TokenType, string>> = { service: 'hvs.', batch: 'hvb.', scim: 'scm.' };

/** Makes a token and puts it into the store. Tokens of a child namespace end with its id. */
export function issueToken(state: DoubleState, namespace: Namespace, fields: NewToken): Token {
  const suffix = namespace.parent ? `.${namespace.id}` : '';
  const length = fields.type === 'batch' ? 120 : 24;
  const now = state.clock.now();
  const token: Token = {
    id: fields.id ?? `${PREFIXES[fields.type]}${randomText(length)}${suffix}`,
    accessor: fields.type === 'batch' ? '' : `${randomText(24)}${suffix}`,
    namespaceId: namespace.id,
    type: fields.type,
    parentId: fields.parentId,
    policies: fields.policies,
    meta: fields.meta,
    displayName: fields.displayName,
    entityId: fields.entityId,
    path: fields.path,
    role: fields.role ?? '',
    renewable: fields.renewable && fields.type !== 'batch' && fields.ttl > 0,
    creationTime: now,
    creationTtl: fields.ttl,
    explicitMaxTtl: fields.explicitMaxTtl ?? 0,
    period: fields.period ?? 0,
    scimClientId: fields.scimClientId ?? '',
    expireTime: fields.ttl === 0 ? null : now + secondsToNanoseconds(fields.ttl),
    lastRenewal: null,
    numUses: fields.numUses ?? 0,
  };
  state.tokens.add(token);
  return token;
}

/** The `auth` member of the answer that hands a token out. */
export function authAnswer(token: Token, namespace: Namespace, leaseDuration = token.creationTtl): VaultAuth {
  const entity = token.entityId === '' ? null : (namespace.identity.entity(token.entityId) ?? null);
  const fromIdentity = identityPolicies(entity, namespace);
  return {
    client_token: token.id,
    accessor: token.accessor,
    policies: [...new Set([...token.policies, ...fromIdentity])].sort(),
    token_policies: [...token.policies].sort(),
    ...(fromIdentity.length > 0 ? { identity_policies: fromIdentity } : {}),
    metadata: token.meta,
    lease_duration: leaseDuration,
    renewable: token.renewable,
    entity_id: token.entityId,
    token_type: token.type,
    orphan: token.parentId === null,
    mfa_requirement: null,
    num_uses: token.numUses,
  };
}

/** Warnings for policies that do not exist (yet): naming them is allowed. */
export function policyWarnings(namespace: Namespace, policies: readonly string[]): string[] {
  return policies.filter((name) => !namespace.policies.has(name)).map((name) => `Policy "${name}" does not exist`);
}
