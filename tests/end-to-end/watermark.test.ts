import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WATERMARK } from '../../src/reporting/sign-off/page.ts';
import type { SignOff } from '../../src/reporting/sign-off/sign-off.ts';
import { startProxy } from '../cli/plain-proxy.ts';
import { runHarness } from './harness-run.ts';
import { type StartedDouble, startDouble } from './started-double.ts';

const ONE_ROW = ['--project=okta', '--grep=@OKTA-01', '--workers=1'];

/** The sign-off that a run writes by itself, as JSON and as page. */
async function signOffOf(variables: Record<string, string>) {
  const run = await runHarness(ONE_ROW, variables);
  const signOff = JSON.parse(run.report('sign-off/okta.json')) as SignOff;
  const page = run.report('sign-off/okta.html');
  run.remove();
  return { signOff, page };
}

function atAddress({ rootToken }: StartedDouble, address: string): Record<string, string> {
  return {
    SCIM_TARGET: 'vault',
    VAULT_ADDR: address,
    VAULT_TOKEN: rootToken,
    SCIM_ALLOW_SIDE_EFFECTS: new URL(address).host,
  };
}

function isMarked({ signOff, page }: Awaited<ReturnType<typeof signOffOf>>, kind: string): void {
  assert.equal(signOff.target.kind, kind);
  assert.match(signOff.demonstration ?? '', /double/);
  assert.ok(page.includes(`data-words="${WATERMARK}"`));
  assert.ok(page.includes(`content: "${WATERMARK}"`), 'on each printed page');
}

test('A sign-off of the embedded double is marked as a demonstration.', async () => {
  isMarked(await signOffOf({}), 'mock');
});

test('So is one of a double at an address that the harness did not start.', async (t) => {
  const double = await startDouble();
  t.after(() => double.stop());
  isMarked(await signOffOf(atAddress(double, double.address)), 'vault');
});

test('So is one of a double behind a proxy that drops the header by which it says what it is.', async (t) => {
  const double = await startDouble();
  t.after(() => double.stop());
  const proxy = await startProxy(double.address);
  t.after(() => proxy.stop());
  isMarked(await signOffOf(atAddress(double, proxy.address)), 'vault');
});
