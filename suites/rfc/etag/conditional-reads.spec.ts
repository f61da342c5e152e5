import {
  bodyOf,
  expect,
  groupBody,
  idOf,
  outdate,
  row,
  tagOf,
  test,
  userBody,
  VERSIONED,
} from '../../../src/harness/index.ts';

const NO_TAG = 'the server sends no ETag';

for (const type of ['user', 'group'] as const) {
  test(
    `a read of a ${type} with the current tag answers 304 without a body`,
    row('RFC7644-3.14-05'),
    async ({ tenant, arrange, types, applies }) => {
      const { path, tag } = await VERSIONED[type](arrange, tenant, types[type]);
      applies(tag !== '', NO_TAG);

      const answer = await tenant.scim.get(path, { headers: { 'If-None-Match': tag } });

      expect(answer).toHaveStatus(304);
      expect(answer.text, 'the body of the 304').toBe('');
    },
  );

  test(
    `a read of a ${type} with an old tag shows what it is now`,
    row('RFC7644-3.14-06'),
    async ({ tenant, arrange, types, applies }) => {
      const one = await VERSIONED[type](arrange, tenant, types[type]);
      applies(one.tag !== '', NO_TAG);
      const changed = await outdate(arrange, tenant, one);
      applies(bodyOf(changed)[one.name] === one.to, 'the server does not make that change');

      const answer = await tenant.scim.get(one.path, { headers: { 'If-None-Match': one.tag } });

      expect(answer).toHaveStatus(200);
      expect(bodyOf(answer)[one.name], 'the changed attribute').toEqual(one.to);
      expect(tagOf(answer), 'ETag of the answer').not.toBe(one.tag);
    },
  );

  test(`a 304 of a ${type} has its ETag`, row('RFC9110-15.4.5-01'), async ({ tenant, arrange, types, applies }) => {
    const { path, tag } = await VERSIONED[type](arrange, tenant, types[type]);

    const answer = await tenant.scim.get(path, { headers: { 'If-None-Match': tag } });

    applies(tag !== '' && answer.status === 304, 'the server answers no 304');
    expect(tagOf(answer), 'ETag of the 304').toBe(tag);
  });
}

for (const [path, bodyFor] of Object.entries({ '/Users': userBody, '/Groups': groupBody })) {
  test(
    `a read with the tag of a POST to ${path} answers 304`,
    row('RFC7644-3.14-05'),
    async ({ tenant, arrange, applies }) => {
      const created = await tenant.scim.post(path, bodyFor(arrange.unique('new')));
      applies(tagOf(created) !== '' && idOf(created) !== '', NO_TAG);

      const answer = await tenant.scim.get(`${path}/${idOf(created)}`, {
        headers: { 'If-None-Match': tagOf(created) },
      });

      expect(answer).toHaveStatus(304);
    },
  );
}

test('If-None-Match compares weakly', row('RFC9110-13.1.2-01'), async ({ tenant, arrange, types, applies }) => {
  const { path, tag } = await VERSIONED.user(arrange, tenant, types.user);
  applies(tag !== '', NO_TAG);
  const opaque = tag.replace(/^W\//, '');

  const strong = await tenant.scim.get(path, { headers: { 'If-None-Match': opaque } });
  const weak = await tenant.scim.get(path, { headers: { 'If-None-Match': `W/${opaque}` } });

  expect([strong.status, weak.status], 'statuses with the strong and with the weak form of the tag').toEqual([
    304, 304,
  ]);
});

for (const [where, list] of [
  ['last', (tag: string) => `"x", W/"y", ${tag}`],
  ['first', (tag: string) => `${tag}, "x"`],
  ['between, without blanks', (tag: string) => `"x",${tag},"y"`],
] as const) {
  test(
    `the current tag counts in a list of tags, ${where}`,
    row('RFC9110-13.1.2-03'),
    async ({ tenant, arrange, types, applies }) => {
      const { path, tag } = await VERSIONED.user(arrange, tenant, types.user);
      applies(tag !== '', NO_TAG);

      const answer = await tenant.scim.get(path, { headers: { 'If-None-Match': list(tag) } });

      expect(answer).toHaveStatus(304);
    },
  );
}
