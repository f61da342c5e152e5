import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JourneyLog } from '../../../src/vendors/connector/journey-log.ts';
import { EntraConnector } from '../../../src/vendors/entra/entra-connector.ts';
import type { EntraMode } from '../../../src/vendors/entra/states.ts';
import { type AnswerParts, ERROR_URN, GROUP_URN, LIST_URN, userOf } from '../../scim/answers.ts';
import { FedAnswers } from '../connector/fed-answers.ts';
import { ADA, bodyOf, VALUES } from './people.ts';

const { uid, gid, groupName, ext } = VALUES;
const user: AnswerParts = { body: userOf(uid) };
const group: AnswerParts = { body: { schemas: [GROUP_URN], id: gid, displayName: groupName } };
const done: AnswerParts = { status: 204 };
const page = (...resources: unknown[]): AnswerParts => ({
  body: { schemas: [LIST_URN], totalResults: resources.length, Resources: resources },
});
const error = (status: number): AnswerParts => ({ status, body: { schemas: [ERROR_URN], status: String(status) } });

const FIND_USER = 'GET /Users?filter=userName+eq+%22ada%40contoso.com%22';
const FIND_GROUP = 'GET /Groups?excludedAttributes=members&filter=displayName+eq+%22Engineering%22';
const READ_USER = `GET /Users/${uid}`;

function entra(mode: EntraMode, ...answers: AnswerParts[]) {
  return entraWith({ mode, namesAtCreationOnly: false }, ...answers);
}

function entraWith(settings: { mode: EntraMode; namesAtCreationOnly: boolean }, ...answers: AnswerParts[]) {
  const fed = new FedAnswers('entra', ...answers);
  const log = new JourneyLog();
  return { connector: new EntraConnector(settings, fed, log), fed, log };
}

const account = () => ({ person: ADA, uid: uid as string | null });
const assigned = () => ({ name: groupName, ext, gid: gid as string | null });

describe("Entra's connection test", () => {
  it('asks for a user and a group of a random name', async () => {
    const { connector, fed, log } = entra('flag', page(), page());
    await connector.testConnection('guid');
    assert.deepEqual(fed.asked, [
      'GET /Users?filter=userName+eq+%22guid%22',
      'GET /Groups?excludedAttributes=members&filter=displayName+eq+%22guid%22',
    ]);
    assert.equal(connector.isOn, true);
    assert.equal(log.outcome, 'works');
  });

  it('takes 404 for a failure, and nothing is sent from then on', async () => {
    const { connector, fed, log } = entra('flag', error(404));
    assert.equal((await connector.testConnection('guid')).action, 'save nothing');
    const { account: ada } = await connector.users.provision(ADA);
    const { group: eng } = await connector.groups.provision(groupName, ext, [account()]);
    assert.deepEqual([ada.uid, eng.gid, connector.isOn], [null, null, false]);
    assert.equal(fed.asked.length, 1);
    assert.equal(log.outcome, 'broken');
  });

  it('goes on when the filter was not applied, but not well', async () => {
    const { connector, log } = entra('flag', page(userOf('1')), page());
    await connector.testConnection('guid');
    assert.deepEqual([connector.isOn, log.outcome], [true, 'degraded']);
  });
});

describe("Entra's provisioning of a person", () => {
  it('creates when the search finds nobody', async () => {
    const { connector, fed } = entra('flag', page(), { status: 201, ...user });
    const { account: ada } = await connector.users.provision(ADA);
    assert.deepEqual(fed.asked, [FIND_USER, 'POST /Users']);
    assert.equal(fed.bodies[1], bodyOf('E-B03'));
    assert.equal(ada.uid, uid);
  });

  it('links who is found', async () => {
    const { connector, fed } = entra('flag', page(userOf(uid)));
    assert.equal((await connector.users.provision(ADA)).account.uid, uid);
    assert.deepEqual(fed.asked, [FIND_USER]);
  });

  it('comes again in a later cycle after a conflict, without an account', async () => {
    const { connector, log } = entra('flag', page(), error(409));
    const { account: ada, last } = await connector.users.provision(ADA);
    assert.equal(ada.uid, null);
    assert.equal(last?.action, 'try again in a later cycle');
    assert.equal(log.outcome, 'broken');
  });

  it('goes into quarantine when a query is no SCIM, or the token is refused', async () => {
    for (const answer of [error(404), error(401)]) {
      const { connector, fed } = entra('flag', answer);
      await connector.users.provision(ADA);
      await connector.users.disable(account());
      assert.equal(connector.isOn, false);
      assert.equal(fed.asked.length, 1);
    }
  });
});

describe("Entra's changes of a person", () => {
  it('are written in the dialect, after a read', async () => {
    for (const [mode, disable, enable, rename] of [
      ['default', 'E-B12', 'E-V01', 'E-B06'],
      ['flag', 'E-B14', 'E-V03', 'E-V05'],
    ] as const) {
      const { connector, fed } = entra(mode, user, done, page(userOf(uid)), user, done, user, done);
      await connector.users.disable(account());
      await connector.users.enable(account());
      await connector.users.rename(account(), ADA.userName);
      const patch = `PATCH /Users/${uid}`;
      assert.deepEqual(fed.asked, [READ_USER, patch, FIND_USER, READ_USER, patch, READ_USER, patch]);
      const patched = [1, 4, 6].map((index) => fed.bodies[index]);
      assert.deepEqual(patched, [disable, enable, rename].map(bodyOf));
    }
  });

  it('drop the link to who is gone', async () => {
    const gone = account();
    const { connector } = entra('flag', error(404));
    await connector.users.disable(gone);
    assert.equal(gone.uid, null);
  });

  it('leave a refused deactivation open: the person stays in', async () => {
    const { connector, log } = entra('default', user, error(400));
    await connector.users.disable(account());
    assert.equal(log.decidedBy?.request, 'PATCH /Users/{uid} Replace active "False"');
    assert.equal(log.outcome, 'broken');
  });

  it('send no new name when the mapping applies at creation only', async () => {
    const { connector, fed } = entraWith({ mode: 'flag', namesAtCreationOnly: true });
    assert.equal(await connector.users.rename(account(), 'new'), null);
    assert.equal(await connector.groups.rename(assigned(), 'new'), null);
    assert.deepEqual(fed.asked, []);
  });

  it('write another externalId, then active, for a new person of an old name', async () => {
    for (const [mode, template] of [
      ['default', 'E-V08'],
      ['flag', 'E-V12'],
    ] as const) {
      const { connector, fed } = entra(mode, page(userOf(uid)), error(400), user, done);
      await connector.users.rehire(ADA);
      assert.equal(fed.bodies[1], bodyOf(template));
      assert.equal(fed.left, 0);
    }
  });

  it('delete at the end, and take who is gone for deleted', async () => {
    for (const answer of [done, error(404)]) {
      const one = account();
      const { connector, log } = entra('flag', answer);
      await connector.users.remove(one);
      assert.deepEqual([one.uid, log.outcome], [null, 'works']);
    }
  });
});

describe("Entra's groups", () => {
  it('are created without members, which follow in a patch', async () => {
    const { connector, fed } = entra('flag', page(), { status: 201, ...group }, done);
    const { group: eng } = await connector.groups.provision(groupName, ext, [account()]);
    assert.deepEqual(fed.asked, [FIND_GROUP, 'POST /Groups', `PATCH /Groups/${gid}`]);
    assert.deepEqual(fed.bodies.slice(1), [bodyOf('E-B15'), bodyOf('E-V07')]);
    assert.equal(eng.gid, gid);
  });

  it('are linked when one of the name is there', async () => {
    const { connector, fed } = entra('default', page({ id: gid }), done);
    await connector.groups.provision(groupName, ext, [account()]);
    assert.deepEqual(fed.bodies, ['', bodyOf('E-B18')]);
  });

  it('lose members in the way of the dialect', async () => {
    for (const [mode, template] of [
      ['default', 'E-B20'],
      ['flag', 'E-B21'],
    ] as const) {
      const { connector, fed } = entra(mode, done);
      await connector.groups.remove(assigned(), [account()]);
      assert.deepEqual(fed.bodies, [bodyOf(template)]);
    }
  });

  it('go on after a refused name: members still arrive', async () => {
    const { connector, fed, log } = entra('flag', group, error(400), done);
    const eng = assigned();
    await connector.groups.rename(eng, groupName);
    await connector.groups.add(eng, [account()]);
    assert.deepEqual(fed.bodies.slice(1), [bodyOf('E-V06'), bodyOf('E-V07')]);
    assert.equal(log.outcome, 'degraded');
  });

  it('send nothing for people without an account', async () => {
    const { connector, fed } = entra('flag');
    assert.equal(await connector.groups.add(assigned(), [{ person: ADA, uid: null }]), null);
    assert.deepEqual(fed.asked, []);
  });

  it('are deleted', async () => {
    const eng = assigned();
    const { connector, fed } = entra('flag', done);
    await connector.groups.delete(eng);
    assert.deepEqual(fed.asked, [`DELETE /Groups/${gid}`]);
    assert.equal(eng.gid, null);
  });
});
