import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { GROUP, group, METADATA, PATCH, USER, user } from './messages.ts';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

const anyValue = fc.jsonValue({ maxDepth: 3 });
const anyUser = fc.record(
  {
    schemas: fc.oneof(fc.constant([USER]), anyValue),
    userName: fc.oneof(fc.string(), anyValue),
    externalId: fc.oneof(fc.string(), anyValue),
    active: fc.oneof(fc.boolean(), anyValue),
    groups: anyValue,
    meta: anyValue,
    [METADATA]: fc.oneof(fc.record({ items: fc.array(fc.record({ key: fc.string(), value: anyValue })) }), anyValue),
  },
  { requiredKeys: [] },
);
const anyPatch = fc.record(
  {
    schemas: fc.oneof(fc.constant([PATCH]), anyValue),
    Operations: fc.oneof(
      fc.array(
        fc.record(
          {
            op: fc.oneof(fc.constantFrom('add', 'Replace', 'remove'), anyValue),
            path: fc.oneof(
              fc.constantFrom('active', 'members', 'members[value eq "x"]', 'members[', 'userName', `${USER}:active`),
              anyValue,
            ),
            value: fc.oneof(fc.record({ active: anyValue }), fc.record({ members: anyValue }), anyValue),
          },
          { requiredKeys: [] },
        ),
        { maxLength: 3 },
      ),
      anyValue,
    ),
  },
  { requiredKeys: [] },
);
const anyGroup = fc.record(
  {
    schemas: fc.oneof(fc.constant([GROUP]), anyValue),
    displayName: fc.oneof(fc.string(), anyValue),
    members: fc.oneof(fc.array(fc.record({ value: anyValue })), anyValue),
  },
  { requiredKeys: [] },
);

describe('any input at all', () => {
  let double: ScimDouble;
  let okta: Tenant;
  let ada: string;
  let team: string;

  before(async () => {
    double = await startScimDouble();
    okta = await double.tenant('okta', { aliases: true });
    ada = (await okta.scim('POST', 'Users', user('ada'))).body.id;
    team = (await okta.scim('POST', 'Groups', group('team', ada))).body.id;
  });
  after(() => double.close());

  /** Any answer but a 5xx will do; a refusal has SCIM's form and leaves the resource as it was. */
  async function survives(verb: string, path: string, body: unknown, watched: string): Promise<void> {
    const before = (await okta.scim('GET', watched)).text;
    const answer = await okta.scim(verb, path, body);
    assert.ok(answer.status < 500, `${answer.status} ${answer.text}`);
    if (answer.status < 400) return;
    assert.equal(answer.body.status, String(answer.status));
    assert.equal((await okta.scim('GET', watched)).text, before);
  }

  for (const [what, bodies, places] of [
    [
      'users',
      anyUser,
      () => [['POST', 'Users', `Users/${ada}`] as const, ['PUT', `Users/${ada}`, `Users/${ada}`] as const],
    ],
    [
      'groups',
      anyGroup,
      () => [['POST', 'Groups', `Groups/${team}`] as const, ['PUT', `Groups/${team}`, `Groups/${team}`] as const],
    ],
    [
      'PATCH messages',
      anyPatch,
      () => [
        ['PATCH', `Users/${ada}`, `Users/${ada}`] as const,
        ['PATCH', `Groups/${team}`, `Groups/${team}`] as const,
      ],
    ],
  ] as const) {
    test(`${what} of any shape never make a 5xx, and a refused one changes nothing`, async () => {
      const property = fc.asyncProperty(bodies as fc.Arbitrary<unknown>, async (body) => {
        for (const [verb, path, watched] of places()) await survives(verb, path, body, watched);
      });
      await fc.assert(property, { numRuns: 60 });
    });
  }

  test('filters and queries of any shape never make a 5xx', async () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^(userName|active|meta\.lastModified|members\[) ?(eq|gt|EQ|) ?("|)[\w"\\ :-]*$/),
    );
    const names = ['filter', 'attributes', 'excludedAttributes', 'startIndex', 'count', 'sortBy'];
    const property = fc.asyncProperty(fc.constantFrom(...names), anyText, async (name, text) => {
      const query = new URLSearchParams([[name, text]]);
      for (const collection of ['Users', 'Groups', 'Schemas']) {
        const answer = await okta.scim('GET', `${collection}?${query}`);
        assert.ok(answer.status < 500, `${answer.status} ${answer.text}`);
      }
    });
    await fc.assert(property, { numRuns: 100 });
  });
});
