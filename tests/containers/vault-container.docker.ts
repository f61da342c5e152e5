import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { poll } from '../../src/vault/poll.ts';
import { type HarnessRun, runHarness } from '../end-to-end/harness-run.ts';
import { buildLocalImages, docker, OLD_STAND_IN_IMAGE, STAND_IN_IMAGE } from './local-images.ts';

// Not among `npm test`: it needs a container engine, and fails without one. The image has the name of Vault
// Enterprise, but what runs in it is the double (./stand-in/), since Enterprise needs a licence and a registry.

const folder = mkdtempSync(join(tmpdir(), 'vsc-vault-container-'));
const WRONG = `02MV4UU43BK5HGYYTOJZ${'WFQMTMNNEWU33J'.repeat(20)}`;

before(() => buildLocalImages());
after(() => rmSync(folder, { recursive: true, force: true }));

const SOME = ['--project=vault', '--grep=@VAULT-(MAP|ACT|NS)-'];
const SEVERAL_HUNDRED = ['--project=vault', '--grep=@(users|groups|mapping|filters)'];
const containers = () => docker('ps', '--all', '--quiet', '--filter', 'label=vault-scim-conformance.run');
const nameOfOne = () => docker('ps', '--quiet', '--filter', 'label=vault-scim-conformance.run').split('\n')[0] ?? '';

function run(args: string[], variables: Record<string, string>, options?: Parameters<typeof runHarness>[2]) {
  return runHarness(
    args,
    { SCIM_TARGET: 'vault-container', VAULT_LICENSE: 'good', NO_COLOR: '1', ...variables },
    { verdictsOnly: true, ...options },
  );
}

function assertOneSentence({ status, output }: HarnessRun, expected: RegExp): void {
  assert.equal(status, 2, output);
  assert.match(output, expected);
  assert.doesNotMatch(output, /\n\s+at /);
  assert.equal(containers(), '');
}

test('in dev mode the whole vault suite runs, says that its server is a double, and no container stays', async () => {
  const done = await run(['--project=vault'], {});

  assert.equal(done.status, 0, done.output);
  const { target, profiles, leftovers } = done.conformance();
  assert.deepEqual([target.kind, target.image, target.vaultVersion], ['vault-container', STAND_IN_IMAGE, '2.2.0+ent']);
  assert.match(String(target.double), /a double of Vault 2\.2\.0 by documentation, not a Vault/);
  assert.equal(profiles[0]?.verdict, 'conformant');
  assert.deepEqual(leftovers, []);
  assert.equal(containers(), '');
  done.remove();
});

for (const [storage, tls] of [
  ['dev', 'true'],
  ['raft', 'false'],
  ['raft', 'true'],
] as const) {
  test(`Vault is brought up with ${storage}${tls === 'true' ? ' and TLS' : ''}, its licence from a file`, async () => {
    const path = join(folder, 'licence');
    writeFileSync(path, 'good\n');
    const done = await run(SOME, {
      ...{ VAULT_LICENSE: '', VAULT_LICENSE_PATH: path },
      ...{ VAULT_CONTAINER_STORAGE: storage, VAULT_CONTAINER_TLS: tls },
    });

    assert.equal(done.status, 0, done.output);
    assert.equal(new URL(done.conformance().target.address).protocol, tls === 'true' ? 'https:' : 'http:');
    assert.equal(containers(), '');
    done.remove();
  });
}

test('VAULT_IMAGE chooses the version, and its known bugs show', async () => {
  const done = await run(['--project=vault', '--grep=@admin-boundary'], { VAULT_IMAGE: OLD_STAND_IN_IMAGE });

  assert.equal(done.status, 1, done.output);
  assert.equal(done.conformance().target.vaultVersion, '2.0.1+ent');
  done.remove();
});

test('the namespace that VAULT_NAMESPACE names is made and worked in', async () => {
  const done = await run(SOME, { VAULT_NAMESPACE: 'admin/team' });

  assert.equal(done.status, 0, done.output);
  assert.equal(done.conformance().target.namespace, 'admin/team');
  done.remove();
});

test('a server that starts slowly is waited for', async () => {
  const done = await run(SOME, { VAULT_LICENSE: 'good slow=4', VAULT_CONTAINER_STORAGE: 'raft' });

  assert.equal(done.status, 0, done.output);
  done.remove();
});

test('a server that does not answer in time is one sentence', async () => {
  const done = await run(SOME, { VAULT_LICENSE: 'good deaf', VAULT_CONTAINER_START_SECONDS: '3' });

  assertOneSentence(done, /vault-enterprise:2\.2\.0-ent gave no answer within 3 s.*VAULT_CONTAINER_START_SECONDS/);
  done.remove();
});

test('a licence that is not taken is one sentence without its text, and the output of the server is kept', async () => {
  const done = await run(SOME, { VAULT_LICENSE: WRONG });

  assertOneSentence(done, /does not take the licence \(it said: .*licen.*set VAULT_LICENSE or VAULT_LICENSE_PATH/);
  const kept = readFileSync(join(done.reportsDir, 'container.log'), 'utf8');
  assert.match(kept, /licensing could not be initialized/);
  for (const text of [done.output, kept]) assert.ok(!text.includes(WRONG.slice(0, 30)), text);
  done.remove();
});

test('a missing licence, an image that cannot be had and a missing engine are one sentence each', async () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ VAULT_LICENSE: '' }, /needs a licence of Vault Enterprise: set VAULT_LICENSE/],
    [
      { VAULT_IMAGE: 'localhost:1/no-such:image' },
      /localhost:1\/no-such:image is not on this machine and cannot be pulled/,
    ],
    [{ DOCKER_HOST: 'tcp://127.0.0.1:1' }, /finds no container engine: start Docker/],
  ];
  for (const [variables, expected] of cases) {
    const done = await run(SOME, variables);
    assertOneSentence(done, expected);
    done.remove();
  }
});

for (const [way, command] of [
  ['is stopped', 'stop'],
  ['is cut off', 'pause'],
] as const) {
  test(`a server that ${way} in mid-run blocks what is left and fails nothing`, { timeout: 300_000 }, async () => {
    const done = await run(
      SEVERAL_HUNDRED,
      {},
      { interruptAt: /\d+\/\d+ tests/, interrupt: () => void docker(command, nameOfOne()) },
    );

    assert.equal(done.status, 3, done.output);
    const verdicts = new Set(done.conformance().checks.map(({ verdict }) => verdict));
    assert.ok(verdicts.has('blocked'), [...verdicts].join());
    assert.ok(!verdicts.has('failed'), done.output);
    if (command === 'stop') assert.match(done.output, /ended in mid-run; its last output is in .*container\.log/);
    assert.equal(containers(), '');
    done.remove();
  });
}

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
  test(`no container stays after ${signal}`, async () => {
    const done = await run(['--project=vault'], {}, { interruptAt: /\d+\/\d+ tests/, signal });

    await poll(20_000, async () => (containers() === '' ? true : undefined));
    assert.equal(containers(), '');
    done.remove();
  });
}
