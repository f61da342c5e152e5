import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runHarness } from './harness-run.ts';
import { startDouble } from './started-double.ts';

const CANARY = 'hvs.CAESIcanaryTokenThatMustNotShow';

describe('a wrong set-up ends with status 2, one sentence and no stack', () => {
  const wrong: [string, string[], Record<string, string>, RegExp][] = [
    ['a bad variable', [], { VAULT_MOCK_VERSION: '9' }, /VAULT_MOCK_VERSION is "9"/],
    ['a missing variable', [], { SCIM_TARGET: 'vault', VAULT_TOKEN: CANARY }, /VAULT_ADDR/],
    [
      'nothing listening',
      [],
      { SCIM_TARGET: 'vault', VAULT_ADDR: 'http://127.0.0.1:1', VAULT_TOKEN: CANARY },
      /Nothing answers at/,
    ],
    ['retries', ['--retries=1'], {}, /without --retries/],
    ['a reporter that drops ours', ['--reporter=dot'], {}, /--reporter/],
    ['an expectations file that is none', [], { SCIM_EXPECTATIONS: 'package.json' }, /SCIM_EXPECTATIONS/],
  ];
  for (const [title, args, variables, sentence] of wrong) {
    it(title, async () => {
      const run = await runHarness(args, variables);

      assert.equal(run.status, 2, run.output);
      assert.match(run.output, sentence);
      assert.doesNotMatch(run.output, /^\s+at /m);
      assert.equal(run.output.includes(CANARY), false);
      run.remove();
    });
  }

  it('missing consent, which says what to set and what would happen', async () => {
    const double = await startDouble();

    const run = await runHarness([], {
      SCIM_TARGET: 'vault',
      VAULT_ADDR: double.address,
      VAULT_TOKEN: double.rootToken,
    });

    await double.stop();
    assert.equal(run.status, 2, run.output);
    assert.match(run.output, new RegExp(`SCIM_ALLOW_SIDE_EFFECTS=${new URL(double.address).host}`));
    assert.match(run.output, /\d+ entities/);
    assert.equal(run.output.includes(double.rootToken), false);
    run.remove();
  });
});
