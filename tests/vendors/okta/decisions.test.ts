import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DECISIONS } from '../../../src/vendors/okta/decisions.ts';
import { readingsOf } from '../../../src/vendors/okta/reading.ts';
import { STATES } from '../../../src/vendors/okta/states.ts';

describe("Okta's decision table", () => {
  for (const state of STATES) {
    const lines = DECISIONS.filter((line) => line.state === state);

    it(`knows what follows from each reading of "${state}", once`, () => {
      assert.deepEqual(lines.map(({ reading }) => reading).sort(), readingsOf(state).sort());
    });

    it(`lets the answer to "${state}" change the decision`, () => {
      const waiting = 'wait and send again';
      const actions = new Set(lines.map(({ action }) => action).filter((action) => action !== waiting));
      assert.ok(actions.size > 1, [...actions].join());
      assert.ok(new Set(lines.map(({ outcome }) => outcome)).size > 1);
    });
  }

  it('has no line of another state, and a source for each line', () => {
    assert.deepEqual(
      DECISIONS.filter(({ state, source }) => !STATES.includes(state) || source === ''),
      [],
    );
  });

  it('takes a person who stays in for worse than a person who has to wait', () => {
    const outcomeOf = (state: string) =>
      DECISIONS.find((line) => line.state === state && line.reading === 'refused')?.outcome;
    assert.equal(outcomeOf('write profile'), 'degraded');
    assert.equal(outcomeOf('write active'), 'broken');
    assert.equal(outcomeOf('patch active'), 'broken');
    assert.equal(outcomeOf('name group'), 'broken');
  });
});
