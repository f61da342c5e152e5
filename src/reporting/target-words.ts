import type { Conformance, TargetIdentity } from '../verdicts/verdict.ts';
import { PROFILE_HEADLINE } from './verdict-words.ts';

/** The target in one phrase: `double of Vault 2.2.0 by documentation at 127.0.0.1:8200`. */
export function targetInWords(target: TargetIdentity): string {
  const product = target.vaultVersion === null ? `SCIM server (${target.kind})` : `Vault ${target.vaultVersion}`;
  const what = target.double === null ? product : `${target.double},`;
  const namespace = target.namespace ? `, namespace ${target.namespace}` : '';
  return `${what} at ${target.address.replace(/^https?:\/\//, '')}${namespace}`;
}

/** The worst verdict over all profiles in capitals; a run without profiles has shown nothing. */
export function overallHeadline(conformance: Conformance): string {
  const order = ['not-conformant', 'incomplete', 'conformant-with-deviations', 'conformant'] as const;
  const verdicts = new Set(conformance.profiles.map((profile) => profile.verdict));
  const worst = order.find((verdict) => verdicts.has(verdict)) ?? 'incomplete';
  const headline = worst.startsWith('conformant') && !conformance.run.complete ? 'incomplete' : worst;
  return PROFILE_HEADLINE[headline];
}
