import { SetupError } from '../targets/setup-error.ts';
import { succeeded, type VaultClient } from './vault-client.ts';

/**
 * Looks up the token of the client and refuses one that cannot last or act for a whole run.
 *
 * @param neededSeconds Time to live that the run needs.
 * @throws SetupError
 */
export async function requireUsableToken(vault: VaultClient, neededSeconds: number): Promise<void> {
  const answer = await vault.read('auth/token/lookup-self');
  if (answer.status === 403 && /invalid token|bad token|token not found/i.test(answer.text)) {
    throw new SetupError(
      `VAULT_TOKEN is not valid at ${vault.address} (expired, revoked or of another Vault): set a token that is.`,
    );
  }
  if (!succeeded(answer) || answer.data === null) {
    throw new SetupError(
      `VAULT_TOKEN may not look itself up (status ${answer.status} at auth/token/lookup-self), or is not valid: set a valid token with the policy in fixtures/policies/harness.hcl.`,
    );
  }
  const { ttl, type, num_uses: uses, expire_time: expires } = answer.data;
  if (type === 'batch') {
    throw new SetupError('VAULT_TOKEN is a batch token, which cannot create tokens: set a service token.');
  }
  if (typeof uses === 'number' && uses > 0) {
    throw new SetupError(`VAULT_TOKEN can be used only ${uses} times more: set a token without a limit of uses.`);
  }
  const endless = ttl === 0 && (expires === null || expires === undefined);
  if (!endless && typeof ttl === 'number' && ttl < neededSeconds) {
    throw new SetupError(
      `VAULT_TOKEN expires in ${ttl} s, but a run may take ${neededSeconds} s: renew it or set one that lives longer.`,
    );
  }
}
