import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVaultApi } from './vault-api.ts';

const USER = { password: 'none-of-yours', token_ttl: '1h' };
const LEASES = 'sys/leases/lookup/auth/up/login/jane';

test('the lease of a sign-in stands below the path of the sign-in until its token is revoked [S18n]', async () => {
  await using vault = await startVaultApi();
  await vault.arrange('POST', 'sys/auth/up', { type: 'userpass' });
  await vault.arrange('POST', 'auth/up/users/jane', USER);
  assert.equal((await vault.call('LIST', LEASES)).status, 404);
  const signIn = await vault.arrange('POST', 'auth/up/login/jane', { password: USER.password }, { token: null });

  const { keys } = (await vault.call('LIST', LEASES)).body.data;
  assert.equal(keys.length, 1);
  assert.ok(!JSON.stringify(keys).includes(signIn.body.auth.client_token));

  await vault.arrange('POST', 'auth/token/revoke-accessor', { accessor: signIn.body.auth.accessor });
  assert.equal((await vault.call('LIST', LEASES)).status, 404);
});

test('leases are listed with sudo alone [S18n]', async () => {
  await using vault = await startVaultApi();
  const token = await vault.tokenFor('path "sys/leases/lookup/*" { capabilities = ["list"] }');
  assert.equal((await vault.call('LIST', LEASES, undefined, { token })).status, 403);
});
