import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeResources } from '../../../src/scim/models/resource-description.ts';
import { judgeAnswer } from '../../../src/scim/oracles/judge-answer.ts';
import { ORACLES, type OracleName } from '../../../src/scim/oracles/rows.ts';
import { type AnswerParts, answerOf, BASE, ERROR_URN, GROUP_URN, LIST_URN, USER_URN } from '../answers.ts';

const BADGE_URN = 'urn:example:badge';

/** A server with the rarer characteristics: a required extension, binaries, and each kind of `returned`. */
const SCHEMAS = [
  {
    id: USER_URN,
    attributes: [
      { name: 'userName', type: 'string', required: true, returned: 'always' },
      { name: 'title', type: 'string', required: true },
      { name: 'photo', type: 'binary' },
      { name: 'hint', type: 'string', returned: 'never' },
      { name: 'pin', type: 'string', mutability: 'writeOnly' },
      { name: 'kind', type: 'string', canonicalValues: ['cat', 'dog'] },
      { name: 'groups', type: 'complex', multiValued: true },
    ],
  },
  {
    id: GROUP_URN,
    attributes: [
      { name: 'displayName', type: 'string', required: true },
      { name: 'members', type: 'complex', multiValued: true },
    ],
  },
  { id: BADGE_URN, attributes: [{ name: 'colour', type: 'string' }] },
];
const TYPES = [
  { name: 'User', endpoint: '/Users', schema: USER_URN, schemaExtensions: [{ schema: BADGE_URN, required: true }] },
  { name: 'Group', endpoint: '/Groups', schema: GROUP_URN },
];
const context = { baseUrl: BASE, resourceSchemas: describeResources(SCHEMAS, TYPES), isVault: false };

const META = {
  resourceType: 'User',
  created: '2026-11-24T11:00:00Z',
  lastModified: '2026-11-24T11:00:00Z',
  location: `${BASE}/Users/u1`,
};
const user = (more: Record<string, unknown> = {}) => ({
  schemas: [USER_URN, BADGE_URN],
  id: 'u1',
  userName: 'bob',
  title: 'Dr',
  [BADGE_URN]: { colour: 'red' },
  meta: META,
  ...more,
});
const group = (more: Record<string, unknown> = {}) => ({ schemas: [GROUP_URN], id: 'g1', displayName: 'G', ...more });
const read = (more: Record<string, unknown>): AnswerParts => ({ path: '/Users/u1', body: user(more) });
const readGroup = (more: Record<string, unknown>): AnswerParts => ({ path: '/Groups/g1', body: group(more) });
const listOf = (...resources: unknown[]) => ({
  schemas: [LIST_URN],
  totalResults: resources.length,
  Resources: resources,
});
const error = (more: Record<string, unknown> = {}) => ({ schemas: [ERROR_URN], status: '404', ...more });

const BREACHES: [title: string, parts: AnswerParts, oracles: OracleName[]][] = [
  ['nothing', read({}), []],
  [
    'plain JSON without Accept',
    { ...read({}), contentType: 'application/json', requestHeaders: [] },
    ['default-media-type', 'media-type', 'media-type-of-user'],
  ],
  [
    'a created user as plain JSON',
    {
      method: 'POST',
      status: 201,
      body: user(),
      headers: [['Location', `${BASE}/Users/u1`]],
      contentType: 'application/json',
    },
    ['media-type', 'media-type-of-created-user'],
  ],
  ['a list as plain JSON', { body: listOf(), contentType: 'application/json' }, ['media-type', 'media-type-of-list']],
  [
    'a group as plain JSON',
    { ...readGroup({}), contentType: 'application/json' },
    ['media-type', 'media-type-of-group'],
  ],
  [
    'a discovery document as plain JSON',
    { path: '/ResourceTypes', body: listOf(), contentType: 'application/json' },
    ['media-type', 'media-type-of-discovery'],
  ],
  [
    'an error as plain JSON',
    { status: 404, body: error(), contentType: 'application/json' },
    ['error-media-type', 'media-type'],
  ],
  ['a body after a delete', { method: 'DELETE', path: '/Users/u1', status: 204, text: '{}' }, ['delete-no-content']],
  [
    'a create without a body',
    { method: 'POST', status: 201, headers: [['Location', `${BASE}/Users/u1`]] },
    ['create-body'],
  ],
  ['202 for a PATCH', { method: 'PATCH', path: '/Users/u1', status: 202 }, ['patch-status']],
  ['302', { status: 302, headers: [['Location', '/x']] }, ['redirect-status']],
  ['an empty detail', { status: 404, body: error({ detail: '' }) }, ['error-detail']],
  ['a bare array of resource types', { path: '/ResourceTypes', body: [] }, ['list-urn', 'resource-types-list']],
  ['an entry without id', { body: listOf(user({ id: undefined })) }, ['id-present', 'list-entry-form']],
  ['a message in another schema', { status: 404, body: error({ schemas: ['urn:x'] }) }, ['error-form', 'message-urn']],
  [
    'another Content-Location',
    { ...read({}), headers: [['Content-Location', `${BASE}/Users/u2`]] },
    ['content-location'],
  ],
  ['no base schema of a user', read({ schemas: [BADGE_URN] }), ['schemas-base', 'schemas-user']],
  [
    'the schema of a user on a group',
    readGroup({ schemas: [USER_URN] }),
    ['schemas-base', 'schemas-declared', 'schemas-group'],
  ],
  [
    'a group among the users',
    { body: listOf({ schemas: [GROUP_URN], id: 'g1', userName: 'x', title: 't', [BADGE_URN]: {} }) },
    ['list-own-type', 'schemas-base', 'schemas-declared', 'schemas-user'],
  ],
  ['no required extension', read({ [BADGE_URN]: undefined }), ['extension-required']],
  ['text that is not base64', read({ photo: 'not base64!' }), ['binary-form']],
  ['no required title', read({ title: undefined }), ['required-value']],
  ['a group without a name', readGroup({ displayName: null }), ['required-display-name']],
  [
    'a projection without what is always returned',
    { ...read({ userName: undefined }), path: '/Users/u1?attributes=title' },
    ['minimum-set'],
  ],
  ['what is never returned', read({ hint: 'x' }), ['never-returned']],
  ['what is writeOnly', read({ pin: 'x' }), ['write-only-absent']],
  [
    'a member twice, as user and as group',
    readGroup({
      members: [
        { value: 'a', type: 'User' },
        { value: 'a', type: 'Group' },
      ],
    }),
    ['member-once'],
  ],
  ['members whose values a projection leaves out', readGroup({ members: [{ display: 'a' }, { display: 'b' }] }), []],
  [
    'a member that refers to another',
    readGroup({ members: [{ value: 'a', $ref: `${BASE}/Users/b` }] }),
    ['member-reference'],
  ],
  ['a group that refers to another', read({ groups: [{ value: 'a', $ref: `${BASE}/Groups/b` }] }), ['group-reference']],
  [
    'a create without times',
    {
      method: 'POST',
      status: 201,
      body: user({ meta: { resourceType: 'User', location: META.location } }),
      headers: [['Location', META.location]],
    },
    ['meta-on-create'],
  ],
];

const REPEATED: AnswerParts = { body: listOf(user(), user({ id: 'u2' }), user()) };

test('a page that holds a resource twice is found by list-entries-once', () => {
  const failed = judgeAnswer(answerOf(REPEATED), context).filter(({ outcome }) => outcome === 'failed');
  assert.ok(failed.some(({ oracle }) => oracle === 'list-entries-once'));
  assert.ok(
    !judgeAnswer(answerOf({ body: listOf(user()) }), context).some(
      (one) => one.oracle === 'list-entries-once' && one.outcome === 'failed',
    ),
  );
});

for (const [title, parts, oracles] of BREACHES) {
  test(`${title} is found by ${oracles.join(', ') || 'no oracle'}`, () => {
    const failed = judgeAnswer(answerOf(parts), context).filter(({ outcome }) => outcome === 'failed');
    assert.deepEqual(failed.map(({ oracle }) => oracle).sort(), [...oracles].sort());
  });
}

test('an answer without a Date is found by date-header', () => {
  const answer = answerOf(read({}));
  const undated = { ...answer, header: (name: string) => (name === 'date' ? undefined : answer.header(name)) };
  const failed = judgeAnswer(undated, context).filter(({ outcome }) => outcome === 'failed');
  assert.deepEqual(
    failed.map(({ oracle }) => oracle),
    ['date-header'],
  );
});

test('a list where a resource is due is found by resource-object', () => {
  const findings = judgeAnswer(answerOf({ path: '/Users/u1', body: listOf(user()) }), context);
  assert.equal(findings.find(({ oracle }) => oracle === 'resource-object')?.outcome, 'failed');
});

test('a value beyond the suggested ones passes canonical-value with a remark', () => {
  const findings = judgeAnswer(answerOf(read({ kind: 'emu' })), context);
  const finding = findings.find(({ oracle }) => oracle === 'canonical-value');
  assert.equal(finding?.outcome, 'passed');
  assert.equal(finding?.message, 'not among the suggested values: kind');
});

test('findings on a list hold no value of the resources in it', () => {
  const stranger = user({
    id: 'bulkId-stranger',
    kind: 'stranger',
    photo: 'stranger!',
    meta: { ...META, resourceType: 'Group', location: `http://elsewhere/stranger` },
    groups: [{ value: 'a', $ref: 'stranger with blanks' }],
  });
  const findings = judgeAnswer(answerOf({ body: listOf(stranger, stranger) }), context);
  assert.ok(findings.filter(({ outcome }) => outcome === 'failed').length > 5);
  assert.ok(!JSON.stringify(findings).includes('stranger'));
});

test('every oracle is named by a test', () => {
  const folder = new URL('./', import.meta.url);
  const tests = readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  const unnamed = Object.keys(ORACLES).filter((oracle) => !tests.includes(`'${oracle}'`));
  assert.deepEqual(unnamed, []);
});
