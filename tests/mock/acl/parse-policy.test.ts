import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PolicyError, parsePolicy } from '../../../src/mock/acl/parse-policy.ts';

const parse = (text: string, refuseDuplicates = true) => parsePolicy('p', text, refuseDuplicates).rules;
const refused = (text: string, message: RegExp) =>
  assert.throws(
    () => parse(text),
    (error: unknown) => error instanceof PolicyError && message.test(error.message),
  );

test('a policy in HCL gives its paths and capabilities [S18i]', () => {
  const rules = parse(`
    # comment
    path "identity/scim/v2/*" { // another
      capabilities = ["create", "read", "patch",]
    }
    /* and
       a third */
    path "secret/data/+/x" { capabilities = ["deny"] }
  `);
  assert.deepEqual(
    rules.map(({ pattern, capabilities }) => [pattern, [...capabilities]]),
    [
      ['identity/scim/v2/*', ['create', 'read', 'patch']],
      ['secret/data/+/x', ['deny']],
    ],
  );
});

test('a policy in JSON means the same [S18i]', () => {
  const text = '{"path":{"a/*":{"capabilities":["read"]},"b":{"capabilities":["list","sudo"]}}}';
  assert.deepEqual(
    parse(text).map(({ pattern, capabilities }) => [pattern, [...capabilities]]),
    [
      ['a/*', ['read']],
      ['b', ['list', 'sudo']],
    ],
  );
});

test('the old shorthand stands for its capabilities', () => {
  assert.deepEqual([...(parse('path "a" { policy = "read" }')[0]?.capabilities ?? [])], ['read', 'list']);
});

test('parameter rules are read with names in lower case [S18i]', () => {
  const [rule] = parse(`path "a" {
    capabilities = ["update"]
    required_parameters = ["x"]
    allowed_parameters = { "Name" = ["a", "b*"], "*" = [] }
    denied_parameters { ttl = [] }
  }`);
  assert.deepEqual(
    [...(rule?.allowedParameters ?? [])],
    [
      ['name', ['a', 'b*']],
      ['*', []],
    ],
  );
  assert.deepEqual([...(rule?.deniedParameters ?? [])], [['ttl', []]]);
  assert.deepEqual(rule?.requiredParameters, ['x']);
});

test('an attribute that occurs twice is refused from 2.0.4 on, before the last one counts [S15]', () => {
  const text = 'path "a" { capabilities = ["read"] capabilities = ["list"] }';
  refused(text, /"capabilities" was set twice/);
  assert.deepEqual([...(parse(text, false)[0]?.capabilities ?? [])], ['list']);
  refused('{"path":{"a":{"capabilities":["read"],"capabilities":["list"]}}}', /set twice/);
});

test('what is no policy is refused with a reason', () => {
  refused('path "a" { capabilities = ["fly"] }', /invalid capability "fly"/);
  refused('path "a" { capabilites = ["read"] }', /invalid key "capabilites"/);
  refused('paths "a" {}', /invalid key "paths"/);
  refused('path "a" {', /expected }/);
  refused('path { capabilities = [] }', /exactly one path/);
  refused('path "a" { capabilities = "', /illegal character/);
  refused('path "a/+*" { capabilities = ["read"] }', /'\+\*' is forbidden/);
  refused('path "a" { mfa_methods = ["x"] }', /does not enforce "mfa_methods"/);
  refused('{"path":', /failed to parse policy/);
  refused(`path "a" { allowed_parameters = ${'{ x = '.repeat(10_000)}`, /nested too deeply/);
});

test('a policy of common size is parsed in less than 5 ms', () => {
  const text = Array.from({ length: 50 }, (_, index) => `path "p/${index}/*" { capabilities = ["read", "list"] }`).join(
    '\n',
  );
  parse(text);
  const start = performance.now();
  for (let round = 0; round < 10; round += 1) parse(text);
  assert.ok((performance.now() - start) / 10 < 5);
});
