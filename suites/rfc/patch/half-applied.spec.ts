import { bodyOf, expect, row, test, valuesOf } from '../../../src/harness/index.ts';

test('nobody sees a patch half applied', row('RFC5789-2-01'), async ({ tenant, arrange, applies }) => {
  const [before, after] = await arrange.users(tenant, 2);
  const group = await arrange.group(tenant, [{ id: before?.id ?? '' }]);
  const shown = await tenant.scim.get(group.path);
  applies(valuesOf(bodyOf(shown).members).length > 0, 'groups do not show their members');

  const [, ...reads] = await Promise.all([
    tenant.scim.patch(group.path, [
      { op: 'remove', path: `members[value eq "${before?.id}"]` },
      { op: 'add', path: 'members', value: [{ value: after?.id }] },
    ]),
    ...Array.from({ length: 6 }, () => tenant.scim.get(group.path)),
  ]);
  const last = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);

  applies(last.join() === before?.id || last.join() === after?.id, 'the patch ends in another state');
  const states = reads.filter(({ status }) => status === 200).map((read) => valuesOf(bodyOf(read).members).join());
  expect(
    states.filter((members) => members !== before?.id && members !== after?.id),
    'members between the state before and the one after',
  ).toEqual([]);
});
