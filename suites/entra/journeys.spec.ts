import { Entra, expect, freshTenant, rowIn, test } from '../../src/harness/index.ts';

const JOURNEYS = [
  { mode: 'default', variant: undefined },
  { mode: 'flag', variant: undefined },
  { mode: 'flag', variant: 'creation-only-names' },
] as const;
const NEVER_SENT = /^PUT|^GET \/(Users|Groups)$|ServiceProviderConfig|ResourceTypes|Schemas/;

for (const { mode, variant } of JOURNEYS) {
  test(
    `${mode} ${variant ?? ''}: joiners, a mover and a leaver`,
    rowIn(mode, 'ENTRA-27'),
    async ({ tenant, arrange, access, journey }) => {
      const { tenant: fresh } = await freshTenant(arrange, tenant);
      const trip = journey('entra', variant);
      const settings = { log: trip.log, namesAtCreationOnly: variant === 'creation-only-names' };
      const entra = Entra.connector(fresh, mode, settings);
      const { users, groups } = entra;

      trip.log.begin(1);
      await entra.testConnection(Entra.randomName());

      trip.log.begin(2);
      const { account: ava } = await users.provision(Entra.personOf(arrange, 'ava'));
      const { account: ben } = await users.provision(Entra.personOf(arrange, 'ben'));
      await Entra.enrol(access, fresh, ava, ben);
      const [avaName, benName] = [ava.person.userName, ben.person.userName];

      trip.log.begin(3);
      const { group: eng } = await groups.provision(arrange.unique('eng'), Entra.randomName(), [ava, ben]);
      const old = eng.gid ?? '';
      await access.grant(old);
      const benBefore = await access.of(benName, old);

      trip.log.begin(4);
      await groups.remove(eng, [ben]);
      const { group: ops } = await groups.provision(arrange.unique('ops'), Entra.randomName(), [ben]);
      trip.mover(benBefore, await access.of(benName, old));

      trip.log.begin(5);
      await users.rename(ben, arrange.unique('benjamin'));

      trip.log.begin(6);
      await groups.remove(eng, [ava]);
      await users.disable(ava);
      trip.leaver(await access.of(avaName, old));

      trip.log.begin(7);
      await users.enable(ava);
      await groups.add(eng, [ava]);

      trip.log.begin(8);
      await groups.rename(eng, arrange.unique('engineering'));

      trip.log.begin(9);
      await users.remove(ava);

      trip.log.begin(10);
      await groups.delete(ops);

      const left = await fresh.scim.get('/Users');
      expect(left).toHaveStatus(200);
      expect(left.text.includes(avaName), 'whether who was deleted is still listed').toBe(false);
      expect(trip.asked(NEVER_SENT), 'requests that Entra never sends').toEqual([]);
    },
  );
}
