import { bodyOf, expect, row, test } from '../../../src/harness/index.ts';

const CONFIG = '/ServiceProviderConfig';
const TYPES = ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'];

type Scheme = { type?: unknown; name?: unknown; description?: unknown; primary?: unknown };

test('authenticationSchemes is a non-empty array', row('RFC7643-5-10'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const schemes = bodyOf(answer).authenticationSchemes;
  expect(Array.isArray(schemes) && schemes.length > 0, 'authenticationSchemes has an entry').toBe(true);
});

test('each authentication scheme has type, name and description', row('RFC7643-5-11'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const schemes = (bodyOf(answer).authenticationSchemes ?? []) as Scheme[];
  const incomplete = schemes.filter(({ type, name, description }) =>
    [type, name, description].some((text) => typeof text !== 'string' || text === ''),
  );
  expect(incomplete, 'schemes without type, name or description').toEqual([]);
});

test('the type of an authentication scheme is a defined one', row('RFC7643-5-12'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const schemes = (bodyOf(answer).authenticationSchemes ?? []) as Scheme[];
  expect(
    schemes.map(({ type }) => String(type)).filter((type) => !TYPES.includes(type)),
    'types that RFC 7643 does not define',
  ).toEqual([]);
});

test('at most one authentication scheme is primary', row('RFC7643-5-13'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG);

  const schemes = (bodyOf(answer).authenticationSchemes ?? []) as Scheme[];
  expect(schemes.filter(({ primary }) => primary === true).length, 'number of primary schemes').toBeLessThanOrEqual(1);
});

test('authenticationSchemes can be read without a credential', row('RFC7643-5-14'), async ({ tenant }) => {
  const answer = await tenant.scim.get(CONFIG, { token: null });

  expect(answer).toHaveStatus(200);
  expect(bodyOf(answer).authenticationSchemes, 'authenticationSchemes without a credential').toBeDefined();
});
