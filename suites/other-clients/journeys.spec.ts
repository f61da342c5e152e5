import { expect, freshTenant, Others, rowIn, test } from '../../src/harness/index.ts';

for (const { name, vendor, mode, variant } of Others.CLIENTS) {
  test(
    `${name}: joiners, a mover and a leaver`,
    rowIn(mode, 'OTHER-01'),
    async ({ tenant, arrange, access, journey }) => {
      const { tenant: fresh } = await freshTenant(arrange, tenant);
      const trip = journey(vendor, variant);
      const client = Others.connector(fresh, name, trip.log);
      const { users, groups } = client;

      trip.log.begin(1);
      await client.testConnection(Others.randomName());

      trip.log.begin(2);
      const { account: ava } = await users.provision(Others.personOf(arrange, 'ava'));
      const { account: ben } = await users.provision(Others.personOf(arrange, 'ben'));
      await Others.enrol(access, fresh, ava, ben);
      const [avaName, benName] = [ava.person.userName, ben.person.userName];

      trip.log.begin(3);
      const { group: eng } = await groups.push(arrange.unique('eng'), Others.randomName(), [ava, ben]);
      const old = eng.gid ?? '';
      await access.grant(old);
      const benBefore = await access.of(benName, old);

      trip.log.begin(4);
      await groups.remove(eng, [ben]);
      const { group: ops } = await groups.push(arrange.unique('ops'), Others.randomName(), [ben]);
      trip.mover(benBefore, await access.of(benName, old));

      trip.log.begin(5);
      await users.change(ben, { displayName: 'Ben King', title: 'Lead' });

      trip.log.begin(6);
      await users.disable(ava);
      trip.leaver(await access.of(avaName, old));

      trip.log.begin(7);
      await users.enable(ava);

      trip.log.begin(8);
      await groups.rename(eng, arrange.unique('engineering'));

      trip.log.begin(9);
      await groups.delete(ops);
      await users.remove(ava);

      const left = await fresh.scim.get('/Users');
      expect(left).toHaveStatus(200);
      expect(left.text.includes(avaName), 'whether who was deleted is still listed').toBe(ava.uid !== null);
    },
  );
}
