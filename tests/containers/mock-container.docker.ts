import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildLocalImages, DOUBLE_IMAGE, docker } from './local-images.ts';

// Not among `npm test`: it needs a container engine, and fails without one.

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vsc-container-'));

before(() => buildLocalImages());
after(() => rmSync(folder, { recursive: true, force: true }));

function run(variables: Record<string, string>, ...args: string[]) {
  const reports = join(folder, 'reports');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', ...args, '--output', join(folder, 'results')],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: {
        ...process.env,
        SCIM_TARGET: 'mock-container',
        REPORTS_DIR: reports,
        NO_COLOR: '1',
        TESTCONTAINERS_RYUK_DISABLED: 'true',
        ...variables,
      },
    },
  );
  return { status, said: `${stdout}${stderr}`, conformance: () => readConformance(reports) };
}

function readConformance(reports: string) {
  return JSON.parse(readFileSync(join(reports, 'conformance.json'), 'utf8')) as {
    target: { kind: string; double: unknown; image: string; vaultVersion: string };
    profiles: { name: string; verdict: string; counts: Record<string, number> }[];
    leftovers: unknown[];
  };
}

const containers = () => docker('ps', '--all', '--quiet', '--filter', `ancestor=${DOUBLE_IMAGE}`);

test('the whole vault suite passes on the double in a container, and no container stays', () => {
  const { status, said, conformance } = run({ VAULT_MOCK_IMAGE: DOUBLE_IMAGE }, '--project=vault');

  assert.equal(status, 0, said);
  const { target, profiles, leftovers } = conformance();
  assert.deepEqual([target.kind, target.image], ['mock-container', DOUBLE_IMAGE]);
  assert.ok(target.double, 'the report says that this was a double');
  const [vault] = profiles;
  assert.equal(vault?.verdict, 'conformant');
  assert.ok((vault?.counts.passed ?? 0) > 250, JSON.stringify(vault?.counts));
  assert.deepEqual(leftovers, []);
  assert.equal(containers(), '');
});

test('the container plays the version that is asked for, and its known bugs', () => {
  const { status, conformance } = run(
    { VAULT_MOCK_IMAGE: DOUBLE_IMAGE, VAULT_MOCK_VERSION: '2.0.1' },
    '--project=vault',
    '--grep=@admin-boundary',
  );

  assert.equal(status, 1);
  assert.match(conformance().target.vaultVersion, /^2\.0\.1/);
});

test('an image that is not there is one sentence and exit status 2', () => {
  const { status, said } = run({ VAULT_MOCK_IMAGE: 'localhost:1/no-such-image' }, '--project=vault');

  assert.equal(status, 2, said);
  assert.match(said, /An image cannot be had: build localhost:1\/no-such-image with/);
  assert.doesNotMatch(said, /\n\s+at /);
});

test('a missing container engine is one sentence and exit status 2', () => {
  const { status, said } = run({ DOCKER_HOST: 'tcp://127.0.0.1:1' }, '--project=vault');

  assert.equal(status, 2, said);
  assert.match(said, /finds no container engine: start Docker/);
});

test('the image runs as nobody on a read-only file system, becomes healthy and ends on SIGTERM', async () => {
  const id = docker('run', '--detach', '--read-only', '--health-interval=1s', DOUBLE_IMAGE);
  try {
    await healthy(id);
    assert.equal(docker('inspect', '--format', '{{.Config.User}}', id), '65532:65532');
    docker('stop', '--timeout', '10', id);
    assert.equal(docker('inspect', '--format', '{{.State.ExitCode}}', id), '0');
  } finally {
    docker('rm', '--force', id);
  }
});

async function healthy(id: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (docker('inspect', '--format', '{{.State.Health.Status}}', id) !== 'healthy') {
    assert.ok(Date.now() < deadline, docker('logs', id));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
