import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createDouble, type DoubleOptions } from '../../src/mock/double.ts';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import { readConfiguration } from '../../src/targets/configuration.ts';
import { openTarget } from '../../src/targets/open-target.ts';
import { SetupError } from '../../src/targets/setup-error.ts';
import { inventory, startVault, type VaultOfTest } from '../vault/vault-of-test.ts';

const journals = mkdtempSync(join(tmpdir(), 'wrong-set-ups-'));
after(async () => {
  rmSync(journals, { recursive: true });
  await closeDispatchers();
});

async function refusal(address: string, token: string, more: Record<string, string> = {}): Promise<string> {
  const configuration = readConfiguration({
    SCIM_TARGET: 'vault',
    VAULT_ADDR: address,
    VAULT_TOKEN: token,
    SCIM_ALLOW_SIDE_EFFECTS: new URL(address).host,
    ...more,
  });
  const error = await openTarget(configuration, { slots: 1, runId: 'wrong', seed: '1', journalFolder: journals }).then(
    () => assert.fail('the target opened'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SetupError, String(error));
  assert.match(error.message, /^[^\n]+\.$/);
  assert.ok(!error.message.includes(token));
  assert.deepEqual(existsSync(journals) ? readdirSync(journals) : [], []);
  return error.message;
}

const states: [string, Partial<DoubleOptions>, RegExp][] = [
  ['not initialised', { start: 'uninitialised' }, /is not initialised/],
  ['sealed', { start: 'sealed' }, /is sealed/],
  ['a disaster recovery secondary', { role: 'dr-secondary' }, /disaster recovery secondary/],
  ['the community edition', { edition: 'community' }, /community edition/],
  ['without activated SCIM', { start: 'not-activated' }, /SCIM is not activated .*cannot be undone/],
];
for (const [name, options, expected] of states) {
  test(`A double that is ${name} is refused.`, async () => {
    const double = await createDouble({ version: '2.2.0', rootToken: 'hvs.root-of-the-test', ...options });
    const address = await double.listen(0);
    try {
      assert.match(await refusal(address, 'hvs.root-of-the-test'), expected);
    } finally {
      await double.close();
    }
  });
}

/** A token with this policy text. */
async function tokenWith({ vault }: VaultOfTest, policy: string, more: Record<string, unknown> = {}): Promise<string> {
  await vault.writeOrThrow('write a policy', 'sys/policies/acl/of-test', { policy });
  const body = { policies: ['of-test'], no_default_policy: true, ttl: '1h', ...more };
  return (await vault.writeAuth('make a token', 'auth/token/create', body)).client_token;
}

const LOOK = `path "auth/token/lookup-self" { capabilities = ["read"] }
path "sys/capabilities-self" { capabilities = ["update"] }`;
const ALL = 'capabilities = ["create", "read", "update", "patch", "delete", "list", "sudo"]';

test('Tokens of the double that cannot do a run are refused, and nothing changes.', async () => {
  await using on = await startVault();
  const powerless = await tokenWith(on, LOOK);
  const shortLived = await tokenWith(on, LOOK, { ttl: '60s' });
  const revoked = await tokenWith(on, LOOK);
  await on.vault.write('auth/token/revoke', { token: revoked });
  const before = await inventory(on.vault);
  assert.match(await refusal(on.address, powerless), /may not create a child namespace.*SCIM_ISOLATE=prefix/);
  const lacking = await refusal(on.address, powerless, { SCIM_ISOLATE: 'prefix' });
  assert.match(lacking, /lacks rights that the run needs, .*identity\/entity \(create, update\).*harness\.hcl/);
  assert.match(await refusal(on.address, shortLived), /expires in \d+ s, but a run may take/);
  assert.match(await refusal(on.address, revoked), /VAULT_TOKEN is not valid/);
  assert.match(await refusal(on.address, 'hvs.never-issued'), /VAULT_TOKEN is not valid/);
  assert.deepEqual(await inventory(on.vault), before);
});

test('A token of the double that may do all but create namespaces is pointed to SCIM_ISOLATE=prefix.', async () => {
  await using on = await startVault();
  const token = await tokenWith(on, `path "*" { ${ALL} }\npath "sys/namespaces/*" { capabilities = ["deny"] }`);
  const before = await inventory(on.vault);
  assert.match(await refusal(on.address, token), /may not create a child namespace.*SCIM_ISOLATE=prefix/);
  assert.deepEqual(await inventory(on.vault), before);
});

test('Without or with wrong consent nothing changes on the double.', async () => {
  await using on = await startVault();
  const before = await inventory(on.vault);
  for (const consent of ['', 'localhost:1', new URL(on.address).hostname]) {
    const message = await refusal(on.address, on.rootToken.reveal(), { SCIM_ALLOW_SIDE_EFFECTS: consent });
    assert.ok(message.includes(`SCIM_ALLOW_SIDE_EFFECTS=${new URL(on.address).host} `), message);
  }
  assert.deepEqual(await inventory(on.vault), before);
});
