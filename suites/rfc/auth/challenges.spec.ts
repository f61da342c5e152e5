import { challengeParameters, expect, row, test } from '../../../src/harness/index.ts';

const UNKNOWN = { Authorization: 'Bearer 8f7c0b1e5d3a4c2f9e6b7a8d0c1f2e3b' };

test(
  'a challenge has each of its parameters once',
  row('RFC9110-11.2-01', 'RFC6750-3-04'),
  async ({ tenant, applies }) => {
    const answers = [
      await tenant.scim.get('/Users', { token: null }),
      await tenant.scim.get('/Users', { headers: UNKNOWN }),
    ];

    const headers = answers.flatMap((answer) => answer.header('www-authenticate') ?? []);
    applies(headers.length > 0, 'the server sends no challenge');
    expect(
      headers
        .flatMap(challengeParameters)
        .flatMap((names) => names.filter((name, index) => names.indexOf(name) !== index)),
      'parameters that a challenge has twice',
    ).toEqual([]);
  },
);
