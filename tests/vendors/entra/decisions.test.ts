import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DECISIONS } from '../../../src/vendors/entra/decisions.ts';
import { readingsOf } from '../../../src/vendors/entra/reading.ts';
import { STATES } from '../../../src/vendors/entra/states.ts';

describe("Entra's decision table", () => {
  for (const state of STATES) {
    const lines = DECISIONS.filter((line) => line.state === state);

    it(`knows what follows from each reading of "${state}", once`, () => {
      assert.deepEqual(lines.map(({ reading }) => reading).sort(), readingsOf(state).sort());
    });

    it(`lets the answer to "${state}" change the decision`, () => {
      const actions = new Set(lines.map(({ action }) => action));
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

  it('takes access that is not taken away for worse than an old name', () => {
    const outcomeOf = (state: string) =>
      DECISIONS.find((line) => line.state === state && line.reading === 'refused')?.outcome;
    assert.equal(outcomeOf('rename user'), 'degraded');
    assert.equal(outcomeOf('rename group'), 'degraded');
    assert.equal(outcomeOf('disable user'), 'broken');
    assert.equal(outcomeOf('remove members'), 'broken');
  });

  it('stops the whole job after refused credentials, whatever was asked', () => {
    const denied = DECISIONS.filter(({ state, reading }) => reading === 'denied' && !state.startsWith('test'));
    assert.deepEqual([...new Set(denied.map(({ action }) => action))], ['quarantine the job']);
  });
});
