import {
  bodyOf,
  documentsIn,
  Entra,
  expect,
  idOf,
  isAccepted,
  listed,
  listOf,
  row,
  test,
} from '../../src/harness/index.ts';

const QUERIES = [
  { template: 'E-Q01', what: 'a user' },
  { template: 'E-Q02', what: 'a group' },
];

for (const { template, what } of QUERIES) {
  test(`a query for ${what} of a random name gives an empty list`, row('ENTRA-01'), async ({ tenant }) => {
    const guid = Entra.randomName();

    const answer = await Entra.requests(tenant).send(template, { userName: guid, groupName: guid });

    expect(answer).toHaveStatus(200);
    expect(listed(answer), 'the list').toEqual(listOf());
    expect(bodyOf(answer).Resources, 'Resources').toEqual([]);
  });
}

test('the connection can be tested and switched on', row('ENTRA-01'), async ({ tenant }) => {
  const entra = Entra.connector(tenant, 'flag');

  const { answer } = await entra.testConnection(Entra.randomName());

  expect(answer).toHaveStatus(200);
  expect(entra.isOn, 'whether provisioning is on').toBe(true);
});

test('every answer of the SCIM service has its media type', row('ENTRA-02'), async ({ tenant, arrange }) => {
  const person = Entra.personOf(arrange);
  const entra = Entra.requests(tenant);

  const created = await entra.send('E-B03', person);
  const answers = [
    created,
    await entra.send('E-Q06', { uid: idOf(created) }),
    await entra.send('E-Q01', person),
    await entra.send('E-B03', person),
    await entra.send('E-Q06', { uid: Entra.randomName() }),
    await entra.sendText('E-B03', {}, '{"userName":'),
  ];

  expect(answers.map(isAccepted), 'which requests were accepted').toEqual([true, true, true, false, false, false]);
  for (const { mediaType } of answers) expect(mediaType, 'the media type').toBe('application/scim+json');
});

test('the headers that Entra sends are enough', row('ENTRA-03'), async ({ tenant, arrange }) => {
  const person = Entra.personOf(arrange);
  const entra = Entra.requests(tenant);

  const created = await entra.send('E-B03', person);
  const read = await entra.send('E-Q06', { uid: idOf(created) });
  const found = await entra.send('E-Q01', person);

  expect(created).toHaveStatus(201);
  expect(read).toHaveStatus(200);
  expect(bodyOf(read).userName, 'the userName that is read').toBe(person.userName);
  expect(listed(found), 'the users of that name').toEqual(listOf({ id: idOf(created) }));
});

test('twenty-five requests a second are served', row('ENTRA-20'), async ({ tenant, arrange }) => {
  const user = await arrange.user(tenant);
  const entra = Entra.requests(tenant);
  const started = performance.now();

  const answers = await Promise.all(Array.from({ length: 50 }, () => entra.send('E-Q06', { uid: user.id })));

  for (const answer of answers) expect(answer).toHaveStatus(200);
  expect(performance.now() - started, 'milliseconds for fifty requests').toBeLessThan(2_000);
});

test('the connection is made with TLS 1.2 and a cipher of Entra', row('ENTRA-21'), async ({ tenant, applies }) => {
  applies(tenant.scimBaseUrl.startsWith('https:'), 'the target speaks plain HTTP');
  const { protocol, cipher } = await Entra.handshake(tenant.scimBaseUrl);

  expect(protocol, 'the version of TLS').toBe('TLSv1.2');
  expect(Entra.CIPHERS, 'the ciphers that Entra offers').toContain(cipher);
  const answer = await Entra.requests(tenant).send('E-Q01', { userName: Entra.randomName() });
  expect(answer).toHaveStatus(200);
});

test('the schemas are a list, in camel case and without null', row('ENTRA-22'), async ({ tenant }) => {
  const answer = await Entra.requests(tenant).send('E-Q09');

  expect(answer).toHaveStatus(200);
  expect(Array.isArray(bodyOf(answer).Resources), 'whether it is a list').toBe(true);
  expect(documentsIn(answer).length, 'the number of schemas').toBeGreaterThan(0);
  const values = Entra.namesAndNulls(documentsIn(answer));
  expect(values.nulls, 'members that are null').toEqual([]);
  expect(
    values.names.filter((name) => !/^\$?[a-z][A-Za-z0-9]*$/.test(name)),
    'names that are not in camel case',
  ).toEqual([]);
});
