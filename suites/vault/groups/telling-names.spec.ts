import { bodyOf, expect, groupBody, idOf, row, test } from '../../../src/harness/index.ts';

/** Texts that are something else where they are not texts. */
const NAMES = ['null', 'true', 'false', 'undefined', '0', 'NaN'];

test(
  'a displayName may be the word or number that is something else elsewhere',
  row('VAULT-GROUP-01'),
  async ({ arrange }) => {
    const tenant = await arrange.tenant({}, await arrange.namespace());

    for (const name of NAMES) {
      const answer = await tenant.scim.post('/Groups', groupBody(name));

      expect(answer).toHaveStatus(201);
      const read = await tenant.scim.get(`/Groups/${idOf(answer)}`);
      expect(bodyOf(read).displayName, 'displayName that is read').toBe(name);
    }
  },
);
