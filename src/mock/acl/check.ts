import type { Entity } from '../identity/records.ts';
import type { Namespace } from '../namespace.ts';
import { compareSpecificity, patternMatches } from './pattern.ts';
import type { Capability, PathRule, Policy } from './policy.ts';
import { fillTemplate } from './template.ts';

/** What the policies of a request grant on one path. */
export interface Grant {
  readonly root: boolean;
  readonly denied: boolean;
  readonly capabilities: ReadonlySet<Capability>;
  readonly rules: readonly PathRule[];
}

const NOTHING: Grant = { root: false, denied: false, capabilities: new Set(), rules: [] };

/**
 * The grant of the most specific matching pattern: same patterns of several policies add up, `deny` wins.
 * @param path below the namespace that the policies are in; a LIST ends in a slash, and is also covered by the pattern without it
 */
export function grantOn(
  policies: readonly Policy[],
  path: string,
  isList: boolean,
  entity: Entity | null,
  namespace: Namespace,
): Grant {
  if (policies.some((policy) => policy.name === 'root')) return { ...NOTHING, root: true };
  const bare = path.replace(/\/$/, '');
  let best: string | null = null;
  let rules: PathRule[] = [];
  for (const policy of policies) {
    for (const rule of policy.rules) {
      const pattern = fillTemplate(rule.pattern, entity, namespace);
      if (pattern === null) continue;
      if (!patternMatches(pattern, path) && !(isList && patternMatches(pattern, bare))) continue;
      const order = best === null ? 1 : compareSpecificity(pattern, best);
      if (order > 0) {
        best = pattern;
        rules = [rule];
      } else if (order === 0) {
        rules.push(rule);
      }
    }
  }
  const capabilities = new Set(rules.flatMap((rule) => [...rule.capabilities]));
  const denied = capabilities.has('deny');
  return { root: false, denied, capabilities: denied ? new Set() : capabilities, rules };
}

/** Whether the parameters of a write satisfy the rules of the grant (Vault documentation, parameter constraints). */
export function parametersAllowed(grant: Grant, parameters: ReadonlyMap<string, unknown>): boolean {
  const given = new Map([...parameters].map(([name, value]) => [name.toLowerCase(), value]));
  // Several stanzas on one pattern: their lists add up, and a stanza without a list of allowed names allows all.
  const required = grant.rules.flatMap((rule) => rule.requiredParameters);
  if (required.some((name) => !given.has(name.toLowerCase()))) return false;
  for (const [name, value] of given) {
    for (const rule of grant.rules) if (deniedBy(rule, name, value)) return false;
    const limited = grant.rules.filter((rule) => rule.allowedParameters !== null);
    if (limited.length < grant.rules.length || limited.length === 0) continue;
    if (!limited.some((rule) => allowedBy(rule, name, value))) return false;
  }
  return true;
}

function deniedBy(rule: PathRule, name: string, value: unknown): boolean {
  const denied = rule.deniedParameters;
  if (!denied) return false;
  if (denied.has('*')) return true;
  const values = denied.get(name);
  return values !== undefined && (values.length === 0 || includesValue(values, value));
}

function allowedBy(rule: PathRule, name: string, value: unknown): boolean {
  const allowed = rule.allowedParameters;
  const values = allowed?.get(name) ?? allowed?.get('*');
  return values !== undefined && (values.length === 0 || includesValue(values, value));
}

function includesValue(values: readonly unknown[], value: unknown): boolean {
  return values.some((candidate) => {
    if (typeof candidate === 'string' && typeof value === 'string') {
      if (candidate.startsWith('*') && candidate.length > 1) return value.endsWith(candidate.slice(1));
      if (candidate.endsWith('*')) return value.startsWith(candidate.slice(0, -1));
    }
    return String(candidate) === String(value);
  });
}
