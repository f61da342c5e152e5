import { expect, freshTenant, Okta, rowIn, test } from '../../src/harness/index.ts';

const DISCOVERY = /ServiceProviderConfig|ResourceTypes|Schemas/;

for (const mode of Okta.MODES) {
  test(
    `${mode}: joiners, a mover and a leaver`,
    rowIn(mode, 'OKTA-30'),
    async ({ tenant, arrange, access, journey }) => {
      const { tenant: fresh } = await freshTenant(arrange, tenant);
      const trip = journey('okta');
      const { lists, users, groups } = Okta.connector(fresh, mode, { log: trip.log });
      const [ava, ben] = [Okta.personOf(arrange, 'ava'), Okta.personOf(arrange, 'ben')];
      for (const { userName } of [ava, ben]) await access.enrol(fresh, userName);

      trip.log.begin(1);
      await lists.testConnection({ importGroups: true });

      trip.log.begin(2);
      const { account: avaHere } = await users.provision(ava);
      const { account: benHere } = await users.provision(ben);

      trip.log.begin(3);
      const { group: eng } = await groups.push(arrange.unique('eng'), Okta.membersOf(avaHere, benHere));
      await access.grant(eng.gid ?? '');
      const benBefore = await access.of(ben.userName, eng.gid ?? '');

      trip.log.begin(4);
      await groups.change(eng, { removed: Okta.membersOf(benHere) });
      const { group: ops } = await groups.push(arrange.unique('ops'), Okta.membersOf(benHere));
      trip.mover(benBefore, await access.of(ben.userName, eng.gid ?? ''));

      trip.log.begin(5);
      await users.updateProfile(avaHere, { title: 'Lead', displayName: 'Ava N.' });

      trip.log.begin(6);
      await groups.change(eng, { removed: Okta.membersOf(avaHere) });
      await users.deactivate(avaHere);
      trip.leaver(await access.of(ava.userName, eng.gid ?? ''));

      trip.log.begin(7);
      const { account: avaAgain } = await users.reactivate(ava);
      await groups.change(eng, { added: Okta.membersOf(avaAgain) });

      trip.log.begin(8);
      await groups.rename(eng, arrange.unique('engineering'));
      await groups.pushNow(eng);

      trip.log.begin(9);
      await groups.unlinkAndDelete(ops);

      trip.log.begin(10);
      await lists.importUsers();
      await lists.importGroups();

      expect(trip.asked(DISCOVERY), 'discovery documents that the journey asks for').toEqual([]);
    },
  );
}
