import { appendFileSync } from 'node:fs';
import { Secret } from '../../../src/evidence/secret.ts';
import { LOGIN_WAYS } from '../../../src/harness/arrange/logins.ts';
import { bodyOf, expect, row, test, userBody } from '../../../src/harness/index.ts';

/** Writes down what must be found nowhere, outside of every report. */
function noteCanary(kind: string, value: unknown): void {
  appendFileSync(process.env.CANARY_FILE ?? '/dev/null', `${JSON.stringify({ kind, value: String(value) })}\n`);
}

test('the tokens of the run are in a failing assertion', row('VAULT-USER-01'), async ({ bench, tenant }) => {
  const { adminToken } = bench.context;
  const { token } = bench.slot.tenant;
  noteCanary('administrator token', adminToken);
  noteCanary('tenant token', token);

  await tenant.scim.get('/Users', { token: new Secret(token) });

  expect({ token, text: `Bearer ${adminToken}` }, 'an object with tokens').toEqual({});
});

for (const type of ['userpass', 'approle', 'jwt'] as const) {
  test(`a login by ${type} is in a failing assertion`, row('VAULT-USER-02'), async ({ vault, arrange }) => {
    const mount = await arrange.authMount({ type });
    const way = await LOGIN_WAYS[type](vault, mount, arrange.unique('login'), []);
    for (const [name, value] of Object.entries(way.body))
      if (name !== 'role' && name !== 'role_id') noteCanary(name, value);

    const answer = await vault.write(way.path, way.body);

    noteCanary('login token', answer.auth?.client_token);
    expect([bodyOf(answer), way.body], 'the whole login').toEqual([]);
  });
}

test('a secret that was read is in a failing assertion', row('VAULT-USER-03'), async ({ vault, arrange }) => {
  const mount = arrange.unique('kv');
  const value = `canary-${Math.random()}-of-a-secret`;
  noteCanary('secret value', value);
  await vault.write(`sys/mounts/${mount}`, { type: 'kv', options: { version: '2' } });
  await vault.write(`${mount}/data/canary`, { data: { key: value } });

  const answer = await vault.read(`${mount}/data/canary`);

  expect(answer, 'the secret').toHaveStatus(418);
});

test('an error of ours carries a token', row('VAULT-USER-04'), async ({ bench }) => {
  const { token } = bench.slot.tenant;
  throw new Error(`it went wrong with ${token} and ${encodeURIComponent(`Bearer ${token}`)}`);
});

test('a request that fails while arranging carries a token', row('VAULT-USER-05'), async ({ bench, vault }) => {
  await vault.writeOrThrow('write a token into a path', `no/such/${bench.slot.tenant.token}`, {
    password: bench.slot.tenant.token,
  });
});

test('a test runs out of time with a token in its hands', row('VAULT-USER-06'), async ({ bench, tenant }) => {
  test.setTimeout(1_000);
  await tenant.scim.post('/Users', { ...userBody('never'), password: bench.slot.tenant.token });
  console.log(`still waiting with ${bench.slot.tenant.token}`);
  await new Promise(() => {});
});

test('a worker dies with a token in its hands', row('VAULT-USER-07'), async ({ bench, tenant }) => {
  await tenant.scim.get(`/Users?filter=${encodeURIComponent(`userName eq "${bench.slot.tenant.token}"`)}`);
  console.error(`dying with ${bench.slot.tenant.token}`);
  process.kill(process.pid, 'SIGKILL');
});
