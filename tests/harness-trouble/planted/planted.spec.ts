import { expect, idOf, row, test, userBody } from '../../../src/harness/index.ts';
import type { Answer } from '../../../src/scim/answer.ts';

test('an error of ours', row('VAULT-USER-01'), async ({ tenant }) => {
  const answer = await tenant.scim.get('/Users');
  const nothing = [][0] as unknown as { of: string };
  expect(nothing.of, answer.text).toBe('x');
});

test('an assertion on nothing', row('VAULT-USER-02'), async () => {
  expect(undefined as unknown as Answer).toHaveStatus(201);
});

test('a test without end', row('VAULT-USER-03'), async ({ tenant }) => {
  test.setTimeout(1_500);
  await tenant.scim.get('/Users');
  await new Promise(() => {});
});

test('a dead worker', row('VAULT-USER-04'), async ({ tenant }) => {
  await tenant.scim.get('/Users');
  process.kill(process.pid, 'SIGKILL');
});

test.describe('with a hook', () => {
  test.beforeAll(() => {
    throw new TypeError('planted: a defect of ours');
  });

  test('a hook that throws', row('VAULT-USER-05'), async ({ tenant }) => {
    await tenant.scim.get('/Users');
  });
});

test('an arrangement that does not work', row('VAULT-USER-07'), async ({ vault }) => {
  await vault.writeOrThrow('prepare something', 'no/such/path', {});
});

test('a test beside all of them', row('VAULT-USER-06'), async ({ tenant, arrange }) => {
  const answer = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  expect(answer).toHaveStatus(201);
  expect(idOf(await tenant.scim.get(`/Users/${idOf(answer)}`)), 'the id that is read').toBe(idOf(answer));
});
