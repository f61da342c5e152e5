import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundByName } from '../../src/harness/found-by-name.ts';
import type { ListQuery } from '../../src/scim/scim-client.ts';
import { answerOf } from '../scim/answers.ts';

const USERS = ['Ann', 'bob', 'eve'].map((userName, index) => ({ id: `u${index + 1}`, userName }));

/** A server whose pages hold one user each. @param byFilter its answer to a filter */
function serverWith(byFilter: () => ReturnType<typeof answerOf>) {
  return {
    list: async (_path: string, { filter, startIndex = 1 }: ListQuery = {}) => {
      if (filter !== undefined) return byFilter();
      const start = Number(startIndex);
      return answerOf({ body: { totalResults: USERS.length, Resources: USERS.slice(start - 1, start) } });
    },
  };
}

const SERVERS: [string, () => ReturnType<typeof answerOf>][] = [
  ['filters', () => answerOf({ body: { totalResults: 1, Resources: USERS.slice(0, 1) } })],
  ['refuses filters', () => answerOf({ status: 501, body: { status: '501' } })],
  ['overlooks filters', () => answerOf({ body: { totalResults: 3, Resources: USERS.slice(1, 2) } })],
];

for (const [what, byFilter] of SERVERS) {
  test(`Who bears a name is found on a server that ${what}, in any letter case.`, async () => {
    const found = await foundByName(serverWith(byFilter), '/Users', 'ann');

    assert.deepEqual(
      found.map(({ id }) => id),
      ['u1'],
    );
  });
}

test('A name that nobody bears is not found.', async () => {
  const none = () => answerOf({ body: { totalResults: 0, Resources: [] } });

  assert.deepEqual(await foundByName(serverWith(none), '/Users', 'zoe'), []);
});
