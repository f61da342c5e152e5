import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { equivalent } from '../../../src/scim/models/equivalence.ts';
import type { JsonObject } from '../../../src/scim/models/json.ts';
import { applyPatch, PATCH_OP_URN, type PatchChoices } from '../../../src/scim/models/patch.ts';
import type { ResourceDescription } from '../../../src/scim/models/resource-description.ts';
import { GROUP_URN, METADATA_URN, USER_URN } from '../answers.ts';
import { GROUP, USER } from './descriptions.ts';

type Operation = Record<string, unknown>;

const user = (more: JsonObject = {}): JsonObject => ({ schemas: [USER_URN], id: 'u1', userName: 'bob', ...more });
const group = (...members: JsonObject[]): JsonObject => ({
  schemas: [GROUP_URN],
  id: 'g1',
  displayName: 'G',
  ...(members.length > 0 ? { members } : {}),
});

function patched(
  resource: JsonObject,
  operations: Operation[],
  description: ResourceDescription = USER,
  choices: PatchChoices = {},
) {
  const before = structuredClone(resource);
  const result = applyPatch(resource, { schemas: [PATCH_OP_URN], Operations: operations }, description, choices);
  assert.deepEqual(resource, before, 'the given resource is never changed');
  return result;
}

function becomes(
  resource: JsonObject,
  operations: Operation[],
  expected: JsonObject,
  choices: PatchChoices = {},
): void {
  const result = patched(resource, operations, resource.id === 'g1' ? GROUP : USER, choices);
  assert.equal(result.outcome, 'applied', JSON.stringify(result));
  if (result.outcome === 'applied') assert.deepEqual(result.resource, expected);
}

function refuses(resource: JsonObject, operations: Operation[], scimType: string, choices: PatchChoices = {}): void {
  const result = patched(resource, operations, resource.id === 'g1' ? GROUP : USER, choices);
  assert.equal(result.outcome === 'refused' ? result.scimType : result.outcome, scimType, JSON.stringify(result));
}

test('add sets a value, replaces a single one and merges a complex one', () => {
  becomes(user(), [{ op: 'add', path: 'title', value: 'Dr' }], user({ title: 'Dr' }));
  becomes(user({ title: 'x' }), [{ op: 'add', path: 'TITLE', value: 'Dr' }], user({ title: 'Dr' }));
  becomes(
    user({ name: { familyName: 'F' } }),
    [{ op: 'add', path: 'name', value: { givenName: 'G' } }],
    user({ name: { familyName: 'F', givenName: 'G' } }),
  );
  becomes(user(), [{ op: 'add', path: 'name.givenName', value: 'G' }], user({ name: { givenName: 'G' } }));
});

test('add without path merges an object', () => {
  becomes(
    user({ emails: [{ value: 'a' }] }),
    [{ op: 'add', value: { emails: [{ value: 'b' }], title: 'Dr' } }],
    user({ emails: [{ value: 'a' }, { value: 'b' }], title: 'Dr' }),
  );
  refuses(user(), [{ op: 'add', value: 'Dr' }], 'invalidValue');
  refuses(user(), [{ op: 'add', value: { shoeSize: 1 } }], 'invalidValue');
  becomes(user(), [{ op: 'add', value: { shoeSize: 1 } }], user(), { unknownAttributes: 'ignore' });
});

test('adding a member that is there changes nothing', () => {
  const present = { value: 'u1', $ref: '/Users/u1', type: 'User', display: 'Bob' };
  const result = patched(group(present), [{ op: 'add', path: 'members', value: [{ value: 'u1' }] }], GROUP);
  assert.equal(result.outcome === 'applied' && result.changed, false);
  becomes(group(present), [{ op: 'add', path: 'members', value: { value: 'u2' } }], group(present, { value: 'u2' }));
});

test('the same value with another type is another entry', () => {
  becomes(
    user({ emails: [{ value: 'a', type: 'work' }] }),
    [{ op: 'add', path: 'emails', value: [{ value: 'a', type: 'home' }] }],
    user({
      emails: [
        { value: 'a', type: 'work' },
        { value: 'a', type: 'home' },
      ],
    }),
  );
});

test('add through a filter writes the matching entry, and may create one', () => {
  const add = [{ op: 'add', path: 'emails[type eq "work"].value', value: 'w' }];
  becomes(user({ emails: [{ type: 'work', value: 'x' }] }), add, user({ emails: [{ type: 'work', value: 'w' }] }));
  becomes(user(), add, user({ emails: [{ type: 'work', value: 'w' }] }));
  refuses(user(), add, 'noTarget', { addWithoutMatch: 'refuse' });
});

test('an extension attribute brings its URN into schemas', () => {
  const expected = { ...user(), schemas: [USER_URN, METADATA_URN], [METADATA_URN]: { costCenter: '1' } };
  becomes(user(), [{ op: 'add', path: `${METADATA_URN}:costCenter`, value: '1' }], expected);
  becomes(user(), [{ op: 'add', value: { [METADATA_URN]: { costCenter: '1' } } }], expected);
});

test('replace sets, swaps whole lists and merges complex values', () => {
  becomes(user(), [{ op: 'replace', path: 'title', value: 'Dr' }], user({ title: 'Dr' }));
  becomes(user({ active: true }), [{ op: 'replace', value: { active: false } }], user({ active: false }));
  becomes(
    group({ value: 'a' }, { value: 'b' }),
    [{ op: 'replace', path: 'members', value: [{ value: 'c' }] }],
    group({ value: 'c' }),
  );
  becomes(group({ value: 'a' }), [{ op: 'replace', path: 'members', value: [] }], group());
  becomes(
    user({ name: { familyName: 'F', givenName: 'G' } }),
    [{ op: 'replace', path: 'name', value: { givenName: 'H' } }],
    user({ name: { familyName: 'F', givenName: 'H' } }),
  );
  becomes(user({ title: 'x' }), [{ op: 'replace', path: 'title', value: null }], user());
});

test('replace through a filter writes every match and needs one', () => {
  const emails = [
    { type: 'work', value: 'a' },
    { type: 'work', value: 'b' },
    { type: 'home', value: 'c' },
  ];
  becomes(
    user({ emails }),
    [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'n' }],
    user({
      emails: [
        { type: 'work', value: 'n' },
        { type: 'work', value: 'n' },
        { type: 'home', value: 'c' },
      ],
    }),
  );
  becomes(
    user({ emails }),
    [{ op: 'replace', path: 'emails[type eq "home"]', value: { value: 'n' } }],
    user({ emails: [{ type: 'work', value: 'a' }, { type: 'work', value: 'b' }, { value: 'n' }] }),
  );
  refuses(user({ emails }), [{ op: 'replace', path: 'emails[type eq "other"].value', value: 'n' }], 'noTarget');
  refuses(user(), [{ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'n' } }], 'noTarget');
});

test('remove takes away attributes, entries and sub-attributes', () => {
  becomes(user({ title: 'x' }), [{ op: 'remove', path: 'title' }], user());
  becomes(user(), [{ op: 'remove', path: 'title' }], user());
  becomes(
    group({ value: 'a' }, { value: 'b' }),
    [{ op: 'remove', path: 'members[value eq "a"]' }],
    group({ value: 'b' }),
  );
  becomes(group({ value: 'a' }), [{ op: 'remove', path: 'members[value eq "a"]' }], group());
  becomes(group({ value: 'a' }, { value: 'b' }), [{ op: 'remove', path: 'members' }], group());
  becomes(
    user({ emails: [{ value: 'a', type: 'work' }] }),
    [{ op: 'remove', path: 'emails[value eq "a"].type' }],
    user({ emails: [{ value: 'a' }] }),
  );
});

test('remove without a match changes nothing, or is refused where the server chose so', () => {
  const remove = [{ op: 'remove', path: 'members[value eq "z"]' }];
  becomes(group({ value: 'a' }), remove, group({ value: 'a' }));
  refuses(group({ value: 'a' }), remove, 'noTarget', { removeWithoutMatch: 'refuse' });
});

test('what may not be removed or changed is refused with its keyword', () => {
  refuses(user(), [{ op: 'remove' }], 'noTarget');
  refuses(user(), [{ op: 'remove', path: 'userName' }], 'mutability');
  refuses(user(), [{ op: 'remove', path: 'id' }], 'mutability');
  refuses(user(), [{ op: 'replace', path: 'meta.created', value: '2001-01-01T00:00:00Z' }], 'mutability');
  refuses(user(), [{ op: 'add', path: 'groups', value: [{ value: 'g' }] }], 'mutability');
  refuses(user({ badge: 'A' }), [{ op: 'replace', path: 'badge', value: 'B' }], 'mutability');
  becomes(user(), [{ op: 'add', path: 'badge', value: 'A' }], user({ badge: 'A' }));
  becomes(user({ badge: 'A' }), [{ op: 'replace', path: 'badge', value: 'A' }], user({ badge: 'A' }));
  refuses(group({ value: 'a' }), [{ op: 'replace', path: 'members[value eq "a"].value', value: 'b' }], 'mutability');
});

test('values that do not fit are refused as invalidValue', () => {
  refuses(user(), [{ op: 'replace', path: 'active', value: 'True' }], 'invalidValue');
  refuses(user(), [{ op: 'replace', path: 'title', value: { a: 1 } }], 'invalidValue');
  refuses(user(), [{ op: 'replace', path: 'title', value: ['a'] }], 'invalidValue');
  refuses(user(), [{ op: 'replace', path: 'emails', value: 5 }], 'invalidValue');
  refuses(user(), [{ op: 'replace', path: 'userName', value: null }], 'invalidValue');
  refuses(user(), [{ op: 'replace', path: 'title' }], 'invalidValue');
  refuses(user(), [{ op: 'add', path: 'title' }], 'invalidValue');
});

test('faulty paths are refused by what is wrong with them', () => {
  refuses(user(), [{ op: 'replace', path: 'shoeSize', value: 1 }], 'invalidPath');
  refuses(user(), [{ op: 'replace', path: 'emails[0].value', value: 'x' }], 'invalidFilter');
  refuses(user(), [{ op: 'replace', path: '/title', value: 'x' }], 'invalidPath');
  refuses(user(), [{ op: 'remove', path: 'emails[type xx "work"]' }], 'invalidFilter');
});

test('a message in another form is refused as invalidSyntax', () => {
  refuses(user(), [], 'invalidSyntax');
  refuses(user(), [{ op: 'move', path: 'title', value: 'x' }], 'invalidSyntax');
  refuses(user(), [{ path: 'title', value: 'x' }], 'invalidSyntax');
  assert.equal(applyPatch(user(), { Operations: [{ op: 'remove', path: 'title' }] }, USER).outcome, 'refused');
});

test('op is understood in any case unless the server is strict', () => {
  becomes(user(), [{ op: 'Replace', path: 'title', value: 'x' }], user({ title: 'x' }));
  refuses(user(), [{ op: 'Replace', path: 'title', value: 'x' }], 'invalidSyntax', { opCase: 'lower' });
});

test('dotted names without path are understood only by choice', () => {
  const dotted = [{ op: 'replace', value: { 'name.givenName': 'G' } }];
  refuses(user(), dotted, 'invalidValue');
  becomes(user(), dotted, user({ name: { givenName: 'G' } }), { dottedNames: true });
});

test('a new primary value resets the others, by every form of operation', () => {
  const emails = [{ value: 'a', primary: true }, { value: 'b' }];
  const flipped = [
    { value: 'a', primary: false },
    { value: 'b', primary: true },
  ];
  becomes(
    user({ emails }),
    [{ op: 'replace', path: 'emails[value eq "b"].primary', value: true }],
    user({ emails: flipped }),
  );
  becomes(
    user({ emails: [{ value: 'a', primary: true }] }),
    [{ op: 'add', value: { emails: [{ value: 'b', primary: true }] } }],
    user({ emails: flipped }),
  );
});

test('operations see the result of the one before, and one refusal undoes all', () => {
  becomes(
    group({ value: 'a' }),
    [
      { op: 'remove', path: 'members' },
      { op: 'add', path: 'members', value: [{ value: 'x' }] },
    ],
    group({ value: 'x' }),
  );
  for (const at of [0, 1, 2]) {
    const operations: Operation[] = [
      { op: 'replace', path: 'title', value: 'a' },
      { op: 'replace', path: 'displayName', value: 'b' },
    ];
    operations.splice(at, 0, { op: 'remove', path: 'id' });
    const result = patched(user(), operations);
    assert.deepEqual(result.outcome === 'refused' && [result.scimType, result.operation], ['mutability', at]);
  }
});

const entry = fc
  .record({ value: fc.constantFrom('a', 'b', 'c'), type: fc.constantFrom('work', 'home') })
  .map((one) => ({ ...one }));

test('adding the same entries twice is the same as once', () => {
  fc.assert(
    fc.property(fc.array(entry), fc.array(entry, { minLength: 1 }), (present, added) => {
      const add = [{ op: 'add', path: 'emails', value: added }];
      const once = patched(user({ emails: present }), add);
      assert.ok(once.outcome === 'applied');
      const twice = patched(once.resource, add);
      assert.ok(twice.outcome === 'applied');
      assert.equal(twice.changed, false);
      assert.deepEqual(equivalent(once.resource, twice.resource), []);
    }),
  );
});

test('replacing is idempotent, and removing undoes it', () => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1 }), (emails) => {
      const replace = [{ op: 'replace', path: 'emails', value: emails }];
      const once = patched(user(), replace);
      assert.ok(once.outcome === 'applied');
      const twice = patched(once.resource, replace);
      assert.ok(twice.outcome === 'applied' && !twice.changed);
      becomes(twice.resource, [{ op: 'remove', path: 'emails' }], user());
    }),
  );
});
