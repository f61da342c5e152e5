import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ERROR, group, METADATA, PATCH, patch, USER, user } from './messages.ts';
import { type ScimDouble, startScimDouble, type Tenant } from './scim-double.ts';

const NOT_OBJECTS = ['', 'null', '[]', '"text"', '12', '{', '{"userName":}', '\u0000', '{"a":1}{"b":2}'];
const BAD_USERS = [
  {},
  { ...user('x'), schemas: undefined },
  { ...user('x'), schemas: [] },
  { ...user('x'), schemas: 'text' },
  { ...user('x'), schemas: [7] },
  { ...user('x'), schemas: [PATCH] },
  { ...user('x'), userName: '' },
  { ...user('x'), userName: '   ' },
  { ...user('x'), userName: 7 },
  { ...user('x'), userName: ['x'] },
  { ...user('x'), userName: { value: 'x' } },
  { ...user('x'), username: 'y' },
  { ...user('x'), externalId: '' },
  { ...user('x'), externalId: 7 },
  { ...user('x'), active: 1 },
  { ...user('x'), active: {} },
  { ...user('x'), [METADATA]: 'text' },
  { ...user('x'), [METADATA]: { items: 'text' } },
  { ...user('x'), [METADATA]: { items: [7] } },
  { ...user('x'), [METADATA]: { items: [{ key: 'a' }] } },
  { ...user('x'), [METADATA]: { items: [{ key: '', value: 'b' }] } },
  { ...user('x'), [METADATA]: { items: [{ key: 'a', value: 7 }] } },
  {
    ...user('x'),
    [METADATA]: {
      items: [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ],
    },
  },
];
const BAD_GROUPS = [
  { ...group('x'), displayName: null },
  { ...group('x'), displayName: 7 },
  { ...group('x'), members: 'text' },
  { ...group('x'), members: {} },
  { ...group('x'), members: ['text'] },
  { ...group('x'), members: [{}] },
  { ...group('x'), members: [{ value: 7 }] },
  { ...group('x'), members: [{ value: 'x', type: 'Group' }] },
];
const BAD_PATCHES = [
  {},
  { schemas: [PATCH] },
  { schemas: [PATCH], Operations: {} },
  { schemas: [PATCH], Operations: [7] },
  { schemas: [USER], Operations: [{ op: 'replace', path: 'active', value: true }] },
  patch({ path: 'active', value: true }),
  patch({ op: 7, path: 'active', value: true }),
  patch({ op: 'replace', path: 7, value: true }),
  patch({ op: 'replace', path: '', value: true }),
  patch({ op: 'replace', value: true }),
  patch({ op: 'replace', value: {} }),
  patch({ op: 'replace', path: 'active' }),
  patch({ op: 'replace', path: 'active', value: null }),
];

describe('bad input', () => {
  let double: ScimDouble;
  let okta: Tenant;
  let ada: string;
  let team: string;

  before(async () => {
    double = await startScimDouble();
    okta = await double.tenant('okta');
    ada = (await okta.scim('POST', 'Users', user('ada'))).body.id;
    team = (await okta.scim('POST', 'Groups', group('team', ada))).body.id;
  });
  after(() => double.close());

  /** Sends the body to each place, and asserts a refusal in SCIM form that changes nothing. */
  async function refused(raw: string, places: readonly (readonly [string, string])[]): Promise<void> {
    const before = await everything();
    for (const [verb, path] of places) {
      const answer = await okta.scim(verb, path, undefined, { raw });
      assert.equal(answer.status, 400, `${verb} ${path} ${raw}`);
      assert.deepEqual(answer.body.schemas, [ERROR], `${verb} ${path} ${raw}`);
    }
    assert.deepEqual(await everything(), before);
  }

  const everything = async () => [(await okta.scim('GET', 'Users')).body, (await okta.scim('GET', 'Groups')).body];
  const userWrites = () => [['POST', 'Users'] as const, ['PUT', `Users/${ada}`] as const];
  const groupWrites = () => [['POST', 'Groups'] as const, ['PUT', `Groups/${team}`] as const];
  const patches = () => [['PATCH', `Users/${ada}`] as const, ['PATCH', `Groups/${team}`] as const];

  test('what is no JSON object is 400 in SCIM form and changes nothing', async () => {
    for (const raw of NOT_OBJECTS) await refused(raw, [...userWrites(), ...groupWrites(), ...patches()]);
  });

  test('ill-typed users are 400 and change nothing', async () => {
    for (const body of BAD_USERS) await refused(JSON.stringify(body), userWrites());
  });

  test('ill-typed groups are 400 and change nothing', async () => {
    for (const body of BAD_GROUPS) await refused(JSON.stringify(body), groupWrites());
  });

  test('ill-formed PATCH messages are 400 and change nothing', async () => {
    for (const body of BAD_PATCHES) await refused(JSON.stringify(body), patches());
  });

  test('a lone surrogate, deep nesting and invalid UTF-8 are 400 and change nothing', async () => {
    await refused('{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\\ud800","externalId":"e"}', [
      ['POST', 'Users'],
    ]);
    await refused(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, [...userWrites(), ...patches()]);
    const answer = await okta.scim('POST', 'Users', undefined, { raw: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) });
    assert.equal(answer.status, 400);
  });

  test('keys of the prototype are plain data', async () => {
    const items = [
      { key: '__proto__', value: 'a' },
      { key: 'constructor', value: 'b' },
    ];
    const { body, status } = await okta.scim('POST', 'Users', user('proto', { [METADATA]: { items } }));
    assert.equal(status, 201);
    assert.deepEqual((await okta.scim('GET', `Users/${body.id}`)).body[METADATA], { items });
    await okta.scim('DELETE', `Users/${body.id}`);
  });

  test('a foreign content type is 415; JSON, with or without charset, is served (S9, RFC 9110)', async () => {
    const raw = JSON.stringify(user('typed'));
    const foreign = await okta.scim('POST', 'Users', undefined, { raw, headers: { 'content-type': 'text/plain' } });
    assert.equal(foreign.status, 415);
    assert.deepEqual(foreign.body.schemas, [ERROR]);
    const json = { 'content-type': 'application/json; charset=utf-8' };
    assert.equal((await okta.scim('POST', 'Users', undefined, { raw, headers: json })).status, 201);
  });

  test('odd ids are 404, whatever is in them', async () => {
    for (const id of ['x', '%20', '%2525', 'a%2Fb', '..%2f', 'null', '__proto__', ada.toUpperCase()]) {
      const answer = await okta.scim('GET', `Users/${id}`);
      assert.ok(answer.status === 404 || answer.status === 400, `${id}: ${answer.status}`);
    }
  });
});
