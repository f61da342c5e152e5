import {
  expect,
  highRiskWhen,
  idOf,
  isAccepted,
  metadataOf,
  row,
  test,
  userBody,
  wordsOf,
} from '../../../src/harness/index.ts';

test(
  'userNames with a slash, a star or a plus in a templated policy',
  row('VAULT-ACCESS-28'),
  async ({ arrange, vault, observe }) => {
    const mount = await arrange.authMount({ type: 'jwt' });
    const tenant = await arrange.tenant({ clientFields: { alias_mount_accessor: mount.accessor } });
    const store = await arrange.secretStore();
    const policy = await arrange.policy({ [`${store}/{{identity.entity.name}}`]: ['read'] });
    const people = await arrange.anybodyAt(mount, [policy]);
    const start = arrange.unique('name');
    const seen: string[] = [];
    let reached = false;

    for (const { what, userName, path } of [
      { what: 'a slash', userName: `${start}/one`, path: `${store}/${start}/one` },
      { what: 'a star', userName: `${start}-*`, path: `${store}/${start}-victim` },
      { what: 'a plus', userName: `${start}/+`, path: `${store}/${start}/victim` },
    ]) {
      const secret = await arrange.secret(path);
      const create = await tenant.scim.post('/Users', userBody(userName));
      const { session, auth } = await people(userName).signIn();
      const read = await session.read(secret);
      expect(create.status, 'status of the create').toBeLessThan(500);
      expect(read, "another's secret").toHaveStatus([200, 403]);
      const shown = isAccepted(create) ? await vault.read(`identity/entity/id/${idOf(create)}`) : null;
      expect(shown?.data?.name ?? userName, 'name of the entity').toBe(userName);
      const asUser = isAccepted(create) && auth?.entity_id === idOf(create);
      reached ||= asUser && isAccepted(read);
      seen.push(
        `${what}: create ${wordsOf(create)}, ${asUser ? `another's secret ${read.status}` : 'no sign-in as it'}`,
      );
    }

    observe(seen.join('; '), highRiskWhen(reached));
  },
);

test(
  'metadata with a slash, a star or a plus in a templated policy',
  row('VAULT-ACCESS-29'),
  async ({ tenant, vault, arrange, observe }) => {
    const store = await arrange.secretStore();
    const policy = await arrange.policy({ [`${store}/{{identity.entity.metadata.team}}`]: ['read'] });
    const finance = await arrange.secret(`${store}/finance`);
    const payroll = await arrange.secret(`${store}/finance/payroll`);
    const seen: string[] = [];
    let reached = false;

    for (const { what, team, secret } of [
      { what: 'a slash', team: 'finance/payroll', secret: payroll },
      { what: 'a star', team: '*', secret: payroll },
      { what: 'a plus', team: '+', secret: finance },
    ]) {
      const userName = arrange.unique('user');
      const person = await arrange.person(tenant, userName, [policy]);
      const create = await tenant.scim.post('/Users', userBody(userName, metadataOf({ team })));
      const { session } = await person.signIn();
      const read = await session.read(secret);
      expect(create.status, 'status of the create').toBeLessThan(500);
      expect(read, "another team's secret").toHaveStatus([200, 403]);
      const shown = isAccepted(create) ? await vault.read(`identity/entity/id/${idOf(create)}`) : null;
      expect(shown?.data?.metadata ?? { team }, 'metadata of the entity').toEqual({ team });
      reached ||= isAccepted(read);
      seen.push(`${what}: create ${wordsOf(create)}, another team's secret ${read.status}`);
    }

    observe(seen.join('; '), highRiskWhen(reached));
  },
);
