import {
  bodyOf,
  Entra,
  expect,
  highRiskWhen,
  idOf,
  isAccepted,
  listed,
  rowIn,
  test,
  valuesOf,
  wordsOf,
} from '../../src/harness/index.ts';

test(
  'default: a removal with a value list, of one of three members',
  rowIn('default', 'X-05'),
  async ({ tenant, arrange, observe }) => {
    const [out, one, two] = [await arrange.user(tenant), await arrange.user(tenant), await arrange.user(tenant)];
    const group = await arrange.group(tenant, [out, one, two]);

    const answer = await Entra.requests(tenant).send('E-B20', { gid: group.id, uid: out.id });

    const members = valuesOf(bodyOf(await tenant.scim.get(group.path)).members);
    const isWrong = isAccepted(answer) && (members.includes(out.id) || members.length !== 2);
    observe(`${wordsOf(answer)}, members left: ${members.length} of 3`, highRiskWhen(isWrong));
    expect(answer.status, 'the status: no breakdown').not.toBe(500);
  },
);

for (const { mode, rename } of [
  { mode: 'default', rename: 'E-B06' },
  { mode: 'flag', rename: 'E-V05' },
] as const) {
  test(`${mode}: a new userName alone`, rowIn(mode, 'X-06'), async ({ tenant, arrange, observe }) => {
    const user = await arrange.user(tenant);
    const userName = arrange.unique('renamed');

    const answer = await Entra.requests(tenant).send(rename, { uid: user.id, userName });

    const after = bodyOf(await tenant.scim.get(user.path));
    const effect = after.userName === userName ? 'renamed' : 'name unchanged';
    observe(`${mode}: ${wordsOf(answer)}, ${effect}`);
    expect(isAccepted(answer) && after.userName !== userName, 'a success without the change').toBe(false);
  });

  test(`${mode}: active and userName in one patch`, rowIn(mode, 'X-06'), async ({ tenant, arrange, observe }) => {
    const user = await arrange.user(tenant);
    const userName = arrange.unique('renamed');
    const patch = Entra.bodyOfTemplate('E-B14', {});
    const second = Entra.bodyOfTemplate(rename, { userName });
    patch.Operations = [patch.Operations, second.Operations].flat();

    const answer = await Entra.requests(tenant).sendText(rename, { uid: user.id }, JSON.stringify(patch));

    const after = bodyOf(await tenant.scim.get(user.path));
    const done = [after.active === false, after.userName === userName];
    observe(`${mode}: ${wordsOf(answer)}, active applied: ${done[0]}, userName applied: ${done[1]}`);
    expect(done[0], 'active applied exactly when userName is').toBe(done[1]);
  });

  for (const filter of [
    'emails[type eq "work"].value eq "x@contoso.example"',
    'userName sw "x"',
    'userName co "x"',
    'userName eq "x" and active eq true',
    'username Eq "x"',
  ]) {
    test(`${mode}: users by ${filter}`, rowIn(mode, 'X-08'), async ({ tenant, observe }) => {
      const answer = await tenant.scim.list('/Users', { filter });

      observe(`${filter}: ${wordsOf(answer)}, found ${listed(answer).totalResults ?? 'nothing'}`);
      expect(answer.status, 'the status: no breakdown').toBeLessThan(500);
    });
  }

  test(
    `${mode}: queries of Entra that no list documents`,
    rowIn(mode, 'X-08'),
    async ({ tenant, arrange, observe }) => {
      const user = await arrange.user(tenant);
      const group = await arrange.group(tenant);
      const entra = Entra.requests(tenant);

      const unquoted = await entra.send('E-Q04', { ext: Entra.queryValue(user.externalId) });
      const manager = await entra.send('E-Q08', { uid: user.id, uid2: user.id });
      const email = await entra.send('E-Q05', { email: 'x@contoso.example' });
      const capital = await entra.send('E-Q10', { groupName: group.displayName });

      observe(
        `unquoted: ${wordsOf(unquoted)}; manager: ${wordsOf(manager)}; e-mail: ${wordsOf(email)}; DisplayName: ${wordsOf(capital)}`,
      );
      for (const { status } of [unquoted, manager, email, capital]) {
        expect(status, 'the status: no breakdown').toBeLessThan(500);
      }
    },
  );
}

for (const { template, wanted } of [
  { template: 'E-B12', wanted: false },
  { template: 'E-V14', wanted: false },
  { template: 'E-V02', wanted: false },
  { template: 'E-V01', wanted: true },
]) {
  test(
    `default: a boolean in a string, ${template}`,
    rowIn('default', 'X-07'),
    async ({ tenant, arrange, observe }) => {
      const user = await arrange.user(tenant, { active: !wanted });

      const answer = await Entra.requests(tenant).send(template, { uid: user.id });

      const { active } = bodyOf(await tenant.scim.get(user.path));
      const isSilent = isAccepted(answer) && active !== wanted;
      observe(`${template}: ${wordsOf(answer)}, active ${active}`, highRiskWhen(isSilent));
      expect(typeof active, 'the kind of value in active').toBe('boolean');
    },
  );
}

test('default: a boolean in a string at creation', rowIn('default', 'X-07'), async ({ tenant, arrange, observe }) => {
  const person = Entra.personOf(arrange);
  const body = { ...Entra.bodyOfTemplate('E-B03', person), active: 'true' };

  const answer = await Entra.requests(tenant).sendText('E-B03', person, JSON.stringify(body));

  const read = bodyOf(await tenant.scim.get(`/Users/${idOf(answer) || 'nobody'}`));
  observe(`POST: ${wordsOf(answer)}, active ${String(read.active ?? 'of nobody')}`);
  expect(['boolean', 'undefined'], 'the kind of value in active').toContain(typeof read.active);
});
