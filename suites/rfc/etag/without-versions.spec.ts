import { bodyOf, changeOf, expect, metaOf, row, tagOf, test } from '../../../src/harness/index.ts';

const ROW = row('RFC7644-3.14-10');

test('without versions a write needs no If-Match', ROW, async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const answer = await tenant.scim.put(user.path, { ...user.sent, [name]: to });

  expect(answer).toHaveStatus([200, 204]);
  const read = await tenant.scim.get(user.path);
  expect(bodyOf(read)[name], 'the attribute afterwards').toEqual(to);
});

test('without versions If-Match breaks nothing', ROW, async ({ tenant, arrange, types }) => {
  const { name, from, to } = changeOf(types.user);
  const user = await arrange.user(tenant, { [name]: from });

  const answer = await tenant.scim.put(user.path, { ...user.sent, [name]: to }, { headers: { 'If-Match': '*' } });

  expect(answer.status >= 200 && answer.status < 500, 'whether If-Match is taken, ignored or refused').toBe(true);
  const read = await tenant.scim.get(user.path);
  expect(read).toHaveStatus(200);
});

test('without versions a read has no tag', ROW, async ({ tenant, arrange, observe }) => {
  const user = await arrange.user(tenant);

  const read = await tenant.scim.get(user.path);

  expect(read).toHaveStatus(200);
  const shown = { ETag: tagOf(read), 'meta.version': metaOf(read.body, 'version') };
  for (const [where] of Object.entries(shown).filter(([, tag]) => tag !== '')) {
    observe(`a read has ${where} although etag.supported is false`);
  }
});
