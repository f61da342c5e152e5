import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeResources } from '../../../src/scim/models/resource-description.ts';
import { judgeAnswer } from '../../../src/scim/oracles/judge-answer.ts';
import { repeatedMemberNames } from '../../../src/scim/oracles/member-names.ts';
import { answerOf, BASE, RESOURCE_TYPES_BODY, SCHEMAS_BODY, USER_URN, userOf } from '../answers.ts';

const described = describeResources(SCHEMAS_BODY, RESOURCE_TYPES_BODY);
const paths = [
  '/Users',
  '/Users/u1',
  '/Groups',
  '/Schemas',
  '/ResourceTypes/x',
  '/ServiceProviderConfig',
  '',
  '/.search',
  '/%zz',
];

const part = fc.oneof(
  fc.jsonValue({ maxDepth: 2, noUnicodeString: false }),
  fc.constantFrom<unknown>(null, [], {}, '\ud800'),
);
const almostUser = fc
  .tuple(
    fc.constantFrom('schemas', 'id', 'meta', 'emails', 'name', 'Resources', 'totalResults', 'members', 'status'),
    part,
  )
  .map(([name, value]) => ({ ...userOf('u1'), [name]: value }));

test('no answer makes an oracle throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...paths),
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'BREW'),
      fc.constantFrom(200, 201, 204, 302, 400, 404, 500, 501),
      fc.oneof(almostUser, part),
      fc.constantFrom(described, null),
      (path, method, status, body, resourceSchemas) => {
        const answer = answerOf({ path, method, status, body, requestBody: body, headers: [['Location', '::']] });
        judgeAnswer(answer, { baseUrl: BASE, resourceSchemas, isVault: true });
      },
    ),
    { numRuns: 500 },
  );
});

test('no discovery document makes the description or its use throw', () => {
  const anyAttribute = fc.record(
    { name: part, type: part, multiValued: part, required: fc.boolean(), returned: part, subAttributes: part },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(anyAttribute), part, (attributes, resourceTypes) => {
      const schemas = [{ id: USER_URN, attributes: [...attributes, ...attributes] }];
      judgeAnswer(answerOf({ path: '/Users/u1', body: userOf('u1') }), {
        baseUrl: BASE,
        resourceSchemas: describeResources(schemas, [{ name: 'User', endpoint: '/Users', schema: USER_URN }]),
        isVault: false,
      });
      describeResources(resourceTypes, resourceTypes);
    }),
    { numRuns: 50 },
  );
});

test('repeated names are found where they are, and only there', () => {
  assert.deepEqual(repeatedMemberNames('{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}'), []);
  assert.deepEqual(repeatedMemberNames('{"a":1, "b":"\\"a\\":", "a" : 2}'), ['a']);
  fc.assert(fc.property(fc.jsonValue(), (value) => assert.deepEqual(repeatedMemberNames(JSON.stringify(value)), [])));
});
