import { Secret } from '../../src/evidence/secret.ts';
import { JourneyLog } from '../../src/vendors/connector/journey-log.ts';
import { filledBody, requestTemplate } from '../../src/vendors/connector/request-template.ts';
import { VendorConnection } from '../../src/vendors/connector/vendor-connection.ts';
import type { Person } from '../../src/vendors/okta/bodies.ts';
import { OktaConnector } from '../../src/vendors/okta/okta-connector.ts';
import type { Account } from '../../src/vendors/okta/users.ts';
import type { Traffic } from './judged-double.ts';

/** Words that must not be stored: the family name and the password of everybody in the traffic. */
export const FAMILY_NAME = 'Nguyen-Okonkwo';
export const PASSWORD = 'x9Kq2LmNpr';

function personOf(name: string): Person {
  const displayName = `${name} ${FAMILY_NAME}`;
  return {
    userName: name,
    givenName: name,
    familyName: FAMILY_NAME,
    displayName,
    ext: `00u-${name}`,
    password: PASSWORD,
  };
}

function memberOf({ uid, person }: Account) {
  return { uid: uid ?? '', userName: person.userName };
}

/** Okta's client in both modes, from the connection test to an import, with reads that show what writes did. */
export async function oktaTraffic({ wire, prefix }: Traffic): Promise<void> {
  for (const mode of ['AIW', 'OIN'] as const) {
    const connection = new VendorConnection('okta', wire);
    const { lists, users, groups } = new OktaConnector(mode, connection, new JourneyLog(), async () => {});
    const name = (what: string) => `${prefix}${mode.toLowerCase()}-${what}`;
    if (mode === 'AIW')
      await new VendorConnection('okta', wire.with({ token: new Secret('hvs.CAESINOTATOKEN') })).send('OK-Q01');
    await lists.testConnection({ importGroups: true });

    const { account: ava } = await users.provision(personOf(name('ava')));
    const { account: ben } = await users.provision(personOf(name('ben')));
    for (const { uid } of [ava, ben]) await connection.send('OK-Q07', { uid: uid ?? 'nobody' });
    const cat = personOf(name('cat'));
    const asJson = filledBody(requestTemplate('okta', 'OK-B02'), { ...cat }) ?? '';
    await connection.sendText('OK-B04', {}, asJson);
    await connection.send('OK-Q05', { userName: encodeURIComponent(cat.userName) });
    await connection.send('OK-Q03', { startIndex: '1001' });
    await users.find(ava.person.userName);
    await users.create(ava.person);
    await users.find(ava.person.userName);
    await users.updateProfile(ava, { title: '' });
    await connection.send('OK-Q07', { uid: ava.uid ?? 'nobody' });
    await connection.send('OK-Q07', { uid: '00919288221112222' });

    const { group } = await groups.push(name('eng'), [memberOf(ava)]);
    await groups.find(name('eng'));
    const read = () => connection.send('OK-Q09', { gid: group.gid ?? 'none' });
    await read();
    await groups.change(group, { removed: [memberOf(ava)], added: [memberOf(ben)] });
    await read();
    await groups.change(group, { added: [memberOf(ava)] });
    await read();
    await groups.change(group, { removed: [memberOf(ben)] });
    await read();
    await groups.rename(group, name('engineering'));
    await read();
    await groups.pushNow(group);
    await read();
    // What Okta would send next if the name had not been refused.
    const { group: again } = await groups.push(name('again'), []);
    const readAgain = () => connection.send('OK-Q09', { gid: again.gid ?? 'none' });
    again.isStopped = false;
    await groups.sendChange(again, [], [memberOf(ava), memberOf(ben)]);
    await readAgain();
    await groups.sendChange(again, [memberOf(ava)], []);
    await readAgain();
    await groups.sendChange(again, [memberOf(ben)], [memberOf(ava)]);
    await readAgain();
    again.members = [memberOf(ben)];
    await groups.sendReplacement(again);
    await readAgain();
    again.members = [];
    await groups.sendReplacement(again);
    await readAgain();
    const { group: empty } = await groups.push(name('ops'), []);
    await connection.send('OK-Q09', { gid: empty.gid ?? 'none' });

    await users.deactivate(ava);
    await users.find(ava.person.userName);
    await users.reactivate(ava.person);
    await connection.send('OK-Q07', { uid: ava.uid ?? 'nobody' });

    await lists.importUsers();
    await lists.importUsers();
    await wire.send({ method: 'GET', path: '/Roles?startIndex=1&count=100' });
    await lists.importGroups();
    await connection.send('OK-S10');
    const { gid } = group;
    await groups.unlinkAndDelete(group);
    await connection.send('OK-Q09', { gid: gid ?? 'none' });
  }
}
