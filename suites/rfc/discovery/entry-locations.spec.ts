import { absolute, bodyOf, expect, metaOf, pathBelow, resourcesOf, row, test } from '../../../src/harness/index.ts';

for (const endpoint of ['/Schemas', '/ResourceTypes']) {
  test(
    `meta.location of each entry of ${endpoint} leads to that entry`,
    row('RFC7643-3.1-23'),
    async ({ tenant, applies }) => {
      const list = await tenant.scim.get(endpoint);
      const located = resourcesOf(list).filter((entry) => metaOf(entry, 'location') !== '');
      applies(located.length > 0, 'the entries have no meta.location');

      for (const entry of located) {
        const location = absolute(metaOf(entry, 'location'), list);
        const answer = await tenant.scim.get(pathBelow(tenant.scimBaseUrl, location));

        expect(answer).toHaveStatus(200);
        const { id, name } = bodyOf(answer);
        expect([id, name], 'id and name of the entry there').toEqual([entry.id, entry.name]);
      }
    },
  );
}
