import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  activeText,
  groupText,
  memberChangeText,
  memberReplacementText,
  profileText,
} from '../../../src/vendors/okta/bodies.ts';
import { bodyOf, FIRST, JANE, SECOND, VALUES } from './people.ts';

describe("the bodies that Okta's client puts together are those that are written down", () => {
  it('for a group without members, with one and with two', () => {
    assert.equal(groupText(VALUES.groupName, []), bodyOf('OK-B08'));
    assert.equal(groupText(VALUES.groupName, [FIRST]), bodyOf('OK-B11'));
    assert.equal(groupText(VALUES.groupName, [FIRST, SECOND]), bodyOf('OK-B09'));
  });

  it('for an addition, a removal, and both in one patch', () => {
    assert.equal(memberChangeText([], [FIRST]), bodyOf('OK-B13'));
    assert.equal(memberChangeText([FIRST], []), bodyOf('OK-B14'));
    assert.equal(memberChangeText([FIRST], [SECOND]), bodyOf('OK-B15'));
  });

  it('for a list of members and for an empty one', () => {
    assert.equal(memberReplacementText([FIRST, SECOND]), bodyOf('OK-B16'));
    assert.equal(memberReplacementText([]), bodyOf('OK-B17'));
  });

  it('for a profile that is merged into what was read', () => {
    const read = JSON.parse(bodyOf('OK-B05'));
    const stale = { ...read, displayName: 'Old', emails: [], externalId: 'old', name: { formatted: 'Jane Smith' } };
    assert.equal(profileText(stale, JANE), bodyOf('OK-B05'));
  });

  it('for a deactivation by what was read', () => {
    const read = { ...JSON.parse(bodyOf('OK-B07')), active: true, externalId: 'other' };
    assert.equal(activeText(read, JANE.ext, false), bodyOf('OK-B07'));
  });
});
