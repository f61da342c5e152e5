import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeResources } from '../../../src/scim/models/resource-description.ts';
import { judgeAnswer } from '../../../src/scim/oracles/judge-answer.ts';
import type { OracleName } from '../../../src/scim/oracles/rows.ts';
import {
  type AnswerParts,
  answerOf,
  BASE,
  ERROR_URN,
  GROUP_URN,
  LIST_URN,
  METADATA_URN,
  RESOURCE_TYPES_BODY,
  SCHEMAS_BODY,
  USER_URN,
  userOf,
} from '../answers.ts';

const context = {
  baseUrl: BASE,
  resourceSchemas: describeResources(SCHEMAS_BODY, RESOURCE_TYPES_BODY),
  isVault: true,
};

const failuresOf = (parts: AnswerParts): OracleName[] =>
  judgeAnswer(answerOf(parts), context)
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ oracle }) => oracle)
    .sort();

const passesOf = (parts: AnswerParts): OracleName[] =>
  judgeAnswer(answerOf(parts), context)
    .filter(({ outcome }) => outcome === 'passed')
    .map(({ oracle }) => oracle);

const list = (resources: unknown[], more: Record<string, unknown> = {}) => ({
  schemas: [LIST_URN],
  totalResults: resources.length,
  startIndex: 1,
  itemsPerPage: resources.length,
  Resources: resources,
  ...more,
});

const read = (more: Record<string, unknown>): AnswerParts => ({ path: '/Users/u1', body: userOf('u1', more) });

/** Every case breaks exactly one rule; an oracle that also fires elsewhere would show here. */
const BREACHES: [title: string, parts: AnswerParts, oracles: OracleName[]][] = [
  [
    'plain JSON where SCIM was asked for',
    { ...read({}), contentType: 'application/json' },
    ['media-type', 'media-type-of-user'],
  ],
  ['no media type', { ...read({}), contentType: null }, ['media-type', 'media-type-named', 'media-type-of-user']],
  ['another character set', { ...read({}), contentType: 'application/scim+json; charset=latin1' }, ['json-utf8']],
  ['a body that is not JSON', { path: '/Users/u1', text: '{' }, ['json-utf8']],
  ['a byte-order mark', { path: '/Users/u1', text: `\uFEFF${JSON.stringify(userOf('u1'))}` }, ['no-byte-order-mark']],
  [
    'a repeated member',
    { path: '/Users/u1', text: JSON.stringify(userOf('u1')).replace('{', '{"active":false,') },
    ['unique-members'],
  ],
  ['204 with a body', { method: 'PATCH', path: '/Users/u1', status: 204, text: '{}' }, ['no-content']],
  ['200 for a delete', { method: 'DELETE', path: '/Users/u1', status: 200 }, ['delete-status']],
  ['204 for a replace', { method: 'PUT', path: '/Users/u1', status: 204 }, ['replace-status']],
  [
    'a projected PATCH without content',
    { method: 'PATCH', path: '/Users/u1?attributes=active', status: 204 },
    ['patch-projected-status'],
  ],
  ['no Location', { method: 'POST', status: 201, body: userOf('u1') }, ['create-location']],
  [
    'another Location',
    { method: 'POST', status: 201, body: userOf('u1'), headers: [['Location', `${BASE}/Users/u2`]] },
    ['create-location-same'],
  ],
  [
    '200 for a create',
    { method: 'POST', status: 200, body: userOf('u1'), headers: [['Location', `${BASE}/Users/u1`]] },
    ['create-status'],
  ],
  [
    'meta of another user',
    read({ meta: { resourceType: 'User', location: `${BASE}/Users/other` } }),
    ['meta-location'],
  ],
  [
    'meta on another host',
    read({ meta: { resourceType: 'User', location: 'http://10.0.0.1/v1/identity/scim/v2/Users/u1' } }),
    ['uri-in-base'],
  ],
  [
    'a location with a blank',
    read({ profileUrl: 'https://a b', meta: { resourceType: 'User' } }),
    ['reference-form', 'uri-syntax'],
  ],
  ['meta of another type', read({ meta: { resourceType: 'Group' } }), ['meta-resource-type']],
  ['an undeclared attribute', read({ shoeSize: '44' }), ['declared-only']],
  ['an undeclared sub-attribute', read({ name: { familyName: 'F', rank: 'x' } }), ['declared-only']],
  ['an attribute of the extension at top level', read({ costCenter: 'c' }), ['extension-top-level']],
  ['a boolean as text', read({ active: 'true' }), ['boolean-form']],
  ['a text as number', read({ title: 5 }), ['value-type']],
  ['an integer with a fraction', read({ logins: 1.5 }), ['integer-form']],
  ['a date without time', read({ lastLogin: '2026-11-24' }), ['date-time-form']],
  ['a date that does not exist', read({ lastLogin: '2026-02-30T00:00:00Z' }), ['date-time-form']],
  ['one value where an array is due', read({ emails: { value: 'a@x' } }), ['multi-valued-form']],
  ['a text where an object is due', read({ name: 'F' }), ['singular-form']],
  ['no userName', read({ userName: undefined }), ['required-user-name']],
  ['an empty userName', read({ userName: '' }), ['required-user-name']],
  ['a password', read({ password: 'x' }), ['password-absent', 'never-returned', 'write-only-absent']],
  ['no id', read({ id: undefined }), ['id-present']],
  ['an id of the bulk form', read({ id: 'bulkId:1', meta: {} }), ['id-bulk']],
  ['no schemas', read({ schemas: undefined }), ['schemas-present']],
  ['schemas twice', read({ schemas: [USER_URN, USER_URN] }), ['schemas-unique']],
  ['a foreign schema', read({ schemas: [USER_URN, 'urn:x:y'] }), ['schemas-declared']],
  ['extension data without its URN', read({ [METADATA_URN]: { costCenter: 'c' } }), ['schemas-extension']],
  [
    'extension data that is no object',
    read({ schemas: [USER_URN, METADATA_URN], [METADATA_URN]: [] }),
    ['extension-container'],
  ],
  [
    'two primary values',
    read({
      emails: [
        { value: 'a@x', primary: true },
        { value: 'b@x', primary: true },
      ],
    }),
    ['primary-once'],
  ],
  ['an entry twice', read({ emails: [{ value: 'a@x' }, { value: 'a@x' }] }), ['entries-distinct']],
  ['a bare array', { body: [userOf('u1')] }, ['list-urn']],
  ['a list without a total', { body: list([userOf('u1')], { totalResults: undefined }) }, ['list-total']],
  ['a total below the page', { body: list([userOf('u1')], { totalResults: 0 }) }, ['list-total-counts-all']],
  ['a total without resources', { body: list([], { totalResults: 1, Resources: undefined }) }, ['list-resources']],
  [
    'a part without its start',
    { body: list([userOf('u1')], { totalResults: 2, startIndex: undefined }) },
    ['list-start-index'],
  ],
  [
    'a part without its size',
    { body: list([userOf('u1')], { totalResults: 2, itemsPerPage: undefined }) },
    ['list-items-per-page'],
  ],
  ['a wrong page size', { body: list([userOf('u1')], { itemsPerPage: 10 }) }, ['list-page-counted']],
  ['a page above count', { path: '/Users?count=1', body: list([userOf('u1'), userOf('u2')]) }, ['list-page-limit']],
  ['a page for a negative count', { path: '/Users?count=-1', body: list([userOf('u1')]) }, ['list-page-limit']],
  [
    'another start',
    { path: '/Users?startIndex=2', body: list([userOf('u2')], { totalResults: 2 }) },
    ['list-start-honoured'],
  ],
  ['an error with a number', { status: 404, body: { schemas: [ERROR_URN], status: 404 } }, ['error-status-string']],
  ['an error without a status', { status: 404, body: { schemas: [ERROR_URN] } }, ['error-status-present']],
  [
    'another status in the body',
    { status: 404, body: { schemas: [ERROR_URN], status: '400' } },
    ['error-status-repeated'],
  ],
  [
    'an unknown scimType',
    { status: 400, body: { schemas: [ERROR_URN], status: '400', scimType: 'odd' } },
    ['error-scim-type'],
  ],
  ['an error in a success', { body: { schemas: [ERROR_URN], status: '404' } }, ['error-status-honest']],
  ['an error without content', { status: 404 }, ['error-form']],
  [
    'a failed PATCH in another form',
    { method: 'PATCH', path: '/Users/u1', status: 400, body: { error: 'x' } },
    ['error-form', 'error-status-present', 'message-urn', 'patch-error-form'],
  ],
  ['a server error', { status: 500, body: { schemas: [ERROR_URN], status: '500' } }, ['no-server-error']],
  [
    'a stack trace',
    { status: 500, body: { schemas: [ERROR_URN], status: '500', detail: 'goroutine 12 [running]' } },
    ['no-server-error', 'server-error-internals'],
  ],
  ['405 without Allow', { status: 405, body: { schemas: [ERROR_URN], status: '405' } }, ['allow-header']],
  ['a token in a body', read({ title: 'hvs.CAESIJ1234567890abcdef' }), ['credential-absent']],
  [
    'a JSON Web Token in a body',
    read({ title: 'eyJhbGciOiJSUzI1.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl' }),
    ['credential-absent'],
  ],
  [
    'the password in an error',
    {
      method: 'POST',
      status: 400,
      requestBody: { userName: 'u', password: 'correct horse' },
      body: { schemas: [ERROR_URN], status: '400', detail: 'bad password correct horse' },
    },
    ['password-in-error'],
  ],
];

for (const [title, parts, oracles] of BREACHES) {
  test(`${title} is found by ${oracles.join(', ')} and by nothing else`, () => {
    assert.deepEqual(failuresOf(parts), [...oracles].sort());
  });
}

const CORRECT: [title: string, parts: AnswerParts][] = [
  ['a user', read({})],
  [
    'a user with names in another case',
    { path: '/Users/u1', body: { ...userOf('u1', { userName: undefined }), USERNAME: 'x' } },
  ],
  ['a user with the character set named', { ...read({}), contentType: 'application/scim+json; charset=UTF-8' }],
  ['a user without values', read({ title: null, emails: [], name: null })],
  ['a user with an undeclared type of e-mail', read({ emails: [{ value: 'a@x', type: 'farm' }] })],
  ['a projected user', { path: '/Users/u1?attributes=title', body: { schemas: [USER_URN], id: 'u1', title: 't' } }],
  [
    'a user as plain JSON for one who asked for it',
    {
      ...read({}),
      contentType: 'application/json',
      requestHeaders: [['accept', 'application/json']],
    },
  ],
  ['an empty list', { body: list([], { startIndex: undefined, itemsPerPage: undefined }) }],
  ['a list without resources', { body: { schemas: [LIST_URN], totalResults: 0 } }],
  ['a count of zero', { path: '/Users?count=0', body: { schemas: [LIST_URN], totalResults: 9, itemsPerPage: 0 } }],
  ['a page behind the end', { path: '/Users?startIndex=99', body: list([], { totalResults: 9, startIndex: 99 }) }],
  ['a create', { method: 'POST', status: 201, body: userOf('u1'), headers: [['Location', `${BASE}/Users/u1`]] }],
  [
    'a create with a relative Location',
    {
      method: 'POST',
      status: 201,
      body: userOf('u1'),
      headers: [['Location', '/v1/identity/scim/v2/Users/u1']],
    },
  ],
  ['a delete', { method: 'DELETE', path: '/Users/u1', status: 204 }],
  [
    'a patch that is accepted for later',
    { method: 'PATCH', path: '/Users/u1', status: 202, requestHeaders: [['Prefer', 'respond-async']] },
  ],
  [
    'a refusal',
    { status: 400, body: { schemas: [ERROR_URN], status: '400', scimType: 'invalidFilter', detail: 'bad' } },
  ],
  [
    'a group',
    {
      path: '/Groups/g1',
      body: {
        schemas: [GROUP_URN],
        id: 'g1',
        displayName: 'G',
        members: [{ value: 'u1', $ref: `${BASE}/Users/u1`, display: 'U' }],
        meta: { resourceType: 'Group', location: `${BASE}/Groups/g1` },
      },
    },
  ],
  ['the schemas', { path: '/Schemas', body: { ...SCHEMAS_BODY, itemsPerPage: 3, startIndex: 1 } }],
  ['the resource types', { path: '/ResourceTypes', body: RESOURCE_TYPES_BODY }],
];

for (const [title, parts] of CORRECT) {
  test(`${title} passes every oracle`, () => {
    assert.deepEqual(failuresOf(parts), []);
    assert.ok(passesOf(parts).length > 0);
  });
}

test('answers in the form of Vault itself are searched for secrets only', () => {
  const findings = judgeAnswer(
    answerOf({ status: 403, contentType: 'application/json', body: { errors: ['permission denied'] } }),
    context,
  );
  assert.deepEqual(
    findings.map(({ oracle }) => oracle),
    ['credential-absent'],
  );
});

test('requests outside of the SCIM base are not judged', () => {
  const answer = answerOf({ status: 500, body: {} });
  const elsewhere = { ...answer, request: { ...answer.request, url: 'https://vault.example:8200/v1/sys/health' } };
  assert.deepEqual(judgeAnswer(elsewhere, context), []);
});

test('a rule without anything to look at gives no finding', () => {
  const passes = passesOf(read({}));
  assert.ok(!passes.includes('integer-form'));
  assert.ok(!passes.includes('primary-once'));
  assert.ok(passesOf(read({ logins: 1 })).includes('integer-form'));
});

test('without a description of the resources the common rules still hold', () => {
  const bare = { ...context, resourceSchemas: null };
  const findings = judgeAnswer(answerOf(read({ shoeSize: 1, id: undefined, schemas: [] })), bare);
  const failed = findings.filter(({ outcome }) => outcome === 'failed').map(({ oracle }) => oracle);
  assert.deepEqual(failed.sort(), ['id-present', 'schemas-present']);
});

test('a URI that loses the namespace of the base leaves the base, on Vault too', () => {
  const location = 'https://vault.example:8200/v1/identity/scim/v2/Users/u1';
  const inTeam = (url: string) => url.replace('/v1/', '/v1/team/');
  const answer = answerOf(read({ meta: { resourceType: 'User', location } }));
  const request = { ...answer.request, url: inTeam(answer.request.url) };
  const findings = judgeAnswer({ ...answer, request }, { ...context, baseUrl: inTeam(context.baseUrl), isVault: true });
  const failed = findings.filter(({ outcome }) => outcome === 'failed').map(({ oracle }) => oracle);
  assert.deepEqual(failed, ['uri-in-base']);
});

test('the namespace in the path is a form of the same URI on Vault, and a difference elsewhere', () => {
  const location = 'https://vault.example:8200/v1/team/identity/scim/v2/Users/u1';
  const answer = answerOf(read({ meta: { resourceType: 'User', location } }));
  const failed = (isVault: boolean) =>
    judgeAnswer(answer, { ...context, isVault })
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ oracle, message }) => `${oracle}: ${message}`);
  assert.deepEqual(failed(true), []);
  assert.deepEqual(failed(false), ['uri-in-base: differs in namespace']);
});

test('words of a finding hold nothing of this run', () => {
  const findings = judgeAnswer(answerOf(read({ active: 'yes' })), context);
  const finding = findings.find(({ oracle }) => oracle === 'boolean-form');
  assert.equal(finding?.what, 'GET /Users/{id}: booleans are JSON literals');
  assert.deepEqual(finding?.rows, ['RFC7643-2.3.2-01']);
});

test('a leaked credential is not repeated in the finding', () => {
  const token = 'scm.AAAABBBBCCCCDDDDEEEE';
  const findings = judgeAnswer(answerOf(read({ title: token })), context);
  assert.ok(!JSON.stringify(findings).includes(token));
});
