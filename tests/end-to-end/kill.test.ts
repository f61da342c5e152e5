import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { journalFolder, journalsIn, type RunRecord } from '../../src/vault/journal.ts';
import { runHarness } from './harness-run.ts';
import { addForeignData, serverState } from './server-state.ts';
import { type StartedDouble, startDouble } from './started-double.ts';

const CLEAN_UP = fileURLToPath(new URL('../../src/cli/clean-up.ts', import.meta.url));

for (const isolation of ['namespace', 'prefix']) {
  it(`after kill -9, clean-up removes what the run made and nothing that others made, also under its prefix (SCIM_ISOLATE=${isolation})`, async (t) => {
    const double = await startDouble();
    t.after(() => double.stop());
    await addForeignData(double);
    const before = await serverState(double);
    const variables = {
      SCIM_TARGET: 'vault',
      VAULT_ADDR: double.address,
      VAULT_TOKEN: double.rootToken,
      SCIM_ALLOW_SIDE_EFFECTS: new URL(double.address).host,
      SCIM_ISOLATE: isolation,
    };

    const run = await runHarness(['--project=vault'], variables, {
      interruptAt: /\b[1-9]\d+\/\d+ tests/,
      signal: 'SIGKILL',
    });
    assert.equal(run.status, null, run.output);
    const { folder, record } = takeJournal(double.address);
    const strangers = await addStrangers(double, record.prefix);
    const output = await cleanUp(folder, variables);
    const kept = await Promise.all(strangers.map(async (path) => (await double.ask('GET', path)).status));
    for (const path of strangers) await double.ask('DELETE', path);
    const left = await serverState(double);

    rmSync(folder, { recursive: true });
    run.remove();
    assert.deepEqual(
      kept,
      strangers.map(() => 200),
      output,
    );
    assert.deepEqual(left, before, output);
  });
}

/** Moves the journal of the run at that address out of the folder that other runs may write to. */
function takeJournal(address: string): { folder: string; record: RunRecord } {
  const folder = mkdtempSync(join(tmpdir(), 'vsc-journal-'));
  for (const journal of journalsIn(journalFolder())) {
    const record = journal.read()?.run;
    if (record?.address !== address) continue;
    renameSync(journal.path, join(folder, `${record.runId}.jsonl`));
    return { folder, record };
  }
  throw new Error(`no journal of a run at ${address}`);
}

/** What somebody else made under the run's prefix in the meantime. */
async function addStrangers({ ask }: StartedDouble, prefix: string): Promise<string[]> {
  await ask('POST', 'identity/entity', { name: `${prefix}stranger` });
  await ask('POST', 'identity/group', { name: `${prefix}strangers` });
  await ask('POST', `sys/policies/acl/${prefix}strange`, { policy: 'path "a" { capabilities = ["read"] }' });
  return [
    `identity/entity/name/${prefix}stranger`,
    `identity/group/name/${prefix}strangers`,
    `sys/policies/acl/${prefix}strange`,
  ];
}

async function cleanUp(folder: string, variables: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [CLEAN_UP, '--journals', folder], { env: { ...process.env, ...variables } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  await new Promise((resolve) => child.once('close', resolve));
  return output;
}
