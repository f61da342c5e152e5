import { badRequest, VaultError } from '../answer.ts';
import type { Parameters } from '../http/parameters.ts';
import type { Refusal } from '../service-provider/guards.ts';

/** @throws VaultError when a SCIM guard refuses */
export function refuseIf(refusal: Refusal | null): void {
  if (refusal) throw new VaultError(refusal.status, refusal.message);
}

/** Policy names of a request in lower case, each once. @throws VaultError 400 for `root` */
export function identityPolicyNames(parameters: Parameters): string[] | undefined {
  const names = parameters.stringList('policies')?.map((name) => name.toLowerCase());
  if (names?.includes('root')) throw badRequest('policies cannot contain root');
  return names && [...new Set(names)].sort();
}
