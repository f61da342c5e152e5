import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ClientLookFile } from '../../src/run/client-look.ts';
import { type SetUp, setUpProduction } from '../doctor/production-client.ts';
import { addForeignData, serverState } from '../end-to-end/server-state.ts';
import { type StartedDouble, startDouble } from '../end-to-end/started-double.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { command } from './command.ts';
import { type PlainProxy, startProxy } from './plain-proxy.ts';

/** What Vault has no GET for, and what only looks all the same. */
const LOOKUPS = new Set(['/v1/sys/capabilities', '/v1/auth/token/lookup']);

describe('doctor --client', () => {
  let double: StartedDouble;
  let proxy: PlainProxy;
  let held: Awaited<ReturnType<typeof setUpProduction>>;
  const reports = temporaryFolder('doctor-test');
  const variables = () => ({
    SCIM_TARGET: 'vault',
    VAULT_ADDR: proxy.address,
    VAULT_TOKEN: double.rootToken,
    SCIM_TOKEN: held.token,
    REPORTS_DIR: reports,
  });

  before(async () => {
    double = await startDouble();
    proxy = await startProxy(double.address);
    held = await setUpProduction(double);
    await addForeignData(double);
  });
  after(async () => {
    await proxy.stop();
    await double.stop();
  });

  it('changes nothing: the same state before and after, and only reads and lookups on the wire', async () => {
    const state = await serverState(double);
    proxy.requests.length = 0;
    const { status, stdout } = await command('doctor', ['--client', 'prod'], variables());
    assert.deepEqual(await serverState(double), state);
    assert.equal(status, 1, stdout);
    assert.ok(proxy.requests.length > 8);
    const writing = proxy.requests.filter((line) => {
      const [method = '', url = ''] = line.split(' ');
      return method !== 'GET' && !(method === 'POST' && LOOKUPS.has(url.replace(/\?.*/, '')));
    });
    assert.deepEqual(writing, []);
    const everything = stdout + readFileSync(join(reports, 'doctor-client.json'), 'utf8');
    assert.equal(
      [held.token, double.rootToken].some((secret) => everything.includes(secret)),
      false,
    );
  });

  it('finds a sound client sound, but for the http address of this test', async () => {
    const { stdout } = await command('doctor', ['--client', 'prod', '--as', 'okta', '--json'], variables());
    const { looks, settings } = JSON.parse(stdout) as ClientLookFile;
    const red = looks.filter(({ state }) => state !== 'ok').map(({ topic, found }) => `${topic}: ${found}`);
    assert.deepEqual(red, ['URL: Okta takes no http URL', "URL: Okta's cloud cannot reach 127.0.0.1"]);
    assert.equal(settings.max_token_ttl, 2_592_000);
  });

  it('takes the accessor of the token in place of the token', async () => {
    const { SCIM_TOKEN: _none, ...rest } = variables();
    const args = ['--client', 'prod', '--accessor', held.accessor];
    const { stdout } = await command('doctor', args, rest);
    assert.match(stdout, /^ok +rights +enough on all 9 SCIM paths, with patch$/m);
  });

  it('does not guess what it may not see: without the token the result is not clean', async () => {
    const { SCIM_TOKEN: _none, ...rest } = variables();
    const args = ['--client', 'prod', '--url', 'https://127.0.0.1:1/v1/identity/scim/v2'];
    const { status, stdout } = await command('doctor', args, rest);
    assert.equal(status, 3, stdout);
    assert.match(stdout, /^UNKNOWN +rights +not looked at: nobody named the token$/m);
  });

  it('a client that is not there is one sentence that names those that are', async () => {
    const { status, stdout, stderr } = await command('doctor', ['--client', 'product'], variables());
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^There is no SCIM client product in .*: there are prod; correct --client[^\n]*\n$/);
  });

  it('options that belong together are asked for in one sentence', async () => {
    for (const args of [
      ['--accessor', 'x'],
      ['--client', 'prod', '--as', 'nobody'],
    ]) {
      const { status, stderr } = await command('doctor', args, variables());
      assert.equal(status, 2);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    }
    const { stderr } = await command('doctor', ['--client', 'prod'], { SCIM_TARGET: 'mock' });
    assert.match(stderr, /^--client looks at a SCIM client of a Vault/);
  });
});

const FLAWS: { flaw: string; setUp: SetUp; quota?: object; says: RegExp }[] = [
  {
    flaw: 'no patch',
    setUp: { withoutPatch: true },
    says: /^PROBLEM +rights +identity\/scim\/v2\/Users\/\* lacks patch/m,
  },
  { flaw: 'an opaque claim', setUp: { userClaim: 'sub' }, says: /^PROBLEM +user claim +role people takes "sub"/m },
  {
    flaw: 'a token beyond max_token_ttl',
    setUp: { client: { max_token_ttl: 3600 }, token: { type: 'service' } },
    says: /^PROBLEM +token TTL +lasts 30 days, more than the client's max_token_ttl of 3600 s$/m,
  },
  {
    flaw: 'a token of another kind',
    setUp: { token: { type: 'service' } },
    says: /^warning +token type +service: it counts neither for max_active_tokens nor for max_token_ttl$/m,
  },
  {
    flaw: 'adoption',
    setUp: { client: { allow_user_adoption: true } },
    says: /^warning +adoption +of users is on/m,
  },
  {
    flaw: 'a tight quota',
    setUp: {},
    quota: { rate: 20, interval: 1, path: 'identity/' },
    says: /^PROBLEM +quotas +tight allows 20 requests a second, Microsoft Entra ID may send 25/m,
  },
];

describe('doctor --client names a flaw:', () => {
  for (const { flaw, setUp, quota, says } of FLAWS) {
    it(flaw, async (t) => {
      const double = await startDouble();
      t.after(() => double.stop());
      const { token } = await setUpProduction(double, setUp);
      if (quota) await double.ask('POST', 'sys/quotas/rate-limit/tight', quota);
      const { stdout } = await command('doctor', ['--client', 'prod'], {
        SCIM_TARGET: 'vault',
        VAULT_ADDR: double.address,
        VAULT_TOKEN: double.rootToken,
        SCIM_TOKEN: token,
        REPORTS_DIR: temporaryFolder('doctor-test'),
      });
      assert.match(stdout, says);
    });
  }
});
