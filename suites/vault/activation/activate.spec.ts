import { expect, flagsOf, row, test } from '../../../src/harness/index.ts';

const FLAGS = 'sys/activation-flags';
const ACTIVATE = { method: 'PUT', path: '/v1/sys/activation-flags/enable-scim/activate' };

test('activation from a child namespace is refused', row('VAULT-ACT-06'), async ({ dormant, arrange }) => {
  await arrange.during(() => dormant.writeOrThrow('create a child namespace', 'sys/namespaces/child', {}));
  const before = await dormant.read(FLAGS);

  const answer = await dormant.with({ namespace: 'child' }).send(ACTIVATE);

  expect(answer).toBeRefused();
  const after = await dormant.read(FLAGS);
  expect(flagsOf(after), 'the activation flags').toEqual(flagsOf(before));
});

test('activation without a token is refused', row('VAULT-ACT-07'), async ({ dormant }) => {
  const before = await dormant.read(FLAGS);

  const answer = await dormant.send({ ...ACTIVATE, token: null });

  expect(answer).toBeRefused();
  const after = await dormant.read(FLAGS);
  expect(flagsOf(after), 'the activation flags').toEqual(flagsOf(before));
});

for (const method of ['PUT', 'POST']) {
  test(`activation with ${method} turns SCIM on`, row('VAULT-ACT-08'), async ({ dormant, arrange }) => {
    const idp = { name: 'idp' };
    const { id } = await arrange.during(() => dormant.writeData('create an entity', 'identity/entity', idp));

    await dormant.send({ ...ACTIVATE, method });

    expect(flagsOf(await dormant.read(FLAGS)).activated, 'the activated flags').toContain('enable-scim');
    await dormant.write('identity/scim/client/idp', { access_grant_principal: id });
    expect(await dormant.read('identity/scim/client/idp'), 'a SCIM client made after the activation').toHaveStatus(200);
  });
}

test('activation answers with both lists of after the change', row('VAULT-ACT-09'), async ({ dormant }) => {
  const answer = await dormant.send(ACTIVATE);

  expect(answer).toHaveStatus(200);
  const read = await dormant.read(FLAGS);
  expect(flagsOf(answer), 'the lists in the answer').toEqual(flagsOf(read));
  expect(flagsOf(answer).activated, 'the activated flags in the answer').toContain('enable-scim');
});

for (const undo of [
  { method: 'DELETE', path: ACTIVATE.path },
  { method: 'DELETE', path: '/v1/sys/activation-flags/enable-scim' },
  { method: 'PUT', path: '/v1/sys/activation-flags/enable-scim/deactivate' },
]) {
  const request = `${undo.method} ${undo.path.replace(/.*enable-scim/, 'enable-scim')}`;

  test(`activation is not undone by ${request}`, row('VAULT-ACT-10'), async ({ dormant }) => {
    await dormant.send(ACTIVATE);
    const before = await dormant.read(FLAGS);

    const answer = await dormant.send(undo);

    expect(answer).toBeRefused();
    const after = await dormant.read(FLAGS);
    expect(flagsOf(after), 'the activation flags').toEqual(flagsOf(before));
    expect(flagsOf(after).activated, 'the activated flags').toContain('enable-scim');
  });
}

test('a second activation leaves SCIM activated', row('VAULT-ACT-18'), async ({ dormant, observe }) => {
  await dormant.send(ACTIVATE);

  const answer = await dormant.send(ACTIVATE);

  expect(flagsOf(await dormant.read(FLAGS)).activated, 'the activated flags').toContain('enable-scim');
  observe(`the second activation is answered with status ${answer.status}`);
});
