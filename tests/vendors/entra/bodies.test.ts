import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { additionText, removalText } from '../../../src/vendors/entra/bodies.ts';
import { queryValue } from '../../../src/vendors/entra/query.ts';
import { bodyOf, VALUES } from './people.ts';

const { uid, uid2 } = VALUES;

describe("the bodies that Entra's service puts together are those that are written down", () => {
  it('for an addition of one and of two members', () => {
    assert.equal(additionText('default', [uid]), bodyOf('E-B18'));
    assert.equal(additionText('default', [uid, uid2]), bodyOf('E-V11'));
    assert.equal(additionText('flag', [uid]), bodyOf('E-V07'));
  });

  it('for a removal by a value list and by a filter path', () => {
    assert.equal(removalText('default', [uid]), bodyOf('E-B20'));
    assert.equal(removalText('flag', [uid]), bodyOf('E-B21'));
  });

  it('with one operation a member where the path names it', () => {
    assert.equal(JSON.parse(removalText('flag', [uid, uid2])).Operations.length, 2);
    assert.equal(JSON.parse(removalText('default', [uid, uid2])).Operations.length, 1);
  });

  it('with plus signs for spaces in a query', () => {
    assert.equal(queryValue('Org Admin+1'), 'Org+Admin%2B1');
  });
});
