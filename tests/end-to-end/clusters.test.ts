import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { isGating } from '../../src/verdicts/rules.ts';
import { ACTIVE, standby, startClusterFront } from './cluster-front.ts';
import { type HarnessRun, runHarness } from './harness-run.ts';
import { serverState } from './server-state.ts';
import { type StartedDouble, startDouble } from './started-double.ts';

const POLICY = readFileSync(new URL('../../fixtures/policies/harness.hcl', import.meta.url), 'utf8');

let double: StartedDouble;

before(async () => {
  double = await startDouble();
  await double.ask('POST', 'sys/namespaces/admin');
});

after(() => double.stop());

/** A run of the vault profile through a load balancer, and what was on the server before. */
async function throughFront(
  token: string,
  more: Record<string, string> = {},
): Promise<{ run: HarnessRun; found: unknown; taken: number[] }> {
  const found = await serverState(double);
  const front = await startClusterFront(double.address, [ACTIVE, standby('standby')]);
  const variables = {
    SCIM_TARGET: 'vault',
    VAULT_ADDR: front.address,
    VAULT_TOKEN: token,
    SCIM_ALLOW_SIDE_EFFECTS: new URL(front.address).host,
    ...front.variables,
    ...more,
  };
  const run = await runHarness(['--project=vault'], variables, { verdictsOnly: true });
  await front.stop();
  return { run, found, taken: front.taken };
}

function bad(run: HarnessRun): string[] {
  return run
    .conformance()
    .checks.filter(({ verdict }) => isGating(verdict))
    .map(({ id, verdict, reason }) => `${id} ${verdict} ${reason}`);
}

describe('HCP Vault Dedicated: an administrator of the namespace admin, without access to the root namespace, behind a load balancer', () => {
  let run: HarnessRun;
  let found: unknown;
  let taken: number[];

  before(async () => {
    await double.ask('POST', 'admin/sys/policies/acl/harness', { policy: POLICY });
    const { body } = await double.ask('POST', 'admin/auth/token/create', { policies: ['harness'], ttl: '1h' });
    const token = String((body?.auth as { client_token?: string } | undefined)?.client_token);
    ({ run, found, taken } = await throughFront(token, { VAULT_NAMESPACE: 'admin' }));
  });

  after(() => run.remove());

  it('gives every row that applies there its verdict', () => {
    assert.equal(run.status, 0, run.output);
    assert.deepEqual(bad(run), []);
    const passed = run.conformance().checks.filter(({ verdict }) => verdict === 'passed');
    assert.ok(passed.length > 250, `${passed.length} checks passed`);
  });

  it('says of the rows about the root namespace that they do not apply, and why', () => {
    const beyond = run.conformance().checks.filter(({ verdict }) => verdict === 'not-applicable');
    assert.ok(beyond.length > 0);
    assert.ok(
      beyond.some(({ reason }) => /root-namespace/.test(reason)),
      beyond.map(({ id, reason }) => `${id} ${reason}`).join('\n'),
    );
  });

  it('reaches the active node and a standby that forwards', () => {
    assert.ok(
      taken.every((requests) => requests > 1_000),
      String(taken),
    );
  });

  it('leaves nothing behind', async () => {
    assert.deepEqual(run.conformance().leftovers, []);
    assert.deepEqual(await serverState(double), found);
  });
});

describe('a load balancer with TLS of a private CA and client certificates', () => {
  it('refuses a harness without a client certificate, which says so', async () => {
    const { run } = await throughFront(double.rootToken, { VAULT_CLIENT_CERT: '', VAULT_CLIENT_KEY: '' });

    assert.equal(run.status, 2, run.output);
    assert.match(run.output, /VAULT_CLIENT_CERT/);
    assert.doesNotMatch(run.output, /^\s+at /m);
    run.remove();
  });

  it('is not trusted by a harness that expects another server name, which says so', async () => {
    const { run } = await throughFront(double.rootToken, { VAULT_TLS_SERVER_NAME: '' });

    assert.equal(run.status, 2, run.output);
    assert.match(run.output, /VAULT_TLS_SERVER_NAME/);
    run.remove();
  });
});
