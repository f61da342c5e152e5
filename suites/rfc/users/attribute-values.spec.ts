import { attributesWhere, bodyOf, expect, idOf, row, test, userBody } from '../../../src/harness/index.ts';

const FORMS = [
  { name: 'profileUrl', id: 'RFC7643-4.1.1-10', good: 'https://login.example.com/bjensen', bad: 'not a url %' },
  { name: 'preferredLanguage', id: 'RFC7643-4.1.1-11', good: 'en-US, de;q=0.5', bad: '!!' },
  { name: 'timezone', id: 'RFC7643-4.1.1-13', good: 'America/Los_Angeles', bad: 'Mars/Base' },
] as const;

for (const { name, id, good, bad } of FORMS) {
  test(`${name} takes what its format allows`, row(id), async ({ tenant, arrange, types, applies, observe }) => {
    const writable = attributesWhere(types.user, ({ mutability }) => mutability === 'readWrite');
    applies(writable.includes(name), `clients do not write ${name}`);

    const other = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { [name]: bad }));
    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { [name]: good }));

    observe(`a ${name} that is none answers ${other.status}`);
    expect(created).toHaveStatus(201);
    const read = await tenant.scim.get(`/Users/${idOf(created)}`);
    expect(bodyOf(read)[name], name).toBe(good);
  });
}

test('a locale may have an underscore', row('RFC7643-4.1.1-12'), async ({ tenant, arrange, observe }) => {
  const tagged = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { locale: 'en-US' }));
  const underscored = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { locale: 'en_US' }));

  observe(`locale en-US answers ${tagged.status}, en_US ${underscored.status}`);
  const read = await tenant.scim.get(`/Users/${idOf(tagged) || 'none'}`);
  expect(read.status === 200, 'whether the user with en-US is there').toBe(tagged.status === 201);
});

/** Values that a server may bring into another form, and what every form has in common. */
const CANONICAL = [
  {
    list: 'emails',
    id: 'RFC7643-4.1.2-02',
    value: 'bjensen@EXAMPLE.COM',
    type: 'work',
    core: (text: string) => text.toLowerCase(),
  },
  {
    list: 'phoneNumbers',
    id: 'RFC7643-4.1.2-03',
    value: '+1 201 555 0123',
    type: 'work',
    core: (text: string) => text.replace(/\D/g, ''),
  },
  {
    list: 'ims',
    id: 'RFC7643-4.1.2-04',
    value: ' Some Handle ',
    type: 'aim',
    core: (text: string) => text.replace(/\s/g, '').toLowerCase(),
  },
] as const;

for (const { list, id, value, type, core } of CANONICAL) {
  test(`a value of ${list} stays the same in another form`, row(id), async ({ tenant, arrange, applies, observe }) => {
    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { [list]: [{ value, type }] }));
    applies(created.status === 201, `${list} of this form are refused`);

    const { [list]: stored } = bodyOf(await tenant.scim.get(`/Users/${idOf(created)}`));

    const [first] = (stored ?? []) as { value?: string }[];
    observe(`a value of ${list} comes back ${first?.value === value ? 'as it was sent' : 'in another form'}`);
    expect(core(String(first?.value)), 'the value apart from its form').toBe(core(value));
  });
}

test('a country is a code of two letters', row('RFC7643-4.1.2-06'), async ({ tenant, arrange, observe }) => {
  const addressIn = (country: string) => ({ addresses: [{ type: 'work', locality: 'Hollywood', country }] });

  const other = await tenant.scim.post('/Users', userBody(arrange.unique('user'), addressIn('USA')));
  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), addressIn('US')));

  observe(`a country of three letters answers ${other.status}`);
  expect(created).toHaveStatus(201);
  const { addresses } = bodyOf(await tenant.scim.get(`/Users/${idOf(created)}`));
  expect((addresses as { country?: string }[] | undefined)?.[0]?.country, 'country').toBe('US');
});

test(
  'a type beyond the canonical ones is taken or refused',
  row('RFC7643-4.1.2-05', 'RFC7643-2.3.1-02'),
  async ({ tenant, arrange, observe }) => {
    const emails = [{ value: 'x@example.com', type: 'other-custom' }];

    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { emails }));

    observe(`an e-mail of a type that is not canonical answers ${created.status}`);
    expect(created).toHaveStatus([201, 400]);
    const read = await tenant.scim.get(`/Users/${idOf(created) || 'none'}`);
    expect(read.status === 200, 'whether the user is there').toBe(created.status === 201);
  },
);

test('one value may have two types', row('RFC7643-2.4-08'), async ({ tenant, arrange, observe }) => {
  const value = 'x@example.com';
  const emails = [
    { value, type: 'work' },
    { value, type: 'home' },
  ];

  const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { emails }));

  expect(created).toHaveStatus([201, 400]);
  const { emails: stored = [] } = bodyOf(await tenant.scim.get(`/Users/${idOf(created) || 'none'}`));
  observe(`an e-mail of two types answers ${created.status}, and ${(stored as unknown[]).length} are stored`);
});

test(
  'the formatted name tells of the same person as its parts',
  row('RFC7643-4.1.1-08'),
  async ({ tenant, arrange, applies }) => {
    const parts = { familyName: 'Jensen', givenName: 'Barbara' };

    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { name: parts }));

    const { name } = bodyOf(await tenant.scim.get(`/Users/${idOf(created)}`)) as { name?: { formatted?: string } };
    applies(name?.formatted !== undefined, 'names come back without formatted');
    expect(name?.formatted, 'formatted').toMatch(/Barbara.*Jensen|Jensen.*Barbara/i);
  },
);

test(
  'a name comes back formatted, in parts, or both',
  row('RFC7643-4.1.1-07'),
  async ({ tenant, arrange, observe }) => {
    const parts = { formatted: 'Barbara Jensen', familyName: 'Jensen', givenName: 'Barbara' };

    const created = await tenant.scim.post('/Users', userBody(arrange.unique('user'), { name: parts }));

    const { name } = bodyOf(await tenant.scim.get(`/Users/${idOf(created) || 'none'}`));
    observe(`a name comes back with ${Object.keys((name ?? {}) as object).sort()}`);
    expect(created).toHaveStatus([201, 400]);
  },
);
