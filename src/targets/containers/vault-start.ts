import { Secret } from '../../evidence/secret.ts';
import { SCIM_ACTIVATION_FLAG } from '../../protocol/vault.ts';
import { ArrangeError } from '../../vault/arrange-error.ts';
import { poll } from '../../vault/poll.ts';
import { isFields, succeeded, type VaultAnswer, type VaultClient } from '../../vault/vault-client.ts';
import type { StartedServer } from './engine.ts';

const ACTIVATED_WITHIN_MS = 15_000;

/** Why a server does not serve; the words complete "the Vault …". */
export class NotServing extends Error {}

/**
 * Waits until a server that was just started answers `sys/health`, in whatever state.
 *
 * @throws NotServing when it ends, or gives no answer in time.
 */
export async function waitForAnswer(vault: VaultClient, server: StartedServer, withinMs: number): Promise<void> {
  await waitFor('gave no answer', vault, server, withinMs, () => true);
}

/**
 * Initialises a Vault with one key and unseals it (Vault API documentation, `/sys/init`, `/sys/unseal`).
 *
 * @returns The root token.
 * @throws ArrangeError
 */
export async function initialise(vault: VaultClient): Promise<Secret> {
  const answer = await vault.writeOrThrow('initialise the Vault', 'sys/init', {
    secret_shares: 1,
    secret_threshold: 1,
  });
  const { root_token: token, keys_base64: keys } = isFields(answer.body) ? answer.body : {};
  const key = Array.isArray(keys) ? keys[0] : null;
  if (typeof token !== 'string' || typeof key !== 'string') {
    throw new ArrangeError('find key and root token in the answer of sys/init', answer.exchange);
  }
  vault.recorder.redaction.register(new Secret(key), 'unseal-key');
  await vault.writeOrThrow('unseal the Vault', 'sys/unseal', { key });
  return new Secret(token);
}

/** Waits until the server is unsealed and active. @throws NotServing */
export async function waitUntilActive(vault: VaultClient, server: StartedServer, withinMs: number): Promise<void> {
  await waitFor('was not active', vault, server, withinMs, (body) => body.sealed === false && body.standby === false);
}

/**
 * Activates SCIM, which cannot be undone and is therefore done on a Vault of our own alone, and waits until its
 * endpoints are there. A refusal is left to the checks that follow: they know why there is no SCIM.
 */
export async function activateScim(vault: VaultClient): Promise<void> {
  if (!succeeded(await vault.write(`sys/activation-flags/${SCIM_ACTIVATION_FLAG}/activate`))) return;
  await poll(ACTIVATED_WITHIN_MS, async () => {
    const answer = await vault.list('identity/scim/client');
    return succeeded(answer) || isEmptyList(answer) ? true : undefined;
  });
}

/** Makes each namespace of a path. @throws ArrangeError */
export async function makeNamespaces(vault: VaultClient, path: string): Promise<void> {
  const segments = path.split('/').filter((segment) => segment !== '');
  for (const [at, segment] of segments.entries()) {
    const parent = vault.with({ namespace: segments.slice(0, at).join('/') });
    await parent.writeOrThrow('make the namespace that VAULT_NAMESPACE names', `sys/namespaces/${segment}`, {});
  }
}

async function waitFor(
  failure: string,
  vault: VaultClient,
  server: StartedServer,
  withinMs: number,
  holds: (health: Record<string, unknown>) => boolean,
): Promise<void> {
  const outcome = await poll(withinMs, async () => {
    const { body } = await vault.with({ token: null, actor: 'none', deadlineMs: 2_000 }).read('sys/health');
    if (isFields(body) && typeof body.initialized === 'boolean' && holds(body)) return 'holds';
    return (await server.isRunning()) ? undefined : 'ended';
  });
  if (outcome === 'ended') throw new NotServing('ended while starting');
  if (outcome === undefined) throw new NotServing(`${failure} within ${Math.round(withinMs / 1000)} s`);
}

/** An empty list is 404 with no error texts (Vault HTTP API overview). */
function isEmptyList({ status, body }: VaultAnswer): boolean {
  return status === 404 && isFields(body) && Array.isArray(body.errors) && body.errors.length === 0;
}
