import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameOf } from '../../../src/vendors/other-clients/client.ts';
import { OTHER_CLIENTS } from '../../../src/vendors/other-clients/clients.ts';
import { tableOf } from '../../../src/vendors/other-clients/decisions.ts';
import { readingsOf } from '../../../src/vendors/other-clients/reading.ts';
import { STATES } from '../../../src/vendors/other-clients/states.ts';
import { templateIds } from '../templates.ts';

for (const client of OTHER_CLIENTS) {
  describe(`the decision table of ${nameOf(client)}`, () => {
    const table = tableOf(client.decisions);

    it('knows what follows from each reading of each state, once', () => {
      for (const state of STATES) {
        const readings = table.filter((line) => line.state === state).map(({ reading }) => reading);
        assert.deepEqual(readings.sort(), readingsOf(state).sort(), state);
      }
    });

    it('lets the answer change the decision in each state', () => {
      for (const state of STATES) {
        const lines = table.filter((line) => line.state === state);
        assert.ok(new Set(lines.map(({ action }) => action)).size > 1, state);
        assert.ok(new Set(lines.map(({ outcome }) => outcome)).size > 1, state);
      }
    });

    it('gives a source for each line, and requests that are written down', () => {
      assert.ok(table.every(({ source }) => source !== ''));
      const known = templateIds();
      for (const { template } of [...client.connectionTest, ...Object.values(client.requests)]) {
        assert.ok(known.has(template), template);
      }
    });

    it('takes access that stays for broken, and an attribute that stays for degraded', () => {
      const outcomeOf = (state: string) =>
        table.find((line) => line.state === state && line.reading === 'refused')?.outcome;
      for (const state of ['disable user', 'remove members', 'add members', 'create user']) {
        assert.equal(outcomeOf(state), 'broken', state);
      }
      for (const state of ['write user', 'rename group']) assert.equal(outcomeOf(state), 'degraded', state);
    });
  });
}

describe('the clients in short form', () => {
  it('are each of the ten, with a name of its own for each way to write', () => {
    const vendors = new Set(OTHER_CLIENTS.map(({ vendor }) => vendor));
    assert.deepEqual(
      [...vendors],
      [
        'onelogin',
        'jumpcloud',
        'ping',
        'google',
        'rippling',
        'cyberark',
        'servicenow',
        'keycloak',
        'authentik',
        'saviynt',
      ],
    );
    assert.equal(new Set(OTHER_CLIENTS.map(nameOf)).size, OTHER_CLIENTS.length);
  });
});
