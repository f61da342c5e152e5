import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filledBody, filledPath, headerSet, templatesOf } from '../../src/vendors/connector/request-template.ts';
import { templateIds, vendorNames } from './templates.ts';

const VALUES = {
  base: 'https://vault.example.com/v1/identity/scim/v2',
  uid: '23a35c27-23d3-4c03-b4c5-6443c09e7173',
  uid2: '89bb1940-b905-4575-9e7f-6f887cfb368e',
  gid: 'abf4dd94-a4c0-4f67-89c9-76b03340cb9b',
  ext: '00ujl29u0le5T6Aj10h7',
  guid: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
  userName: 'a "quoted" name',
  userName2: 'other.user@example.com',
  groupName: 'back\\slash',
  email: 'ada@example.com',
  givenName: 'Ada',
  familyName: 'Lovelace',
  displayName: 'Ada Lovelace',
  formatted: 'Ada Lovelace',
  title: 'Engineer',
  department: 'Mathematics',
  password: 'not-a-secret',
  created: '2026-11-24T10:15:30.000Z',
  lastModified: '2026-11-24T10:15:31.000Z',
  instant: '2026-11-24T10:15:30.000Z',
  active: 'false',
  urn: 'urn:ietf:params:scim:schemas:core:2.0:User',
  startIndex: '1',
  count: '100',
};

function bodies(prefix: string, last: number, unused: number[] = []): string[] {
  const numbers = Array.from({ length: last }, (_, index) => index + 1).filter((number) => !unused.includes(number));
  return numbers.map((number) => `${prefix}-B${String(number).padStart(2, '0')}`);
}

const all = vendorNames().flatMap((vendor) => templatesOf(vendor).map((template) => ({ vendor, template })));

describe("the requests of the vendors' connectors", () => {
  it('are complete for every body that is documented, captured or seen in code', () => {
    const known = templateIds();
    const wanted = [...bodies('OK', 17, [10]), ...bodies('SP', 9), ...bodies('E', 21), 'OL-B01', ...bodies('JC', 3)];
    assert.deepEqual(
      wanted.filter((id) => !known.has(id)),
      [],
    );
  });

  it('have ids that are used once', () => {
    assert.equal(templateIds().size, all.length);
  });

  it('say where they come from and how sure they are', () => {
    for (const { template } of all) {
      assert.ok(template.meaning && template.source, template.id);
      assert.match(template.form, /^[DCSTI]$/, template.id);
      assert.match(template.method, /^(GET|POST|PUT|PATCH|DELETE)$/, template.id);
      assert.ok(template.form === 'I' || /https:\/\//.test(template.source), template.id);
    }
  });

  it('name a header set of their vendor', () => {
    for (const { vendor, template } of all) assert.ok(headerSet(vendor, template.headers), template.id);
  });

  it('become a path and a JSON text when their placeholders are filled', () => {
    for (const { template } of all) {
      assert.match(filledPath(template, VALUES), /^\/[^{}]*$/, template.id);
      const body = filledBody(template, VALUES);
      assert.equal(body === undefined, ['GET', 'DELETE'].includes(template.method), template.id);
      if (body !== undefined) assert.doesNotThrow(() => JSON.parse(body), template.id);
    }
  });

  it('are one line of JSON without spaces that a JSON library would not write', () => {
    for (const { template } of all) {
      const body = filledBody(template, VALUES);
      if (body !== undefined) assert.equal(body, JSON.stringify(JSON.parse(body)), template.id);
    }
  });

  it('never carry a credential in their headers', () => {
    for (const { vendor, template } of all) {
      const names = headerSet(vendor, template.headers).map(([name]) => name.toLowerCase());
      assert.ok(!names.includes('authorization') && !names.includes('x-vault-token'), template.id);
      assert.equal(new Set(names).size, names.length, template.id);
    }
  });
});
