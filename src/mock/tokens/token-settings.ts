import { badRequest } from '../answer.ts';
import type { Parameters } from '../http/parameters.ts';
import { SYSTEM_TTL } from './issue.ts';

/** The `token_*` parameters that every auth method's roles share (Vault API documentation, auth methods). Seconds. */
export interface TokenSettings {
  policies: string[];
  ttl: number;
  maxTtl: number;
  explicitMaxTtl: number;
  period: number;
  numUses: number;
  noDefaultPolicy: boolean;
  type: string;
  boundCidrs: string[];
}

const TYPES = new Set(['default', 'service', 'batch', 'default-service', 'default-batch']);

export function newTokenSettings(): TokenSettings {
  return {
    policies: [],
    ttl: 0,
    maxTtl: 0,
    explicitMaxTtl: 0,
    period: 0,
    numUses: 0,
    noDefaultPolicy: false,
    type: 'default',
    boundCidrs: [],
  };
}

/** The settings after a write: what it names is replaced. @throws VaultError 400 */
export function changeTokenSettings(settings: TokenSettings, parameters: Parameters): TokenSettings {
  const type = parameters.string('token_type') ?? settings.type;
  if (!TYPES.has(type)) throw badRequest(`invalid 'token_type' value "${type}"`);
  const changed: TokenSettings = {
    policies: (parameters.stringList('token_policies') ?? parameters.stringList('policies') ?? settings.policies).map(
      (name) => name.toLowerCase(),
    ),
    ttl: parameters.duration('token_ttl') ?? settings.ttl,
    maxTtl: parameters.duration('token_max_ttl') ?? settings.maxTtl,
    explicitMaxTtl: parameters.duration('token_explicit_max_ttl') ?? settings.explicitMaxTtl,
    period: parameters.duration('token_period') ?? settings.period,
    numUses: parameters.integer('token_num_uses') ?? settings.numUses,
    noDefaultPolicy: parameters.boolean('token_no_default_policy') ?? settings.noDefaultPolicy,
    type,
    boundCidrs: parameters.stringList('token_bound_cidrs') ?? settings.boundCidrs,
  };
  for (const [name, value] of [
    ['token_ttl', changed.ttl],
    ['token_max_ttl', changed.maxTtl],
    ['token_explicit_max_ttl', changed.explicitMaxTtl],
    ['token_period', changed.period],
    ['token_num_uses', changed.numUses],
  ] as const) {
    if (value < 0) throw badRequest(`'${name}' cannot be negative`);
  }
  if (changed.maxTtl > 0 && changed.ttl > changed.maxTtl) {
    throw badRequest("'token_ttl' cannot be greater than 'token_max_ttl'");
  }
  return changed;
}

export function tokenSettingsView(settings: TokenSettings): Record<string, unknown> {
  return {
    token_bound_cidrs: settings.boundCidrs,
    token_explicit_max_ttl: settings.explicitMaxTtl,
    token_max_ttl: settings.maxTtl,
    token_no_default_policy: settings.noDefaultPolicy,
    token_num_uses: settings.numUses,
    token_period: settings.period,
    token_policies: settings.policies,
    token_ttl: settings.ttl,
    token_type: settings.type,
  };
}

/** The time to live that a login grants, in seconds. */
export function loginTtl(settings: TokenSettings): number {
  if (settings.period > 0) return settings.period;
  const limits = [SYSTEM_TTL, settings.maxTtl, settings.explicitMaxTtl].filter((limit) => limit > 0);
  return Math.min(settings.ttl || SYSTEM_TTL, ...limits);
}
