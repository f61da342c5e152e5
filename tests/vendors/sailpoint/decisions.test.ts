import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COMPARISONS, DECISIONS } from '../../../src/vendors/sailpoint/decisions.ts';
import { readingsOf } from '../../../src/vendors/sailpoint/reading.ts';
import { STATES } from '../../../src/vendors/sailpoint/states.ts';

describe("SailPoint's decision table", () => {
  for (const state of STATES) {
    const lines = DECISIONS.filter((line) => line.state === state);

    it(`knows what follows from each reading of "${state}", once`, () => {
      assert.deepEqual(lines.map(({ reading }) => reading).sort(), readingsOf(state).sort());
    });

    it(`lets the answer to "${state}" change the decision`, () => {
      const actions = new Set(lines.map(({ action }) => action).filter((action) => action !== 'wait and send again'));
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

  it('takes what stays with somebody for worse than what does not arrive', () => {
    const outcomeOf = (state: string) =>
      DECISIONS.find((line) => line.state === state && line.reading === 'refused')?.outcome;
    for (const state of ['patch disabled', 'write disabled', 'remove member', 'write shorter group']) {
      assert.equal(outcomeOf(state), 'broken', state);
    }
    for (const state of ['patch account', 'patch enabled', 'add member', 'aggregate changes']) {
      assert.equal(outcomeOf(state), 'degraded', state);
    }
  });

  it('takes an aggregation that differs from what was provisioned for broken', () => {
    assert.deepEqual(
      COMPARISONS.filter(({ outcome }) => outcome === 'works').map(({ reading }) => reading),
      ['as provisioned'],
    );
  });
});
