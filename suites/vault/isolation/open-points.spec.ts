import { randomUUID } from 'node:crypto';
import { expect, groupBody, highRiskWhen, row, test, userBody, wordsOf } from '../../../src/harness/index.ts';

test(
  'whether a foreign id and an unknown id are answered alike',
  row('VAULT-ISOL-28'),
  async ({ tenant, other, arrange, observe }) => {
    const user = await arrange.user(other);
    const unknown = `/Users/${randomUUID()}`;
    const operations = [{ op: 'replace', path: 'active', value: false }];
    const body = userBody(arrange.unique('user'));

    const answers = [
      ['GET', await tenant.scim.get(user.path), await tenant.scim.get(unknown)],
      ['PUT', await tenant.scim.put(user.path, body), await tenant.scim.put(unknown, body)],
      ['PATCH', await tenant.scim.patch(user.path, operations), await tenant.scim.patch(unknown, operations)],
      ['DELETE', await tenant.scim.delete(user.path), await tenant.scim.delete(unknown)],
    ] as const;

    for (const [, foreign] of answers) expect(foreign).toBeRefused();
    const telling = answers.filter(([, foreign, none]) => wordsOf(foreign) !== wordsOf(none));
    const words = telling.map(
      ([verb, foreign, none]) => `${verb} ${wordsOf(foreign)} for foreign, ${wordsOf(none)} for unknown`,
    );
    observe(words.join('; ') || 'alike for every verb', highRiskWhen(telling.length > 0));
  },
);

test(
  'whether a taken userName of another client tells of its existence',
  row('VAULT-ISOL-29'),
  async ({ tenant, other, arrange, observe }) => {
    const user = await arrange.user(other);
    const before = await other.scim.get(user.path);

    const answer = await tenant.scim.post('/Users', userBody(user.userName, { externalId: arrange.unique('ext') }));

    expect((await other.scim.get(user.path)).body, 'the user as its own client reads it').toEqual(before.body);
    observe(wordsOf(answer), highRiskWhen(answer.status === 409));
  },
);

test(
  'whether foreign members and unknown members are answered alike',
  row('VAULT-ISOL-30'),
  async ({ tenant, other, arrange, observe }) => {
    const user = await arrange.user(other);
    const before = await other.scim.get(user.path);

    const foreign = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [user.id]));
    const unknown = await tenant.scim.post('/Groups', groupBody(arrange.unique('group'), [randomUUID()]));

    expect((await other.scim.get(user.path)).body, 'the user as its own client reads it').toEqual(before.body);
    const alike = wordsOf(foreign) === wordsOf(unknown);
    observe(
      alike ? `alike: ${wordsOf(foreign)}` : `${wordsOf(foreign)} for foreign, ${wordsOf(unknown)} for unknown`,
      highRiskWhen(!alike),
    );
  },
);
