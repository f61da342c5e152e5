import { bodyOf, expect, freshTenant, idOf, rowIn, SailPoint, test, valuesOf } from '../../src/harness/index.ts';

const SEARCHES = /filter=(userName|displayName)/;

for (const mode of SailPoint.MODES) {
  test(
    `${mode}: a joiner, a mover and a leaver`,
    rowIn(mode, 'SAIL-22'),
    async ({ tenant, arrange, access, journey }) => {
      const { tenant: fresh } = await freshTenant(arrange, tenant);
      const [eng, prod, ops] = [await arrange.group(fresh), await arrange.group(fresh), await arrange.group(fresh)];
      for (const { id } of [eng, prod, ops]) await access.grant(id);
      const ada = SailPoint.identityOf(arrange, 'ada');
      await access.enrol(fresh, ada.userName);
      const trip = journey('sailpoint');
      const source = SailPoint.connector(fresh, { mode, log: trip.log });
      const { discovery, aggregation, accounts, entitlements } = source;

      trip.log.begin(1);
      await discovery.testConnection();
      await discovery.discoverSchema();
      const first = await aggregation.accounts();
      await aggregation.groups();

      trip.log.begin(2);
      const { account } = await accounts.create(ada);
      await entitlements.add(account, eng.id);
      await accounts.refresh(account);

      trip.log.begin(3);
      await entitlements.add(account, prod.id);

      trip.log.begin(4);
      await aggregation.accounts([account]);
      await aggregation.changesSince(SailPoint.deltaSince(first.last.answer));
      const before = await access.of(ada.userName, eng.id);

      trip.log.begin(5);
      await entitlements.remove(account, eng.id);
      await entitlements.add(account, ops.id);
      await accounts.change(account, { displayName: 'Ada King' });
      trip.mover(before, await access.of(ada.userName, eng.id));

      trip.log.begin(6);
      await entitlements.remove(account, prod.id);

      trip.log.begin(7);
      await accounts.disable(account);
      await aggregation.accounts([account]);
      trip.leaver(await access.of(ada.userName, ops.id));

      trip.log.begin(8);
      await accounts.enable(account);
      await entitlements.add(account, eng.id);

      trip.log.begin(9);
      const { uid } = account;
      await accounts.terminate(account);
      aggregation.expectGone(uid ?? '', await aggregation.accounts());

      const groups = [await fresh.scim.get(eng.path), await fresh.scim.get(prod.path), await fresh.scim.get(ops.path)];
      expect(groups.map(idOf), 'the groups afterwards').toEqual([eng.id, prod.id, ops.id]);
      expect(
        groups.flatMap((group) => valuesOf(bodyOf(group).members)),
        'members of the groups after the termination',
      ).toEqual([]);
      expect(trip.asked(SEARCHES), 'searches before a create').toEqual([]);
    },
  );
}
