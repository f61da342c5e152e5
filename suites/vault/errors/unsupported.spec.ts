import { bodyOf, expect, row, test, userBody, wordsOf } from '../../../src/harness/index.ts';

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

for (const path of ['/Me', '/Me?attributes=userName', '/Me?excludedAttributes=groups']) {
  test(`${path} is not implemented`, row('VAULT-ERR-01'), async ({ tenant }) => {
    const answer = await tenant.scim.get(path);

    expect(answer).toHaveStatus(501);
  });
}

test('writes to /Me are not implemented and change nothing', row('VAULT-ERR-02'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const user = await arrange.user(tenant);
  const before = await tenant.scim.get('/Users');

  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const bodies = method === 'DELETE' ? [] : [userBody(arrange.unique('me')), { ...user.sent, active: false }];

    const bare = await tenant.scim.send({ method, path: '/Me' });
    const answers = await Promise.all(bodies.map((body) => tenant.scim.send({ method, path: '/Me', body })));
    const after = await tenant.scim.get('/Users');

    for (const answer of [bare, ...answers]) expect(answer, `the answer to ${method}`).toHaveStatus(501);
    expect(after.body, `the list of users after ${method}`).toEqual(before.body);
  }
});

test('a bulk request is refused and nothing of it is done', row('VAULT-ERR-03'), async ({ arrange }) => {
  const tenant = await arrange.tenant();
  const [patched, replaced, deleted] = [
    await arrange.user(tenant),
    await arrange.user(tenant),
    await arrange.user(tenant),
  ];
  const off = { schemas: [PATCH], Operations: [{ op: 'replace', path: 'active', value: false }] };
  const Operations = [
    { method: 'POST', path: '/Users', bulkId: 'one', data: userBody(arrange.unique('bulk')) },
    { method: 'PATCH', path: patched.path, data: off },
    { method: 'PUT', path: replaced.path, data: { ...replaced.sent, active: false } },
    { method: 'DELETE', path: deleted.path },
  ];

  const before = await tenant.scim.get('/Users');
  const answer = await tenant.scim.post('/Bulk', { schemas: [BULK], Operations });
  const after = await tenant.scim.get('/Users');

  expect(answer).toBeRefused();
  expect(after.body, 'the list of users afterwards').toEqual(before.body);
});

test('the status of /Bulk and /.search', row('VAULT-ERR-09'), async ({ tenant, observe }) => {
  const bulk = await tenant.scim.post('/Bulk', { schemas: [BULK], Operations: [] });
  const root = await tenant.scim.post('/.search', { schemas: [SEARCH] });
  const users = await tenant.scim.post('/Users/.search', { schemas: [SEARCH] });

  observe(`/Bulk: ${wordsOf(bulk)}; /.search: ${wordsOf(root)}; /Users/.search: ${wordsOf(users)}`);
  expect([bulk.status, root.status, users.status], 'breakdowns').not.toContain(500);
});

test('body and authentication of /Me', row('VAULT-ERR-10'), async ({ tenant, observe }) => {
  const withToken = await tenant.scim.get('/Me');
  const withoutToken = await tenant.scim.get('/Me', { token: null });

  observe(`with a token: ${wordsOf(withToken)}; without: ${wordsOf(withoutToken)}`);
  expect(bodyOf(withoutToken).userName, 'userName shown to nobody').toBeUndefined();
});
