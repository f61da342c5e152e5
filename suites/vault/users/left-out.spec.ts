import { bodyOf, expect, METADATA, metadataOf, row, test, valuesOf, wordsOf } from '../../../src/harness/index.ts';

test('a replace that leaves things out', row('VAULT-USER-41'), async ({ tenant, arrange, observe }) => {
  const inactive = await arrange.user(tenant, { active: false });
  const described = await arrange.user(tenant, metadataOf({ department: 'engineering' }));
  const group = await arrange.group(tenant, [inactive]);
  const { active: _, ...withoutActive } = inactive.sent;
  const { [METADATA]: __, ...withoutExtension } = described.sent;
  const { members: ___, ...withoutMembers } = group.sent;

  const first = await tenant.scim.put(inactive.path, withoutActive);
  const second = await tenant.scim.put(described.path, { ...withoutExtension, schemas: inactive.sent.schemas });
  const third = await tenant.scim.put(group.path, withoutMembers);

  for (const answer of [first, second, third]) expect(answer.status, 'status of the replace').toBeLessThan(500);
  const active = bodyOf(await tenant.scim.get(inactive.path)).active;
  const extension = METADATA in bodyOf(await tenant.scim.get(described.path)) ? 'stays' : 'goes';
  const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members).length > 0 ? 'stay' : 'go';
  observe(
    `active: ${wordsOf(first)}, then ${active} (was false); metadata: ${wordsOf(second)}, ${extension}; members: ${wordsOf(third)}, ${members}`,
  );
});
