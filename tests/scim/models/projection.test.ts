import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesOf, project } from '../../../src/scim/models/projection.ts';
import { METADATA_URN, USER_URN } from '../answers.ts';
import { USER } from './descriptions.ts';

const user = {
  schemas: [USER_URN, METADATA_URN],
  id: 'u1',
  userName: 'bob',
  title: 'Dr',
  nickName: 'B',
  password: 'secret',
  name: { familyName: 'F', givenName: 'G' },
  emails: [{ value: 'a@x', type: 'work' }, { value: 'b@x' }],
  [METADATA_URN]: { items: [{ key: 'k', value: 'v' }], costCenter: '1' },
  meta: { resourceType: 'User' },
};
const { nickName, password, ...byDefault } = user;
const minimum = { schemas: user.schemas, id: 'u1' };

test('without a projection what is returned on request or never is left out', () => {
  assert.deepEqual(project(user, USER), byDefault);
  assert.deepEqual(project(user, USER, { attributes: [] }), byDefault);
});

test('attributes replaces the default set, meta included', () => {
  assert.deepEqual(project(user, USER, { attributes: ['TITLE'] }), { ...minimum, title: 'Dr' });
});

test('attributes may ask for what is returned on request, not for what is returned never', () => {
  assert.deepEqual(project(user, USER, { attributes: ['nickName', 'password'] }), { ...minimum, nickName });
  assert.equal(password, 'secret');
});

test('an unknown name selects nothing', () => {
  assert.deepEqual(project(user, USER, { attributes: ['shoeSize'] }), minimum);
  assert.deepEqual(project(user, USER, { excludedAttributes: ['shoeSize'] }), byDefault);
});

test('a sub-attribute is asked for alone, also of every entry', () => {
  assert.deepEqual(project(user, USER, { attributes: ['name.givenName'] }), { ...minimum, name: { givenName: 'G' } });
  assert.deepEqual(project(user, USER, { attributes: ['emails.value'] }), {
    ...minimum,
    emails: [{ value: 'a@x' }, { value: 'b@x' }],
  });
  assert.deepEqual(project(user, USER, { attributes: ['emails.type'] }), { ...minimum, emails: [{ type: 'work' }] });
});

test('the whole outweighs its part', () => {
  assert.deepEqual(project(user, USER, { attributes: ['name.givenName', 'name'] }), { ...minimum, name: user.name });
});

test('extension attributes are named by their URN', () => {
  assert.deepEqual(project(user, USER, { attributes: [`${METADATA_URN}:costCenter`] }), {
    ...minimum,
    [METADATA_URN]: { costCenter: '1' },
  });
  assert.deepEqual(project(user, USER, { attributes: [METADATA_URN] }), {
    ...minimum,
    [METADATA_URN]: user[METADATA_URN],
  });
  const { [METADATA_URN]: extension, ...rest } = byDefault;
  assert.deepEqual(project(user, USER, { excludedAttributes: [METADATA_URN] }), rest);
  assert.ok(extension);
});

test('excludedAttributes removes what it names, but not what is returned always', () => {
  const { title, meta, ...rest } = byDefault;
  assert.deepEqual(project(user, USER, { excludedAttributes: ['title', 'meta', 'id', 'schemas'] }), rest);
  assert.ok(title && meta);
});

test('a sub-attribute is excluded alone', () => {
  assert.deepEqual(project(user, USER, { excludedAttributes: ['name.familyName'] }), {
    ...byDefault,
    name: { givenName: 'G' },
  });
});

test('names come comma-separated', () => {
  assert.deepEqual(namesOf('userName, title,,'), ['userName', 'title']);
});
