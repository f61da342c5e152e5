import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Journal } from '../../src/vault/journal.ts';
import { startDouble } from '../end-to-end/started-double.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { command } from './command.ts';

function aJournal(address: string): string {
  const folder = temporaryFolder('journals');
  const journal = Journal.start(join(folder, 'run1.jsonl'), {
    runId: 'run1',
    prefix: 'vsc-run1-',
    kind: 'vault',
    address,
    namespace: '',
    startedAt: new Date(0).toISOString(),
    clockOffsetMs: 0,
  });
  journal.created(journal.intend({ type: 'policy', name: 'vsc-run1-x', namespace: '' }), null);
  return folder;
}

test('clean-up removes what the journal names, says how much there is, and leaves the rest', async (t) => {
  const double = await startDouble();
  t.after(() => double.stop());
  const folder = aJournal(double.address);
  for (const name of ['vsc-run1-x', 'somebodys'])
    await double.ask('POST', `sys/policies/acl/${name}`, { policy: 'path "x" { capabilities = ["read"] }' });
  const env = { SCIM_TARGET: 'vault', VAULT_ADDR: double.address, VAULT_TOKEN: double.rootToken };

  const listed = await command('clean-up', ['--list', '--force', '--journals', folder]);
  assert.equal(listed.status, 3);
  assert.match(listed.stdout, /^Run run1 at .*: 1 objects may be left\.$/m);
  assert.equal((await double.ask('GET', 'sys/policies/acl/vsc-run1-x')).status, 200);

  const { status, stdout } = await command('clean-up', ['--force', '--journals', folder], env);
  assert.equal(status, 0, stdout);
  assert.match(stdout, /removing up to 1 objects\.\n.*nothing is left\.\n$/);
  assert.equal((await double.ask('GET', 'sys/policies/acl/vsc-run1-x')).status, 404);
  assert.equal((await double.ask('GET', 'sys/policies/acl/somebodys')).status, 200);
  assert.deepEqual(readdirSync(folder), []);
});

test('clean-up says in one sentence which configuration a journal needs', async () => {
  const folder = aJournal('https://vault.example.com:8200');
  const { status, stdout } = await command('clean-up', ['--force', '--journals', folder]);
  assert.equal(status, 2);
  assert.match(stdout, /set SCIM_TARGET=vault, VAULT_ADDR=https:\/\/vault\.example\.com:8200 and VAULT_TOKEN/);
});

test('clean-up of no journals is nothing to do', async () => {
  const folder = temporaryFolder('journals');
  writeFileSync(join(folder, 'other.txt'), '');
  const { status, stdout } = await command('clean-up', ['--journals', folder]);
  assert.equal(status, 0);
  assert.match(stdout, /nothing to clean up/);
});
