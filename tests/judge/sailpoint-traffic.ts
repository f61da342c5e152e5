import { JourneyLog } from '../../src/vendors/connector/journey-log.ts';
import { VendorConnection } from '../../src/vendors/connector/vendor-connection.ts';
import { SailPointConnector } from '../../src/vendors/sailpoint/sailpoint-connector.ts';
import { settingsOf } from '../../src/vendors/sailpoint/settings.ts';
import type { Traffic } from './judged-double.ts';

/** SailPoint in both modes, from discovery to a termination, with aggregations that show what writes did. */
export async function sailpointTraffic({ wire, prefix }: Traffic): Promise<void> {
  const connection = new VendorConnection('sailpoint', wire);
  for (const mode of ['patch', 'put'] as const) {
    for (const removal of ['filter path', 'value list'] as const) {
      const settings = settingsOf('VA', { mode, removal, pageSize: 2 });
      const source = new SailPointConnector(settings, connection, new JourneyLog(), async () => {});
      const name = (what: string) => `${prefix}${mode}-${removal.slice(0, 5)}-${what}`;
      const identity = (what: string) => ({
        userName: name(what),
        ext: `2c91-${name(what)}`,
        givenName: 'Ada',
        familyName: 'Lovelace',
        email: `${name(what)}@example.com`,
        displayName: 'Ada Lovelace',
      });
      await source.discovery.testConnection();
      await source.discovery.discoverSchema();
      const { account: ada } = await source.accounts.create(identity('ada'));
      const { account: bea } = await source.accounts.create(identity('bea'));
      await source.accounts.refresh(ada);
      await source.accounts.refresh(bea);

      const made = await wire.send({
        method: 'POST',
        path: '/Groups',
        headers: { 'Content-Type': 'application/scim+json' },
        body: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: name('eng') },
      });
      const gid = (made.body as { id: string }).id;
      const seeGroup = () => connection.send('SP-Q15', { gid });
      for (const account of [ada, bea]) {
        await source.entitlements.add(account, gid, account === bea ? 'SP-V03' : 'SP-B06');
        await seeGroup();
      }
      await source.aggregation.accounts();
      await source.entitlements.remove(ada, gid);
      await seeGroup();
      await source.accounts.refresh(ada);
      await connection.send('SP-B07', { uid: ada.uid ?? 'nobody', gid });
      await source.accounts.refresh(ada);

      await source.accounts.disable(ada);
      await source.accounts.refresh(ada);
      await source.aggregation.accounts();
      await source.aggregation.accounts();
      await source.aggregation.groups();
      await source.accounts.enable(ada);
      await source.accounts.refresh(ada);
      await connection.send('SP-Q08', { startIndex: '1', count: '5000' });
      await connection.send('SP-Q11', { startIndex: '1', count: '100' });
      const uid = ada.uid ?? 'nobody';
      await source.accounts.terminate(ada);
      await connection.send('SP-Q14', { uid });
      await connection.send('SP-D01', { uid });
    }
  }
}
