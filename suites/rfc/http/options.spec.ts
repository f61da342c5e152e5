import { expect, isAccepted, row, test } from '../../../src/harness/index.ts';

const NOT_OFFERED = 'OPTIONS is not offered';

test('OPTIONS tells which methods there are', row('RFC9110-9.3.7-01'), async ({ tenant, applies }) => {
  const answer = await tenant.scim.send({ method: 'OPTIONS', path: '/Users' });

  applies(isAccepted(answer), NOT_OFFERED);
  expect(answer.header('allow') ?? '', 'Allow').not.toBe('');
});

test(
  'OPTIONS of a user tells in which form it is patched',
  row('RFC5789-3.1-01'),
  async ({ tenant, arrange, applies }) => {
    const user = await arrange.user(tenant);

    const answer = await tenant.scim.send({ method: 'OPTIONS', path: user.path });

    applies(isAccepted(answer), NOT_OFFERED);
    expect(answer.header('accept-patch') ?? '', 'Accept-Patch').toMatch(/\bapplication\/(?:scim\+)?json\b/);
  },
);
