import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { poll } from '../../src/vault/poll.ts';
import { runHarness } from '../end-to-end/harness-run.ts';
import { buildLocalImages, DOUBLE_IMAGE, docker } from './local-images.ts';

// Not among `npm test`: it needs a container engine, and fails without one.

before(() => buildLocalImages());

const run = (variables: Record<string, string>, ...args: string[]) =>
  runHarness(args, { SCIM_TARGET: 'mock-container', NO_COLOR: '1', ...variables }, { verdictsOnly: true });

const containers = () => docker('ps', '--all', '--quiet', '--filter', `ancestor=${DOUBLE_IMAGE}`);

test('the whole vault suite passes on the double in a container, and no container stays', async () => {
  const { status, output, conformance, remove } = await run({ VAULT_MOCK_IMAGE: DOUBLE_IMAGE }, '--project=vault');

  assert.equal(status, 0, output);
  const { target, profiles, leftovers } = conformance();
  assert.deepEqual([target.kind, target.image], ['mock-container', DOUBLE_IMAGE]);
  assert.ok(target.double, 'the report says that this was a double');
  const [vault] = profiles;
  assert.equal(vault?.verdict, 'conformant');
  assert.ok((vault?.counts.passed ?? 0) > 250, JSON.stringify(vault?.counts));
  assert.deepEqual(leftovers, []);
  assert.equal(containers(), '');
  remove();
});

test('the container plays the version that is asked for, and its known bugs', async () => {
  const { status, conformance, remove } = await run(
    { VAULT_MOCK_IMAGE: DOUBLE_IMAGE, VAULT_MOCK_VERSION: '2.0.1' },
    '--project=vault',
    '--grep=@admin-boundary',
  );

  assert.equal(status, 1);
  assert.match(conformance().target.vaultVersion ?? '', /^2\.0\.1/);
  remove();
});

test('an image that is not there is one sentence and exit status 2', async () => {
  const { status, output, remove } = await run({ VAULT_MOCK_IMAGE: 'localhost:1/no-such-image' }, '--project=vault');

  assert.equal(status, 2, output);
  assert.match(output, /An image cannot be had: build localhost:1\/no-such-image with/);
  assert.doesNotMatch(output, /\n\s+at /);
  remove();
});

test('a missing container engine is one sentence and exit status 2', async () => {
  const { status, output, remove } = await run({ DOCKER_HOST: 'tcp://127.0.0.1:1' }, '--project=vault');

  assert.equal(status, 2, output);
  assert.match(output, /finds no container engine: start Docker/);
  remove();
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
  const isHealthy = await poll(60_000, async () =>
    docker('inspect', '--format', '{{.State.Health.Status}}', id) === 'healthy' ? true : undefined,
  );
  assert.ok(isHealthy, docker('logs', id));
}
