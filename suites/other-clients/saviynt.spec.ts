import { bodyOf, expect, idOf, Others, row, test, valuesOf, wordsOf } from '../../src/harness/index.ts';

const PAGE = { startIndex: '1', count: '100' };

test('a generic client imports users and groups', row('SAVI-01'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const saviynt = Others.requests(tenant, 'saviynt');

  const users = await saviynt.send('SV-Q01', PAGE);
  const groups = await saviynt.send('SV-Q02', PAGE);

  const read = await tenant.scim.get(user.path);
  observe(`users ${wordsOf(users)}, groups ${wordsOf(groups)}`);
  expect(idOf(read), 'the id that is read').toBe(user.id);
});

test('a generic client writes a user', row('SAVI-01'), async ({ tenant, arrange, observe }) => {
  const person = Others.personOf(arrange);
  const saviynt = Others.requests(tenant, 'saviynt');

  const created = await saviynt.send('SV-V01', person);
  const uid = idOf(created) || 'nobody';
  const replaced = await saviynt.send('SV-V02', { ...person, uid });
  const disabled = await saviynt.send('SV-V06', { uid, active: 'false' });
  const read = bodyOf(await tenant.scim.get(`/Users/${uid}`));
  const deleted = await saviynt.send('SV-D01', { uid });

  const after = await tenant.scim.get(`/Users/${uid}`);
  const words = [created, replaced, disabled, deleted].map(wordsOf).join(', ');
  observe(`create, replace, disable, delete: ${words}; active ${read.active}`);
  expect(after.status, 'the status after all: no breakdown').toBeLessThan(500);
});

test('a generic client writes the members of a group', row('SAVI-01'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const saviynt = Others.requests(tenant, 'saviynt');
  const values = { gid: group.id, uid: user.id };
  const membersNow = async () => valuesOf(bodyOf(await tenant.scim.get(group.path)).members).length;

  const added = await saviynt.send('SV-V04', values);
  const membersAdded = await membersNow();
  const removed = await saviynt.send('SV-V05', values);

  const membersLeft = await membersNow();
  observe(`add ${wordsOf(added)}, members ${membersAdded}; remove ${wordsOf(removed)}, members ${membersLeft}`);
  expect(membersLeft, 'members after a removal').toBeLessThanOrEqual(membersAdded);
});
