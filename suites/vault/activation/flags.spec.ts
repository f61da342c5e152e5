import { expect, flagsOf, row, test } from '../../../src/harness/index.ts';

const FLAGS = 'sys/activation-flags';

test('the activation flags are two lists of names', row('VAULT-ACT-01'), async ({ vault }) => {
  const answer = await vault.with({ namespace: '' }).read(FLAGS);

  expect(answer).toHaveStatus(200);
  expect(answer.data?.activated, 'activated').toEqual(expect.arrayOf(expect.any(String)));
  expect(answer.data?.unactivated, 'unactivated').toEqual(expect.arrayOf(expect.any(String)));
});

test('the activation flags can be read without a token', row('VAULT-ACT-02'), async ({ vault }) => {
  const answer = await vault.with({ namespace: '', token: null }).read(FLAGS);

  expect(answer).toHaveStatus(200);
});

test('the flag of SCIM is listed as activated', row('VAULT-ACT-03'), async ({ vault }) => {
  const answer = await vault.with({ namespace: '' }).read(FLAGS);

  expect(flagsOf(answer).activated, 'the activated flags').toContain('enable-scim');
});

test('no flag is in both lists', row('VAULT-ACT-04'), async ({ vault }) => {
  const answer = await vault.with({ namespace: '' }).read(FLAGS);

  const { activated, unactivated } = flagsOf(answer);
  expect(answer).toHaveStatus(200);
  expect(
    unactivated.filter((flag) => activated.includes(flag)),
    'the flags in both lists',
  ).toEqual([]);
});

test('a child namespace does not serve the activation flags', row('VAULT-ACT-05'), async ({ vault, arrange }) => {
  const child = await arrange.namespace();
  const root = vault.with({ namespace: '' });
  const before = await root.read(FLAGS);

  const answers = [await child.read(FLAGS), await root.read(`${child.namespace}/${FLAGS}`)];

  for (const answer of answers) expect(answer).toBeRefused();
  const after = await root.read(FLAGS);
  expect(flagsOf(after), 'the flags of the root namespace').toEqual(flagsOf(before));
});
