import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { isGating } from '../../src/verdicts/rules.ts';
import type { Check } from '../../src/verdicts/verdict.ts';
import { ACTIVE, type ClusterNode, standby, startClusterFront } from './cluster-front.ts';
import { type HarnessRun, runHarness } from './harness-run.ts';
import { LateStorage } from './late-storage.ts';
import { serverState } from './server-state.ts';
import { type StartedDouble, startDouble } from './started-double.ts';

/** Milliseconds that a write takes to reach the node that is behind. */
const LAG_MS = 250;

/** A run of these rows of the vault profile through a load balancer before these nodes. */
async function throughFront(double: StartedDouble, nodes: ClusterNode[], rows: string): Promise<HarnessRun> {
  const front = await startClusterFront(double.address, nodes);
  const run = await runHarness(['--project=vault', `--grep=${rows}`], {
    SCIM_TARGET: 'vault',
    VAULT_ADDR: front.address,
    VAULT_TOKEN: double.rootToken,
    SCIM_ALLOW_SIDE_EFFECTS: new URL(front.address).host,
    ...front.variables,
  });
  await front.stop();
  return run;
}

function checkOf(run: HarnessRun, id: string): Check {
  const check = run.conformance().checks.find((one) => one.id === id);
  assert.ok(check, run.output);
  return check;
}

function repeatsOf(run: HarnessRun, { profile, id }: Check): Exchange[] {
  const { exchanges } = JSON.parse(run.report(`evidence/${profile}/${id}.json`)) as { exchanges: Exchange[] };
  return exchanges.filter(({ phase }) => phase === 'repeat');
}

function demandsState({ requestHeaders }: Exchange): boolean {
  return requestHeaders.some(([name]) => name === 'X-Vault-Index');
}

describe('a load balancer before the active node and a performance standby that serves reads late', () => {
  let double: StartedDouble;
  let storage: LateStorage;
  let run: HarnessRun;
  let found: unknown;
  let stale: Check[];

  before(async () => {
    double = await startDouble();
    storage = new LateStorage(double.address, LAG_MS);
    found = await serverState(double);
    run = await throughFront(
      double,
      [ACTIVE, standby('performance standby', storage)],
      '@user-patch|@VAULT-MAP-(02|16|20)',
    );
    stale = run.conformance().checks.filter(({ reason }) => reason.startsWith('stale-read: '));
  });

  after(async () => {
    await double.stop();
    run.remove();
  });

  it('is blamed for nothing', () => {
    const bad = run.conformance().checks.filter(({ verdict }) => isGating(verdict) || verdict === 'warned');
    assert.deepEqual(
      bad.map(({ id, verdict, reason }) => `${id} ${verdict} ${reason}`),
      [],
    );
    assert.equal(run.status, 0, run.output);
    assert.ok(storage.served > 0);
  });

  it('is reported as late, to be decided on by an operator', () => {
    assert.ok(stale.length > 0, run.output);
    for (const { verdict, risk, reason, message } of stale) {
      assert.deepEqual([verdict, risk], ['observed', 'high']);
      assert.match(reason, /^stale-read: GET \/(?:Users|Groups)\S* showed the last write only later$/);
      assert.match(message, /came out otherwise \d+ ms after the last write, although nothing was written between/);
      assert.match(message, /the active node alone/);
    }
    assert.match(run.output, /stale-read: GET/);
  });

  it('shows in the evidence how the late reads were asked again', () => {
    const repeats = stale.flatMap((check) => repeatsOf(run, check));
    assert.ok(repeats.some(({ status }) => status === 200));
    assert.ok(repeats.every(demandsState));
  });

  it('does not spoil what is read back in the control plane', () => {
    assert.ok(storage.refused > 0);
    const rows = ['VAULT-MAP-02', 'VAULT-MAP-20'];
    assert.deepEqual(
      rows.map((id) => [id, checkOf(run, id).verdict]),
      rows.map((id) => [id, 'passed']),
    );
  });

  it('has nothing left of the run', async () => {
    assert.deepEqual(run.conformance().leftovers, []);
    assert.deepEqual(await serverState(double), found);
  });
});

it('a server that says of no node that it may be late fails, and the reason tells late from forgotten', async () => {
  const double = await startDouble();
  const late: ClusterNode = { health: null, storage: new LateStorage(double.address, LAG_MS) };
  const run = await throughFront(double, [late], '@VAULT-UPATCH-01|@VAULT-MAP-02');

  const check = checkOf(run, 'VAULT-UPATCH-01');
  assert.equal(run.status, 1, run.output);
  assert.equal(check.verdict, 'failed');
  assert.equal(check.reason, 'stale-read: GET /Users/{id} showed the last write only later: active that is read');
  assert.match(check.message, /came out otherwise \d+ ms after the last write.*the server is late, it did not forget/);
  const repeats = repeatsOf(run, check);
  assert.match(repeats.at(-1)?.responseBody ?? '', /"active":false/);
  assert.equal(repeats.some(demandsState), false);
  assert.equal(checkOf(run, 'VAULT-MAP-02').verdict, 'passed');
  run.remove();
  await double.stop();
});

it('a server that forgot fails as such, also behind a performance standby', async () => {
  const double = await startDouble('--fault', 'F-UPATCH-01');
  const run = await throughFront(double, [ACTIVE, standby('performance standby')], '@VAULT-UPATCH-01');

  const check = checkOf(run, 'VAULT-UPATCH-01');
  assert.deepEqual([check.verdict, check.reason], ['failed', 'active that is read']);
  assert.deepEqual(repeatsOf(run, check), []);
  run.remove();
  await double.stop();
});
