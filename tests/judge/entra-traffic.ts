import { JourneyLog } from '../../src/vendors/connector/journey-log.ts';
import { VendorConnection } from '../../src/vendors/connector/vendor-connection.ts';
import { EntraConnector } from '../../src/vendors/entra/entra-connector.ts';
import type { Traffic } from './judged-double.ts';

/** Entra in both dialects, from the connection test to the deletion, with reads that show what writes did. */
export async function entraTraffic({ wire, prefix }: Traffic): Promise<void> {
  const connection = new VendorConnection('entra', wire);
  for (const mode of ['default', 'flag'] as const) {
    const entra = new EntraConnector({ mode, namesAtCreationOnly: false }, connection, new JourneyLog());
    const name = (what: string) => `${prefix}${mode}-${what}`;
    const seeUser = (uid: string | null) => connection.send('E-Q06', { uid: uid ?? 'nobody' });
    const seeGroup = (gid: string | null) =>
      wire.send({ method: 'GET', path: `/Groups/${gid ?? 'none'}`, headers: {} });
    await entra.testConnection(name('nobody-of-that-name'));
    await connection.send('E-Q09');

    const { account: ada } = await entra.users.provision({ userName: name('ada'), ext: `ext-${name('ada')}` });
    const { account: bea } = await entra.users.provision({ userName: name('bea'), ext: `ext-${name('bea')}` });
    for (const { uid } of [ada, bea]) await seeUser(uid);
    await entra.users.find(name('ada'));
    await entra.users.create(ada.person);
    await entra.users.find(name('ada'));

    const { group } = await entra.groups.provision(name('eng'), `ext-${name('eng')}`, []);
    await seeGroup(group.gid);
    await entra.groups.add(group, [ada, bea]);
    await seeGroup(group.gid);
    await entra.groups.add(group, [ada]);
    await seeGroup(group.gid);
    await entra.groups.remove(group, [ada]);
    await seeGroup(group.gid);
    await entra.groups.find(name('eng'));
    await entra.groups.create(name('eng'), 'another');
    await entra.groups.find(name('eng'));
    await entra.groups.rename(group, name('engineering'));
    await seeGroup(group.gid);

    await connection.send('E-Q08', { uid: ada.uid ?? 'nobody', uid2: bea.uid ?? 'nobody' });
    await entra.users.rename(ada, name('eve'));
    await seeUser(ada.uid);
    await entra.users.disable(ada);
    await entra.users.find(name('ada'));
    await entra.users.enable(ada);
    await seeUser(ada.uid);
    await connection.send('E-V09', { uid: ada.uid ?? 'nobody' });
    await seeUser(ada.uid);
    const { gid } = group;
    await entra.users.remove(bea);
    await seeUser(bea.uid);
    await entra.groups.delete(group);
    await seeGroup(gid);
  }
}
