import { expect, Okta, row, test } from '../../src/harness/index.ts';

/** SPEC test, step 10. */
const GROUP_LIST_MS = 600;
/** Okta closes the connection then. */
const ANY_ANSWER_MS = 60_000;

test('the group list comes in time', row('OKTA-23'), async ({ tenant, arrange }) => {
  await arrange.group(tenant);

  const answer = await Okta.requests(tenant).send('OK-S10');

  expect(answer).toHaveStatus(200);
  expect(answer.exchange.durationMs, 'milliseconds for the group list').toBeLessThan(GROUP_LIST_MS);
});

test('every answer of a joiner comes in time', row('OKTA-23'), async ({ tenant, arrange, record }) => {
  const { users, groups } = Okta.connector(tenant, 'AIW');
  const { account } = await users.provision(Okta.personOf(arrange));
  const created = await groups.create(arrange.unique('group'), Okta.membersOf(account));
  await users.deactivate(account);

  expect(created.answer).toHaveStatus(201);
  const slow = record.recorder.exchanges.filter((one) => one.status === null || one.durationMs > ANY_ANSWER_MS);
  expect(slow.length, 'requests without an answer in time').toBe(0);
});
