import {
  type Arrange,
  changedUsers,
  expect,
  GROUP_PASTS,
  idsOf,
  metaOf,
  order,
  row,
  type Tenant,
  test,
} from '../../../src/harness/index.ts';

type Instant = 'lastModified' | 'created';

/** Whether an operator finds a resource by the instant of its last change, and by an earlier one of its creation. */
const OPERATORS = [
  { operator: 'gt', lastModified: false, created: true, ofUsers: 'VAULT-FILTER-11', ofGroups: 'VAULT-FILTER-22' },
  { operator: 'ge', lastModified: true, created: true, ofUsers: 'VAULT-FILTER-13', ofGroups: 'VAULT-FILTER-23' },
  { operator: 'lt', lastModified: false, created: false, ofUsers: 'VAULT-FILTER-15', ofGroups: 'VAULT-FILTER-24' },
  { operator: 'le', lastModified: true, created: false, ofUsers: 'VAULT-FILTER-17', ofGroups: 'VAULT-FILTER-25' },
] as const;

for (const { operator, ofUsers, ofGroups, ...wanted } of OPERATORS) {
  test(`${operator} compares the last change of a user, whatever it was`, row(ofUsers), async ({ arrange }) => {
    const tenant = await arrange.tenant();

    for (const { past, id, path } of await changedUsers(arrange, tenant)) {
      for (const [instant, at] of await instantsOf(arrange, tenant, path)) {
        const answer = await tenant.scim.list('/Users', { filter: `meta.lastModified ${operator} "${at}"` });

        const isFound = idsOf(answer).includes(id);
        expect(isFound, `whether ${instant} finds a user ${past}`).toBe(wanted[instant]);
      }
    }
  });

  test(`${operator} compares the last change of a group, whatever it was`, row(ofGroups), async ({ arrange }) => {
    const tenant = await arrange.tenant();

    for (const { past, make } of GROUP_PASTS) {
      const { id, path } = await make(arrange, tenant);
      for (const [instant, at] of await instantsOf(arrange, tenant, path)) {
        const answer = await tenant.scim.list('/Groups', { filter: `meta.lastModified ${operator} "${at}"` });

        const isFound = idsOf(answer).includes(id);
        expect(isFound, `whether ${instant} finds a group ${past}`).toBe(wanted[instant]);
      }
    }
  });
}

/** The instant of the last change, and that of the creation where it is shown as an earlier one. */
async function instantsOf(arrange: Arrange, tenant: Tenant, path: string): Promise<[Instant, string][]> {
  const { body } = await arrange.during(() => tenant.scim.get(path));
  const [lastModified, created] = [metaOf(body, 'lastModified'), metaOf(body, 'created')];
  const both: [Instant, string][] = [
    ['lastModified', lastModified],
    ['created', created],
  ];
  return order(created, lastModified) === 'earlier' ? both : both.slice(0, 1);
}
