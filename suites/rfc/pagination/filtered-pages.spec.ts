import {
  bodyOf,
  expect,
  expectedPage,
  expectedWalk,
  idsOf,
  metaOf,
  ownCollection,
  resourcesOf,
  row,
  test,
} from '../../../src/harness/index.ts';

const LARGE = 2_147_483_648;

const OF_USERS: Record<string, (user: { userName: string; externalId: string; body: unknown }) => string> = {
  userName: ({ userName }) => `userName eq "${userName}"`,
  externalId: ({ externalId }) => `externalId eq "${externalId}"`,
  active: () => 'active eq false',
  'meta.lastModified': ({ body }) => `meta.lastModified ge "${metaOf(body, 'lastModified')}"`,
};

for (const [attribute, filterFor] of Object.entries(OF_USERS)) {
  test(
    `users that are filtered by ${attribute} have one total on every page`,
    row('RFC7644-3.4.2.4-09'),
    async ({ tenant, arrange, applies }) => {
      const filter = filterFor(await arrange.user(tenant, { active: false }));
      await arrange.user(tenant, { active: false });
      const whole = await arrange.during(() => tenant.scim.list('/Users', { filter }));
      applies(whole.status === 200, 'the server does not serve this filter');
      const total = Number(bodyOf(whole).totalResults);

      const answers = [
        await tenant.scim.list('/Users', { filter, count: 0 }),
        await tenant.scim.list('/Users', { filter, count: 1 }),
        await tenant.scim.list('/Users', { filter, startIndex: total, count: 1 }),
        await tenant.scim.list('/Users', { filter, startIndex: total + 1 }),
        await tenant.scim.list('/Users', { filter, startIndex: total + 100, count: 1 }),
      ];

      expect(
        answers.map((answer) => bodyOf(answer).totalResults),
        'totalResults of each page',
      ).toEqual(answers.map(() => total));
    },
  );
}

const OF_GROUPS: Record<string, (group: { displayName: string; body: unknown }) => string> = {
  displayName: ({ displayName }) => `displayName eq "${displayName}"`,
  'meta.lastModified': ({ body }) => `meta.lastModified ge "${metaOf(body, 'lastModified')}"`,
};

for (const [attribute, filterFor] of Object.entries(OF_GROUPS)) {
  test(
    `groups that are filtered by ${attribute} have one total on every page`,
    row('RFC7644-3.4.2.4-09'),
    async ({ tenant, arrange, applies }) => {
      const filter = filterFor(await arrange.group(tenant));
      await arrange.group(tenant);
      const whole = await arrange.during(() => tenant.scim.list('/Groups', { filter }));
      applies(whole.status === 200, 'the server does not serve this filter');
      const total = Number(bodyOf(whole).totalResults);

      const answers = [
        await tenant.scim.list('/Groups', { filter, count: 0 }),
        await tenant.scim.list('/Groups', { filter, startIndex: total, count: 1 }),
        await tenant.scim.list('/Groups', { filter, startIndex: total + 1 }),
      ];

      expect(
        answers.map((answer) => bodyOf(answer).totalResults),
        'totalResults of each page',
      ).toEqual(answers.map(() => total));
    },
  );
}

test('count=0 with a filter gives the total only', row('RFC7644-3.4.2.4-06'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);

  const answer = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"`, count: 0 });

  expect(answer).toHaveStatus(200);
  expect([resourcesOf(answer), bodyOf(answer).totalResults], 'Resources and totalResults').toEqual([[], 1]);
});

for (const startIndex of [2, 3, LARGE]) {
  test(
    `a page from ${startIndex} of one filtered user is empty`,
    row('RFC7644-3.4.2.4-11'),
    async ({ tenant, arrange }) => {
      const user = await arrange.user(tenant);

      const answer = await tenant.scim.list('/Users', { filter: `userName eq "${user.userName}"`, startIndex });

      expect(answer).toHaveStatus(200);
      expect([resourcesOf(answer), bodyOf(answer).totalResults], 'Resources and totalResults').toEqual([[], 1]);
    },
  );
}

for (const [what, behind] of [
  ['right behind the last user', 1],
  ['two behind the last user', 2],
  ['far behind the last user', LARGE],
] as const) {
  test(`a page that begins ${what} is empty`, row('RFC7644-3.4.2.4-11'), async ({ tenant, arrange }) => {
    const { query, ids } = await ownCollection(arrange, tenant, 2);

    const answer = await tenant.scim.list('/Users', { ...query, startIndex: ids.length + behind });
    const counted = await tenant.scim.list('/Users', { ...query, startIndex: ids.length + behind, count: 1 });

    for (const page of [answer, counted]) {
      expect(page).toHaveStatus(200);
      expect([resourcesOf(page), bodyOf(page).totalResults], 'Resources and totalResults').toEqual([[], ids.length]);
    }
  });

  test(
    `a page that begins ${what.replace('user', 'group')} is empty`,
    row('RFC7644-3.4.2.4-11'),
    async ({ tenant, arrange }) => {
      await arrange.group(tenant);
      const whole = await arrange.during(() => tenant.scim.list('/Groups', { count: 1_000 }));
      const total = Number(bodyOf(whole).totalResults);

      const answer = await tenant.scim.list('/Groups', { startIndex: total + behind, count: 1 });

      expect(answer).toHaveStatus(200);
      expect([resourcesOf(answer), bodyOf(answer).totalResults], 'Resources and totalResults').toEqual([[], total]);
    },
  );
}

for (const size of [1, 2, 3]) {
  test(`a walk by ${size} visits each user once`, row('RFC7644-3.4.2.4-12'), async ({ tenant, arrange }) => {
    const { query, ids } = await ownCollection(arrange, tenant, 6);

    const pages = expectedWalk(ids, size);
    const answers = await Promise.all(
      pages.map(({ startIndex }) => tenant.scim.list('/Users', { ...query, startIndex, count: size })),
    );

    expect(answers.map(idsOf), 'ids of each page').toEqual(pages.map((page) => [...page.ids].sort()));
  });
}

test('a last page that is full is whole', row('RFC7644-3.4.2.4-12'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 3);
  const place = { startIndex: ids.length - 1, count: 2 };

  const answer = await tenant.scim.list('/Users', { ...query, ...place });

  const page = expectedPage(ids, place);
  expect([idsOf(answer), bodyOf(answer).itemsPerPage], 'ids and itemsPerPage').toEqual([[...page.ids].sort(), 2]);
});

const PROJECTIONS: Record<string, Record<string, string>> = {
  'shown whole': {},
  'shown by attributes': { attributes: 'displayName,userName' },
  'with excludedAttributes': { excludedAttributes: 'members,groups' },
};

for (const [how, projection] of Object.entries(PROJECTIONS)) {
  test(`a walk over the groups, ${how}, visits each once`, row('RFC7644-3.4.2.4-12'), async ({ tenant, arrange }) => {
    const users = await arrange.users(tenant, 2);
    for (let i = 0; i < 4; i += 1) await arrange.group(tenant, i % 2 === 0 ? users : []);
    const whole = await arrange.during(() => tenant.scim.list('/Groups', { count: 1_000 }));
    const ids = resourcesOf(whole).map(({ id }) => String(id));

    const pages = expectedWalk(ids, 2);
    const answers = await Promise.all(
      pages.map(({ startIndex }) => tenant.scim.list('/Groups', { ...projection, startIndex, count: 2 })),
    );

    expect(answers.map(idsOf), 'ids of each page').toEqual(pages.map((page) => [...page.ids].sort()));
  });
}

test('a walk over projected users visits each once', row('RFC7644-3.4.2.4-12'), async ({ tenant, arrange }) => {
  const { query, ids } = await ownCollection(arrange, tenant, 4);
  const pages = expectedWalk(ids, 2);

  for (const projection of Object.values(PROJECTIONS)) {
    const answers = await Promise.all(
      pages.map(({ startIndex }) => tenant.scim.list('/Users', { ...query, ...projection, startIndex, count: 2 })),
    );

    expect(answers.map(idsOf), 'ids of each page').toEqual(pages.map((page) => [...page.ids].sort()));
  }
});

for (const [endpoint, what] of [
  ['/Users', 'users'],
  ['/Groups', 'groups'],
] as const) {
  test(`the pages show ${what} as the whole list does`, row('RFC7644-3.4.2-09'), async ({ tenant, arrange }) => {
    const users = [
      await arrange.user(tenant),
      await arrange.user(tenant, { active: false }),
      await arrange.user(tenant),
    ];
    for (const user of users) await arrange.group(tenant, [user, ...users.slice(0, 1)]);
    const whole = resourcesOf(await arrange.during(() => tenant.scim.list(endpoint, { count: 1_000 })));
    const inWhole = new Map(whole.map((one) => [one.id, one]));

    for (let startIndex = 1; startIndex <= whole.length; startIndex += 2) {
      const page = resourcesOf(await tenant.scim.list(endpoint, { startIndex, count: 2 }));

      const expected = page.map(({ id }) => inWhole.get(id));
      expect(page, 'the resources on a page').toEqual(expected);
    }
  });
}

for (const count of [LARGE, 9_007_199_254_740_991]) {
  test(`a count of ${count} is capped`, row('RFC7644-3.4.2.4-14'), async ({ tenant, arrange }) => {
    const { query, ids } = await ownCollection(arrange, tenant, 2);

    const answer = await tenant.scim.list('/Users', { ...query, count });

    expect(answer).toHaveStatus(200);
    expect(idsOf(answer), 'ids of the page').toEqual([...ids].sort());
  });
}

const ALTERNATELY = [true, false, true, false, true, false];

for (const active of [true, false]) {
  test(
    `pages of users with active ${active} hold each of them once, and no other`,
    row('RFC7644-3.4.2.4-12'),
    async ({ tenant, arrange, applies }) => {
      for (const one of ALTERNATELY) await arrange.user(tenant, { active: one });
      const filter = `active eq ${active}`;
      const whole = await arrange.during(() => tenant.scim.list('/Users', { filter, count: 1_000 }));
      applies(whole.status === 200, 'the server does not serve this filter');
      const total = resourcesOf(whole).length;

      const answers = [];
      for (let startIndex = 1; startIndex <= total; startIndex += 2) {
        answers.push(await tenant.scim.list('/Users', { filter, startIndex, count: 2 }));
      }

      expect(answers.flatMap(idsOf).sort(), 'ids over all pages').toEqual(idsOf(whole));
    },
  );

  test(
    `totalResults counts the users with active ${active}`,
    row('RFC7644-3.4.2-08'),
    async ({ tenant, arrange, applies }) => {
      for (const one of ALTERNATELY) await arrange.user(tenant, { active: one });
      const filter = `active eq ${active}`;
      const whole = await arrange.during(() => tenant.scim.list('/Users', { filter, count: 1_000 }));
      applies(whole.status === 200, 'the server does not serve this filter');

      const page = await tenant.scim.list('/Users', { filter, count: 1 });

      expect(bodyOf(page).totalResults, 'totalResults of a page of one').toBe(resourcesOf(whole).length);
    },
  );
}

test(
  'count=0 with a filter gives the total of the groups only',
  row('RFC7644-3.4.2.4-06'),
  async ({ tenant, arrange, applies }) => {
    const group = await arrange.group(tenant);

    const answer = await tenant.scim.list('/Groups', { filter: `displayName eq "${group.displayName}"`, count: 0 });

    applies(answer.status === 200, 'the server does not serve this filter');
    expect([resourcesOf(answer), bodyOf(answer).totalResults], 'Resources and totalResults').toEqual([[], 1]);
  },
);
