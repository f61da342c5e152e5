import { bodyOf, expect, Others, row, test, wordsOf } from '../../src/harness/index.ts';

const SCIM = 'identity/scim/v2';
const ALL_BUT_PATCH = ['create', 'read', 'update', 'delete', 'list'];
const GRANTS = Object.fromEntries(
  ['Users', 'Users/*', 'Groups', 'Groups/*'].map((path) => [`${SCIM}/${path}`, ALL_BUT_PATCH]),
);

test('a token without patch disables nobody', row('X-15'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const limited = await arrange.credential(tenant, { grants: GRANTS });
  const before = await tenant.scim.get(user.path);

  const answer = await Others.requests(limited, 'rippling').send('RI-V02', { uid: user.id, active: 'false' });

  const after = await tenant.scim.get(user.path);
  observe(`a user: ${wordsOf(answer)}, ${answer.mediaType || 'no media type'}`);
  expect(answer).toBeRefused();
  expect(after.body, 'the user afterwards').toEqual(before.body);
});

test('a token without patch adds no member', row('X-15'), async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  const limited = await arrange.credential(tenant, { grants: GRANTS });
  const before = await tenant.scim.get(group.path);

  const answer = await Others.requests(limited, 'authentik').send('AK-V06', { gid: group.id, uid: user.id });

  const after = await tenant.scim.get(group.path);
  observe(`a group: ${wordsOf(answer)}, ${answer.mediaType || 'no media type'}`);
  expect(answer).toBeRefused();
  expect(after.body, 'the group afterwards').toEqual(before.body);
});

test(
  'a namespace that only the address names suffices',
  row('X-15'),
  async ({ vault, arrange, target, observe, applies }) => {
    applies(target.childNamespaces, 'the run may make no child namespaces');
    const inside = await arrange.namespace();
    const child = await arrange.tenant({}, inside);
    const user = await arrange.user(child);
    const client = vault.with({ namespace: '', token: child.token, actor: 'third' });
    const path = `/v1/${inside.namespace}/${SCIM}/Users`;
    const before = await child.scim.get(user.path);

    const read = await client.send({ method: 'GET', path: `${path}/${user.id}` });
    const refused = await client.send({ method: 'GET', path: `${path}/nobody` });

    const after = await child.scim.get(user.path);
    observe(`the address alone: ${wordsOf(read)}, ${bodyOf(read).id === user.id ? 'the user' : 'somebody else'}`);
    expect(refused.status, 'the status for nobody: no success').toBeGreaterThanOrEqual(400);
    expect(after.body, 'the user afterwards').toEqual(before.body);
  },
);
