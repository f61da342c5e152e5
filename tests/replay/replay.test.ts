import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Conformance } from '../../src/verdicts/verdict.ts';
import { type StartedDouble, startDouble } from '../end-to-end/started-double.ts';
import { MADE_UP, PRIVATE } from './made-up.ts';

const REPLAY = fileURLToPath(new URL('../../src/cli/replay.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vsc-replay-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function replay(args: string[], env: Record<string, string> = {}): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env } };
    execFile(
      process.execPath,
      [REPLAY, ...args, '--reports', join(folder, 'out')],
      options,
      (error, stdout, stderr) => {
        resolve({ status: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
      },
    );
  });
}

function environmentFor(double: StartedDouble, isolate: string): Record<string, string> {
  return {
    SCIM_TARGET: 'vault',
    VAULT_ADDR: double.address,
    VAULT_TOKEN: double.rootToken,
    SCIM_ALLOW_SIDE_EFFECTS: new URL(double.address).host,
    SCIM_ISOLATE: isolate,
  };
}

const conformance = () => JSON.parse(readFileSync(join(folder, 'out', 'conformance.json'), 'utf8')) as Conformance;

describe('replaying a capture', () => {
  it('judges the answers of the target, and lists what differs', async () => {
    const { status, output } = await replay([MADE_UP, '--as', 'okta']);

    assert.equal(status, 0, output);
    assert.match(
      output,
      /^ {2}differs: GET \/Users\?count&filter=userName eq&startIndex \(OK-Q04, documented; once\)$/m,
    );
    assert.match(output, /^Requests replayed: 16\. Users and groups that the recording found, made before: 1\.$/m);
    assert.match(output, /^ {2}entry 17: GET \/Users\/\{id\} was answered 404 in the recording, and 200 here$/m);
    const verdicts = new Map(conformance().checks.map(({ id, verdict }) => [id, verdict]));
    for (const id of ['OKTA-05', 'OKTA-07', 'OKTA-08', 'OKTA-10', 'OKTA-12', 'OKTA-14', 'OKTA-15', 'RFC7644-3.3-04']) {
      assert.equal(verdicts.get(id), 'passed', id);
    }
    assert.equal(verdicts.get('OKTA-27'), 'not-applicable');
  });

  it('shows a defect of the target', async () => {
    const double = await startDouble('--fault', 'F-OKTA-07');

    const { status, output } = await replay([MADE_UP, '--as', 'okta'], environmentFor(double, 'prefix'));

    await double.stop();
    assert.equal(status, 1, output);
    assert.equal(conformance().checks.find(({ id }) => id === 'OKTA-07')?.verdict, 'failed');
    assert.equal(PRIVATE.test(output), false);
  });

  for (const isolate of ['namespace', 'prefix']) {
    it(`removes everything that it made (${isolate})`, async () => {
      const double = await startDouble();
      const state = async () => {
        const lists = [
          'identity/entity/id',
          'identity/group/id',
          'identity/scim/client',
          'sys/namespaces',
          'sys/policies/acl',
        ];
        return Promise.all(lists.map(async (path) => (await double.ask('GET', `${path}?list=true`)).body?.data));
      };
      const before = await state();

      const { status, output } = await replay([MADE_UP, '--as', 'okta'], environmentFor(double, isolate));

      const afterwards = await state();
      await double.stop();
      assert.equal(status, 0, output);
      assert.deepEqual(afterwards, before);
      assert.deepEqual(conformance().leftovers, []);
    });
  }

  it('lets no credential and nobody of the capture into the output', async () => {
    const { output } = await replay([MADE_UP, '--as', 'okta']);

    assert.equal(PRIVATE.test(output), false, PRIVATE.exec(output)?.[0]);
    const files = readdirSync(join(folder, 'out'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    );
    assert.ok(files.length > 5);
    for (const name of files) {
      const found = PRIVATE.exec(readFileSync(join(folder, 'out', name), 'utf8'))?.[0];
      assert.equal(found, undefined, name);
    }
  });

  it('refuses a broken capture and an unknown vendor with one sentence and status 2', async () => {
    const broken = join(folder, 'broken.har');
    writeFileSync(broken, '{"log":');

    const results = [await replay([broken, '--as', 'okta']), await replay([MADE_UP, '--as', 'nobody'])];

    for (const { status, output } of results) {
      assert.equal(status, 2);
      assert.equal(output.trim().split('\n').length, 1, output);
    }
  });
});
