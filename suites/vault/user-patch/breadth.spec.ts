import { expectAllOrNothing, METADATA, metadataOf, row, test } from '../../../src/harness/index.ts';

test('a replace of active without path', row('VAULT-UPATCH-15'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.patch(user.path, [{ op: 'replace', value: { active: false } }]);

  const after = await tenant.scim.get(user.path);
  observe(expectAllOrNothing(answer, { before, after, executed: { active: false } }));
});

test('schemas inside of a patch operation', row('VAULT-UPATCH-16'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const operation = { schemas: [METADATA], op: 'replace', path: 'active', value: false };
  const before = await tenant.scim.get(user.path);

  const answer = await tenant.scim.patch(user.path, [operation]);

  const after = await tenant.scim.get(user.path);
  observe(expectAllOrNothing(answer, { before, after, executed: { active: false } }));
});

const DEACTIVATE = { op: 'replace', path: 'active', value: false };
const SALES = [{ key: 'department', value: 'sales' }];

const CASES = [
  { what: 'add of active', operations: [{ ...DEACTIVATE, op: 'add' }], executed: { active: false } },
  { what: 'remove of active', operations: [{ op: 'remove', path: 'active' }], executed: { active: undefined } },
  { what: 'two operations', operations: [{ ...DEACTIVATE, value: true }, DEACTIVATE], executed: { active: false } },
  {
    what: 'replace of the metadata items',
    operations: [{ op: 'replace', path: `${METADATA}:items`, value: SALES }],
    executed: { [METADATA]: { items: SALES } },
  },
  {
    what: 'add to the metadata',
    operations: [{ op: 'add', path: METADATA, value: { items: [{ key: 'site', value: 'north' }] } }],
    executed: {
      [METADATA]: {
        items: [
          { key: 'department', value: 'engineering' },
          { key: 'site', value: 'north' },
        ],
      },
    },
  },
  {
    what: 'replace without path of active and metadata',
    operations: [{ op: 'replace', value: { active: false, [METADATA]: { items: SALES } } }],
    executed: { active: false, [METADATA]: { items: SALES } },
  },
];

test('what else a user patch may hold', row('VAULT-UPATCH-17'), async ({ tenant, arrange, observe }) => {
  const userName = arrange.unique('renamed');
  const renaming = { what: 'replace of userName', operations: [{ op: 'replace', path: 'userName', value: userName }] };
  const seen: string[] = [];

  for (const { what, operations, executed } of [...CASES, { ...renaming, executed: { userName } }]) {
    const user = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
    const before = await tenant.scim.get(user.path);
    const answer = await tenant.scim.patch(user.path, operations);
    const after = await tenant.scim.get(user.path);
    seen.push(`${what}: ${expectAllOrNothing(answer, { before, after, executed })}`);
  }

  observe(seen.join('; '));
});
