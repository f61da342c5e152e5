import {
  type Arrange,
  type ArrangedUser,
  expect,
  groupBody,
  idOf,
  isAccepted,
  isWeak,
  metaOf,
  resourcesOf,
  row,
  supportedIn,
  type Tenant,
  tagOf,
  test,
  userBody,
} from '../../../src/harness/index.ts';

const NO_TAG = 'the server sends no ETag there';
const NOT_SHOWN = 'the server does not show what it has created';
const NOT_BOTH = 'the server does not show both';
const ENTITY_TAG = /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/** What can be read by id. */
const RESOURCES = {
  user: (arrange: Arrange, tenant: Tenant) => arrange.user(tenant),
  group: (arrange: Arrange, tenant: Tenant) => arrange.group(tenant),
};

test('whether resources have versions is announced', row('RFC7644-3.14-01'), async ({ tenant, observe }) => {
  const configuration = await tenant.scim.get('/ServiceProviderConfig');

  observe(`etag.supported is ${supportedIn(configuration, 'etag')}`);
});

for (const [what, make] of Object.entries(RESOURCES)) {
  test(`a read of a ${what} has its version as ETag`, row('RFC7644-3.14-02'), async ({ tenant, arrange }) => {
    const { path } = await make(arrange, tenant);

    const read = await tenant.scim.get(path);

    expect(read).toHaveStatus(200);
    expect(tagOf(read), 'ETag of a read').not.toBe('');
  });

  test(`meta of a ${what} has its version`, row('RFC7644-3.14-03'), async ({ tenant, arrange }) => {
    const { path } = await make(arrange, tenant);

    const read = await tenant.scim.get(path);

    expect(metaOf(read.body, 'version'), 'meta.version of a read').not.toBe('');
  });

  test(`meta.version of a ${what} is its ETag`, row('RFC7643-3.1-24'), async ({ tenant, arrange, applies }) => {
    const { path } = await make(arrange, tenant);

    const read = await tenant.scim.get(path);

    applies(metaOf(read.body, 'version') !== '' && tagOf(read) !== '', NOT_BOTH);
    expect(metaOf(read.body, 'version'), 'meta.version of a read').toBe(tagOf(read));
  });

  test(`the ETag of a ${what} is an entity-tag`, row('RFC9110-8.8.3-01'), async ({ tenant, arrange, applies }) => {
    const { path } = await make(arrange, tenant);

    const read = await tenant.scim.get(path);

    applies(tagOf(read) !== '', NO_TAG);
    expect(tagOf(read), 'ETag of a read').toMatch(ENTITY_TAG);
  });
}

for (const [path, bodyFor] of Object.entries({ '/Users': userBody, '/Groups': groupBody })) {
  test(
    `the answer to a POST to ${path} has the new version`,
    row('RFC7644-3.14-02'),
    async ({ tenant, arrange, applies }) => {
      const created = await tenant.scim.post(path, bodyFor(arrange.unique('new')));

      applies(created.status === 201 && idOf(created) !== '', NOT_SHOWN);
      expect(tagOf(created), 'ETag of the answer').not.toBe('');
      const read = await tenant.scim.get(`${path}/${idOf(created)}`);
      expect(tagOf(read), 'ETag of a read afterwards').toBe(tagOf(created));
    },
  );
}

test(
  'meta.version in the answer to a POST is its ETag',
  row('RFC7643-3.1-24'),
  async ({ tenant, arrange, applies }) => {
    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

    applies(metaOf(created.body, 'version') !== '' && tagOf(created) !== '', NOT_BOTH);
    expect(metaOf(created.body, 'version'), 'meta.version of the answer').toBe(tagOf(created));
  },
);

test('the ETag of a create is an entity-tag', row('RFC9110-8.8.3-01'), async ({ tenant, arrange, applies }) => {
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user')));

  applies(tagOf(created) !== '', NO_TAG);
  expect(tagOf(created), 'ETag of the answer').toMatch(ENTITY_TAG);
});

/** Writes that change a user. */
const WRITES = {
  PUT: ({ scim }: Tenant, { path, sent }: ArrangedUser) => scim.put(path, { ...sent, active: false }),
  PATCH: ({ scim }: Tenant, { path }: ArrangedUser) =>
    scim.patch(path, [{ op: 'replace', path: 'active', value: false }]),
};

for (const [method, write] of Object.entries(WRITES)) {
  test(
    `where the answer to a ${method} has an ETag, it is the new one`,
    row('RFC7644-3.14-02'),
    async ({ tenant, arrange, applies }) => {
      const user = await arrange.user(tenant);

      const answer = await write(tenant, user);

      applies(isAccepted(answer) && tagOf(answer) !== '', NO_TAG);
      const read = await tenant.scim.get(user.path);
      expect(tagOf(answer), 'ETag of the answer').toBe(tagOf(read));
    },
  );

  test(
    `meta.version in the answer to a ${method} is its ETag`,
    row('RFC7643-3.1-24'),
    async ({ tenant, arrange, applies }) => {
      const user = await arrange.user(tenant);

      const answer = await write(tenant, user);

      applies(metaOf(answer.body, 'version') !== '' && tagOf(answer) !== '', NOT_BOTH);
      expect(metaOf(answer.body, 'version'), 'meta.version of the answer').toBe(tagOf(answer));
    },
  );
}

for (const [what, endpoint, name] of [
  ['user', '/Users', 'userName'],
  ['group', '/Groups', 'displayName'],
] as const) {
  test(
    `meta.version of a ${what} in a list is the ETag of a read`,
    row('RFC7643-3.1-24'),
    async ({ tenant, arrange, applies }) => {
      const { path, sent } = await RESOURCES[what](arrange, tenant);
      const read = await tenant.scim.get(path);

      const list = await tenant.scim.list(endpoint, { filter: `${name} eq "${sent[name]}"` });

      const version = metaOf(resourcesOf(list)[0], 'version');
      applies(version !== '' && tagOf(read) !== '', NOT_BOTH);
      expect(version, 'meta.version in the list').toBe(tagOf(read));
    },
  );
}

test('entity-tags are strong or weak', row('RFC7644-3.14-04'), async ({ tenant, arrange, applies, observe }) => {
  const user = await arrange.user(tenant);

  const tag = tagOf(await tenant.scim.get(user.path));

  applies(tag !== '', NO_TAG);
  observe(`entity-tags are ${isWeak(tag) ? 'weak' : 'strong'}`);
});
