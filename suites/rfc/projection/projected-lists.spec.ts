import { expect, projectionDifferences, resourcesOf, row, test } from '../../../src/harness/index.ts';

const DIFFERS = 'what differs from the exact projection';

const PROJECTIONS = [
  { id: 'RFC7644-3.9-01', parameter: 'attributes', users: ['userName', 'active'], groups: ['displayName'] },
  { id: 'RFC7644-3.9-01', parameter: 'attributes', users: ['externalId', 'id'], groups: ['id', 'members'] },
  { id: 'RFC7644-3.9-02', parameter: 'excludedAttributes', users: ['active', 'externalId'], groups: ['members'] },
  { id: 'RFC7644-3.9-02', parameter: 'excludedAttributes', users: ['id', 'active'], groups: ['members', 'id'] },
];

for (const { id, parameter, users, groups } of PROJECTIONS) {
  test(
    `each resource of a list is projected by ${parameter}: ${users} and ${groups}`,
    row(id),
    async ({ tenant, arrange, types }) => {
      const members = [
        await arrange.user(tenant),
        await arrange.user(tenant, { active: false }),
        await arrange.user(tenant),
      ];
      const made = [
        await arrange.group(tenant, members),
        await arrange.group(tenant),
        await arrange.group(tenant, members),
      ];
      const wanted = [
        { endpoint: '/Users', type: types.user, names: users, own: members },
        { endpoint: '/Groups', type: types.group, names: groups, own: made },
      ];

      for (const { endpoint, type, names, own } of wanted) {
        const whole = resourcesOf(await tenant.scim.list(endpoint, { count: 1_000 }));
        const list = await tenant.scim.list(endpoint, { [parameter]: names.join(','), count: 1_000 });

        expect(list).toHaveStatus(200);
        for (const { id: one } of own) {
          const full = whole.find((resource) => resource.id === one) ?? {};
          const shown = resourcesOf(list).find((resource) => resource.id === one) ?? {};
          expect(projectionDifferences(full, shown, type, { [parameter]: names }), DIFFERS).toEqual([]);
        }
      }
    },
  );
}

test(
  'each user of a projected list is shown with its own values',
  row('RFC7644-3.1-03'),
  async ({ tenant, arrange }) => {
    const users = [
      await arrange.user(tenant),
      await arrange.user(tenant, { active: false }),
      await arrange.user(tenant),
      await arrange.user(tenant, { active: false }),
    ];

    const list = await tenant.scim.list('/Users', { attributes: 'userName,active', count: 1_000 });

    for (const { id, userName, sent } of users) {
      const shown = resourcesOf(list).find((user) => user.id === id);
      expect([shown?.userName, shown?.active], 'userName and active').toEqual([userName, sent.active]);
    }
  },
);
