import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type StartedDouble, startDouble } from '../end-to-end/started-double.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { command } from './command.ts';

const SMALL = ['--users', '4', '--groups', '1', '--churn', '1'];

describe('the load command on a Vault that the harness did not start', () => {
  let double: StartedDouble;
  let env: Record<string, string>;

  before(async () => {
    double = await startDouble();
    const hostAndPort = new URL(double.address).host;
    env = {
      SCIM_TARGET: 'vault',
      VAULT_ADDR: double.address,
      VAULT_TOKEN: double.rootToken,
      SCIM_ALLOW_SIDE_EFFECTS: hostAndPort,
      SCIM_ALLOW_LOAD: hostAndPort,
      SCIM_LOAD_MAX_OBJECTS: '6',
      REPORTS_DIR: temporaryFolder('load'),
    };
  });
  after(() => double.stop());

  async function refusal(changes: Record<string, string>, args = SMALL): Promise<string> {
    const { status, stdout, stderr } = await command('load', args, { ...env, ...changes });
    assert.equal(status, 2, stdout + stderr);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    const namespaces = await double.ask('GET', 'sys/namespaces?list=true');
    assert.equal(namespaces.status, 404, 'the server was changed');
    return stderr;
  }

  it('needs a consent of its own, which the consent to a conformance run does not give', async () => {
    assert.match(
      await refusal({ SCIM_ALLOW_LOAD: '' }),
      /set SCIM_ALLOW_LOAD=127\.0\.0\.1:\d+ and SCIM_LOAD_MAX_OBJECTS=6/,
    );
    assert.match(await refusal({ SCIM_ALLOW_LOAD: 'elsewhere:443' }), /set SCIM_ALLOW_LOAD=127/);
    assert.match(await refusal({ SCIM_ALLOW_SIDE_EFFECTS: '' }), /SCIM_ALLOW_SIDE_EFFECTS/);
  });

  it('needs a cap, and keeps it', async () => {
    assert.match(await refusal({ SCIM_LOAD_MAX_OBJECTS: '' }), /SCIM_LOAD_MAX_OBJECTS is not set/);
    assert.match(await refusal({ SCIM_LOAD_MAX_OBJECTS: '5' }), /makes 6 users and groups, but .* allows 5/);
    assert.match(await refusal({ SCIM_LOAD_MAX_OBJECTS: 'many' }), /must be a whole number/);
    const huge = ['--users', '60000'];
    assert.match(await refusal({ SCIM_LOAD_MAX_OBJECTS: '99999' }, huge), /a run makes at most 50000/);
  });

  it('refuses a plan that contradicts itself or outlives its credentials', async () => {
    assert.match(await refusal({}, ['--users', '1', '--churn', '2']), /as many leavers/);
    assert.match(await refusal({}, [...SMALL, '--rate', '0.001']), /credentials of the run expire/);
  });

  it('loads with both, writes the page and the figures without a secret, and leaves nothing', async () => {
    const { status, stdout, stderr } = await command('load', SMALL, env);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /^lost updates +0 of \d+ facts$/m);
    const page = readFileSync(join(env.REPORTS_DIR ?? '', 'load', 'index.html'), 'utf8');
    const figures = readFileSync(join(env.REPORTS_DIR ?? '', 'load', 'load.json'), 'utf8');
    for (const text of [page, figures, stdout]) assert.doesNotMatch(text, /hvs\.|scm\.[A-Za-z0-9]{16}/);
    assert.deepEqual((JSON.parse(figures) as { people: unknown }).people, { done: 6, abandoned: 0 });
    assert.equal((await double.ask('GET', 'sys/namespaces?list=true')).status, 404);
  });

  it('ends with status 1 when a threshold is not kept', async () => {
    const { status, stderr } = await command('load', [...SMALL, '--max-p95', '0'], env);
    assert.equal(status, 1, stderr);
    assert.match(stderr, /^Not kept: p95 is [\d.]+ ms, allowed are 0\.$/m);
  });
});
