import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layerOf } from '../../src/scim/layer.ts';

const at = (status: number, mediaType: string, text: string) => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {}
  return layerOf({ status, mediaType, text, body });
};

test("Vault's error form is its own layer, whatever the status and the media type", () => {
  assert.equal(at(403, 'application/json', '{"errors":["permission denied"]}'), 'vault');
  assert.equal(at(404, 'application/scim+json', '{"errors":[]}'), 'vault');
  assert.equal(at(200, 'application/json', '{"errors":["odd"]}'), 'vault');
});

test("Vault's envelope is its own layer", () => {
  assert.equal(at(200, 'application/json', '{"request_id":"r","lease_id":"","data":{"id":"x"}}'), 'vault');
});

test('a body with schemas is of the SCIM handler, also when its media type is plain JSON', () => {
  assert.equal(at(404, 'application/json', '{"schemas":["urn:x"],"status":"404"}'), 'scim');
  assert.equal(at(200, 'application/json', '{"schemas":["urn:x"],"errors":["an attribute"]}'), 'scim');
});

test('the SCIM media type is enough when the body says nothing', () => {
  assert.equal(at(500, 'application/scim+json', 'oops'), 'scim');
});

test('an empty success is of the SCIM handler, an empty refusal of nobody known', () => {
  assert.equal(at(204, '', ''), 'scim');
  assert.equal(at(403, '', ''), 'other');
});

test('a page of a gateway is of another layer, and no answer of none', () => {
  assert.equal(at(502, 'text/html', '<html></html>'), 'other');
  assert.equal(at(0, '', ''), 'none');
});
