import { SCIM_ACTIVATION_FLAG } from '../protocol/vault.ts';
import { SetupError } from '../targets/setup-error.ts';
import { findsLateNode, type Health, readHealth } from './health.ts';
import { inside, missingRights, rightsToNamespaces, rightsToWork } from './rights.ts';
import { requireUsableToken } from './token-check.ts';
import { succeeded, type VaultAnswer, type VaultClient } from './vault-client.ts';

/** A run of all profiles, generously. */
export const RUN_SECONDS = 600;

export interface PreflightOptions {
  prefix: string;
  isolate: 'namespace' | 'prefix';
  /** The harness started the server: activating SCIM there is its own affair. */
  ownServer: boolean;
}

export interface PreflightFacts extends Health {
  /** VAULT_TOKEN may act in the root namespace. */
  rootNamespace: boolean;
  /** Child namespaces can be created below the namespace that the run will work in. */
  childNamespaces: boolean;
}

/**
 * Checks, without changing anything on a server of somebody else, that a run can work: state
 * and version of the server, the token and its rights, SCIM activated.
 *
 * @param vault Acts in the namespace that the user named.
 * @throws SetupError: one sentence, what is wrong and what to do.
 */
export async function preflight(vault: VaultClient, options: PreflightOptions): Promise<PreflightFacts> {
  const health = await readHealth(vault);
  if (!options.ownServer) await requireUsableToken(vault, RUN_SECONDS);
  if (options.ownServer)
    await vault.with({ namespace: '' }).write(`sys/activation-flags/${SCIM_ACTIVATION_FLAG}/activate`);
  const childNamespaces = await requireRights(vault, options);
  await requireScim(vault);
  const eventuallyConsistent = health.eventuallyConsistent || (!options.ownServer && (await findsLateNode(vault)));
  return { ...health, eventuallyConsistent, rootNamespace: await actsInRoot(vault), childNamespaces };
}

/** @returns Whether child namespaces can be created below the working namespace. */
async function requireRights(vault: VaultClient, { prefix, isolate }: PreflightOptions): Promise<boolean> {
  const toNamespaces = rightsToNamespaces(prefix);
  const namespaceRights = await missingRights(vault, toNamespaces);
  if (namespaceRights === null) {
    throw new SetupError(
      `VAULT_TOKEN may not act in the namespace "${vault.namespace || 'root'}" of ${vault.address}: correct VAULT_NAMESPACE, or give the token the policy in fixtures/policies/harness.hcl there.`,
    );
  }
  if (isolate === 'namespace' && namespaceRights.length > 0) {
    throw new SetupError(
      `VAULT_TOKEN may not create a child namespace, it lacks ${namespaceRights.join('; ')}: grant that, or set SCIM_ISOLATE=prefix to work in the namespace "${vault.namespace || 'root'}" itself.`,
    );
  }
  const needed = rightsToWork(prefix).filter(({ path }) => !toNamespaces.some((one) => one.path === path));
  const rights =
    isolate === 'namespace'
      ? [{ path: 'identity/scim/client', capabilities: ['list' as const] }, ...inside(`${prefix}ns`, needed)]
      : needed;
  const missing = (await missingRights(vault, rights)) ?? [];
  if (missing.length > 0) {
    throw new SetupError(
      `VAULT_TOKEN lacks rights that the run needs, ${missing.join('; ')}: give it the policy in fixtures/policies/harness.hcl.`,
    );
  }
  return namespaceRights.length === 0;
}

/** Probed by a LIST of the SCIM clients, since the flags are readable in the root namespace only. */
async function requireScim(vault: VaultClient): Promise<void> {
  const answer = await vault.list('identity/scim/client');
  if (succeeded(answer) || isEmptyList(answer)) return;
  throw new SetupError(
    `SCIM is not activated on the Vault at ${vault.address} (listing SCIM clients answered ${answer.status}): an operator can run "vault write -f sys/activation-flags/${SCIM_ACTIVATION_FLAG}/activate" in the root namespace, which cannot be undone and which the harness therefore never does.`,
  );
}

/** An empty list is 404 with no error texts (Vault HTTP API overview). */
function isEmptyList(answer: VaultAnswer): boolean {
  const { status, body } = answer;
  if (status !== 404 || typeof body !== 'object' || body === null || !('errors' in body)) return false;
  return Array.isArray(body.errors) && body.errors.length === 0;
}

async function actsInRoot(vault: VaultClient): Promise<boolean> {
  const missing = await missingRights(vault.with({ namespace: '' }), [
    { path: 'identity/entity', capabilities: ['write'] },
  ]);
  return missing !== null && missing.length === 0;
}
