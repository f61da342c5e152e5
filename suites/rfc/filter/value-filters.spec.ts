import { type Arrange, bodyOf, expect, idsOf, row, type Tenant, test, userBody } from '../../../src/harness/index.ts';

const WORK = { value: 'work@a.example.com', type: 'work' };
const HOME = { value: 'home@b.example.com', type: 'home' };
const FAR = { value: 'home@c.example.com', type: 'home' };

const MATCHES = 'ids that the filter selects';

/** Users who differ in their e-mails, beside one without any, and a search among them. */
async function mailBed(arrange: Arrange, tenant: Tenant) {
  const start = arrange.unique('mail');
  const userWith = (label: string, emails?: unknown[]) =>
    arrange.user(tenant, { userName: `${start}-${label}`, ...(emails && { emails }) });
  await userWith('none');
  const users = {
    work: await userWith('work', [WORK]),
    home: await userWith('home', [HOME]),
    far: await userWith('far', [FAR]),
  };
  return { ...users, search: (filter: string) => tenant.scim.list('/Users', { filter }) };
}

test('certificates cannot be compared by order', row('RFC7644-3.4.2.2-24'), async ({ tenant, types, applies }) => {
  const certificates = types.user.core.attributes.find(({ name }) => name === 'x509Certificates');
  applies(
    certificates?.subAttributes.find(({ name }) => name === 'value')?.type === 'binary',
    'certificates are texts',
  );

  const answers = [
    await tenant.scim.list('/Users', { filter: 'x509Certificates.value gt "AAAA"' }),
    await tenant.scim.list('/Users', { filter: 'x509Certificates[value le "AAAA"]' }),
  ];

  for (const answer of answers) expect(answer).toBeScimError({ status: 400, scimType: 'invalidFilter' });
});

test('brackets look only at the parts of their attribute', row('RFC7644-3.4.2.2-34'), async ({ tenant, arrange }) => {
  const { work, search } = await mailBed(arrange, tenant);

  const answers = [await search('emails[noSuch eq "x"]'), await search(`emails[userName eq "${work.userName}"]`)];

  for (const answer of answers) {
    expect(answer).toHaveStatus([200, 400]);
    expect(idsOf(answer), MATCHES).toEqual([]);
  }
});

test('brackets hold groups of conditions', row('RFC7644-3.4.2.2-35'), async ({ tenant, arrange, observe }) => {
  const { work, home, far, search } = await mailBed(arrange, tenant);
  const ours = [work.id, home.id, far.id];

  const answer = await search('emails[type eq "work" or (type eq "home" and value ew "@b.example.com")]');

  observe(`a group of conditions in brackets answers ${answer.status}`);
  expect(
    idsOf(answer).filter((id) => ours.includes(id)),
    MATCHES,
  ).toEqual(answer.status === 200 ? [work.id, home.id].sort() : []);
});

test('brackets do not stand in brackets', row('RFC7644-3.4.2.2-36'), async ({ tenant, arrange }) => {
  const { search } = await mailBed(arrange, tenant);

  const answer = await search('emails[type eq "work" and value[x eq "y"]]');

  expect(answer).toBeScimError({ status: 400, scimTypeIfAny: 'invalidFilter' });
});

test('a list is compared by its values', row('RFC7644-3.4.2.2-44'), async ({ tenant, arrange }) => {
  const { home, search } = await mailBed(arrange, tenant);

  const short = await search(`emails co "@b.example.com"`);
  const long = await search(`emails.value co "@b.example.com"`);

  expect(short).toHaveStatus(200);
  expect(idsOf(short), MATCHES).toEqual(idsOf(long));
  expect(idsOf(short), MATCHES).toContain(home.id);
});

test('filters find what a default has set', row('RFC7644-3.4.2.2-45'), async ({ tenant, arrange, applies }) => {
  const { active: _left, ...body } = userBody(arrange.unique('user'));
  const created = await tenant.scim.post('/Users', body);
  applies(bodyOf(created).active === true, 'users are not active by default');
  const name = `userName eq "${body.userName}"`;

  const equal = await tenant.scim.list('/Users', { filter: `${name} and active eq true` });
  const present = await tenant.scim.list('/Users', { filter: `${name} and active pr` });

  applies(
    [equal, present].every(({ status }) => status === 200),
    'filters by active are not offered',
  );
  expect([idsOf(equal), idsOf(present)], 'ids by value and by presence').toEqual([
    [bodyOf(created).id],
    [bodyOf(created).id],
  ]);
});

test('no value is equal to null', row('RFC7644-3.4.2.2-55'), async ({ tenant, arrange }) => {
  const titled = await arrange.user(tenant, { title: 'Boss' });

  const answer = await tenant.scim.list('/Users', { filter: `userName eq "${titled.userName}" and title eq null` });

  expect(answer).toHaveStatus([200, 400]);
  expect(idsOf(answer), MATCHES).toEqual([]);
});
