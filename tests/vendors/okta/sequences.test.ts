import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JourneyLog } from '../../../src/vendors/connector/journey-log.ts';
import { OktaConnector, type OktaMode } from '../../../src/vendors/okta/okta-connector.ts';
import { type AnswerParts, ERROR_URN, GROUP_URN, LIST_URN, userOf } from '../../scim/answers.ts';
import { FedAnswers } from '../connector/fed-answers.ts';
import { bodyOf, FIRST, JANE, SECOND, VALUES } from './people.ts';

const { uid, gid, groupName } = VALUES;
const user = (more: Record<string, unknown> = {}): AnswerParts => ({ body: userOf(uid, more) });
const group: AnswerParts = { body: { schemas: [GROUP_URN], id: gid, displayName: groupName } };
const done: AnswerParts = { status: 204 };
const page = (resources: unknown[], totalResults = resources.length): AnswerParts => ({
  body: { schemas: [LIST_URN], totalResults, startIndex: 1, itemsPerPage: resources.length, Resources: resources },
});
const error = (status: number): AnswerParts => ({ status, body: { schemas: [ERROR_URN], status: String(status) } });

const FIND_USER = 'GET /Users?filter=userName%20eq%20%22jane%40test.com%22&startIndex=1&count=100';
const FIND_GROUP = 'GET /Groups?filter=displayName%20eq%20%22Engineering%22&startIndex=1&count=100';

function okta(mode: OktaMode, ...answers: AnswerParts[]) {
  const fed = new FedAnswers('okta', ...answers);
  const waits: number[] = [];
  const log = new JourneyLog();
  const connector = new OktaConnector(mode, fed, log, async (seconds) => {
    waits.push(seconds);
  });
  return { connector, fed, log, waits };
}

describe("Okta's connection test", () => {
  it('asks for users, and for groups only with Import Groups', async () => {
    const plain = okta('AIW', page([]));
    await plain.connector.lists.testConnection();
    assert.deepEqual(plain.fed.asked, ['GET /Users?startIndex=1&count=2']);

    const both = okta('AIW', page([]), page([]));
    await both.connector.lists.testConnection({ importGroups: true });
    assert.deepEqual(both.fed.asked, ['GET /Users?startIndex=1&count=2', 'GET /Groups?startIndex=1&count=100']);
    assert.equal(both.log.outcome, 'works');
  });

  it('saves nothing after a refused token', async () => {
    const { connector, log } = okta('OIN', error(403));
    assert.equal((await connector.lists.testConnection({ importGroups: true })).action, 'save nothing');
    assert.equal(log.outcome, 'broken');
  });
});

describe("Okta's import", () => {
  it('asks for the next hundred as long as the total says that there is more', async () => {
    const pages = [page([userOf('1')], 250), page([userOf('2')], 250), page([userOf('3')], 250)];
    const { connector, fed } = okta('AIW', ...pages);

    const { resources } = await connector.lists.importUsers();

    assert.deepEqual(
      fed.asked,
      [1, 101, 201].map((start) => `GET /Users?startIndex=${start}&count=100`),
    );
    assert.equal(resources.length, 3);
  });

  it('ends at a hundred users', async () => {
    const { connector, fed } = okta('AIW', page([], 100));
    await connector.lists.importUsers();
    assert.equal(fed.asked.length, 1);
  });
});

describe("Okta's assignment of a person", () => {
  it('creates when the search finds nobody', async () => {
    const { connector, fed } = okta('AIW', page([]), { status: 201, ...user() });
    const { account } = await connector.users.provision(JANE);
    assert.deepEqual(fed.asked, [FIND_USER, 'POST /Users']);
    assert.equal(fed.bodies[1], bodyOf('OK-B02'));
    assert.equal(account.uid, uid);
  });

  it('takes 404 for nobody', async () => {
    const { connector, fed } = okta('AIW', error(404), { status: 201, ...user() });
    await connector.users.provision(JANE);
    assert.equal(fed.asked[1], 'POST /Users');
  });

  it('links who is found, reads and writes the profile', async () => {
    const { connector, fed } = okta('OIN', page([userOf(uid)]), user(), user());
    const { account } = await connector.users.provision(JANE);
    assert.deepEqual(fed.asked, [FIND_USER, `GET /Users/${uid}`, `PUT /Users/${uid}`]);
    assert.equal(account.uid, uid);
  });

  it('does not link after a conflict: the person is stuck', async () => {
    const { connector, fed, log } = okta('AIW', page([]), error(409));
    const { account } = await connector.users.provision(JANE);
    assert.equal(account.uid, null);
    assert.equal(fed.left, 0);
    assert.equal(log.outcome, 'broken');
  });

  it('fails when two are found', async () => {
    const { connector, fed } = okta('AIW', page([userOf('1'), userOf('2')]));
    const { last } = await connector.users.provision(JANE);
    assert.equal(last.action, 'fail the task');
    assert.equal(fed.asked.length, 1);
  });

  it('waits as it is told after 429, and sends again', async () => {
    const throttled: AnswerParts = { status: 429, headers: [['Retry-After', '3']] };
    const { connector, log, waits } = okta('AIW', throttled, throttled, page([]), { status: 201, ...user() });
    await connector.users.provision(JANE);
    assert.deepEqual(waits, [3, 6]);
    assert.equal(log.outcome, 'works');
  });

  it('fails after ten throttled attempts', async () => {
    const { connector, log, waits } = okta('AIW', ...Array.from({ length: 10 }, () => ({ status: 429 })));
    await connector.users.provision(JANE);
    assert.equal(waits.length, 9);
    assert.equal(log.decidedBy?.reading, 'throttled too often');
  });
});

describe("Okta's deactivation", () => {
  const account = () => ({ person: JANE, uid });

  it('is a GET and a PUT of what was read in mode AIW', async () => {
    const { connector, fed } = okta('AIW', user(), user({ active: false }));
    await connector.users.deactivate(account());
    assert.deepEqual(fed.asked, [`GET /Users/${uid}`, `PUT /Users/${uid}`]);
    const { active, externalId, meta } = JSON.parse(fed.bodies[1] ?? '');
    assert.deepEqual(
      { active, externalId, meta: meta.resourceType },
      { active: false, externalId: JANE.ext, meta: 'User' },
    );
  });

  it('is one path-less PATCH in mode OIN, and no PUT follows a 501', async () => {
    const { connector, fed, log } = okta('OIN', error(501));
    const step = await connector.users.deactivate(account());
    assert.deepEqual(fed.asked, [`PATCH /Users/${uid}`]);
    assert.equal(fed.bodies[0], bodyOf('OK-B06'));
    assert.equal(step?.action, 'ask for a manual removal');
    assert.equal(log.outcome, 'broken');
  });

  it('forgets an account that is gone', async () => {
    const gone = account();
    await okta('AIW', error(404)).connector.users.deactivate(gone);
    assert.equal(gone.uid, null);
  });

  it('sends nothing of a person without an account', async () => {
    const { connector, fed } = okta('AIW');
    assert.equal(await connector.users.deactivate({ person: JANE, uid: null }), null);
    assert.deepEqual(fed.asked, []);
  });
});

describe("Okta's reactivation", () => {
  it('searches by name, then writes active in mode AIW', async () => {
    const { connector, fed } = okta('AIW', page([userOf(uid)]), user(), user());
    await connector.users.reactivate(JANE);
    assert.deepEqual(fed.asked, [FIND_USER, `GET /Users/${uid}`, `PUT /Users/${uid}`]);
    assert.equal(JSON.parse(fed.bodies[2] ?? '').active, true);
  });

  it('patches active, then writes the profile in mode OIN', async () => {
    const { connector, fed } = okta('OIN', page([userOf(uid)]), done, user(), user());
    await connector.users.reactivate(JANE);
    assert.deepEqual(fed.asked.slice(1), [`PATCH /Users/${uid}`, `GET /Users/${uid}`, `PUT /Users/${uid}`]);
    assert.equal(fed.bodies[1], bodyOf('OK-V01'));
  });

  it('creates a second time when inactive users are hidden', async () => {
    const { connector, fed } = okta('OIN', page([]), error(409));
    await connector.users.reactivate(JANE);
    assert.deepEqual(fed.asked, [FIND_USER, 'POST /Users']);
  });
});

describe("Okta's group push", () => {
  it('creates with the members, reads and writes all of it in mode AIW', async () => {
    const { connector, fed, log } = okta('AIW', page([]), { status: 201, ...group }, group, group);
    const { group: pushed } = await connector.groups.push(groupName, [FIRST, SECOND]);
    assert.deepEqual(fed.asked, [FIND_GROUP, 'POST /Groups', `GET /Groups/${gid}`, `PUT /Groups/${gid}`]);
    assert.equal(fed.bodies[1], bodyOf('OK-B09'));
    assert.equal(pushed.gid, gid);
    assert.equal(log.outcome, 'works');
  });

  it('creates without members, then sends the name and the members in mode OIN', async () => {
    const { connector, fed } = okta('OIN', page([]), { status: 201, ...group }, done, done);
    await connector.groups.push(groupName, [FIRST]);
    assert.deepEqual(fed.bodies.slice(1), [bodyOf('OK-B08'), bodyOf('OK-B12'), bodyOf('OK-B13')]);
  });

  it('sends no member after a refused name, and nothing of that group from then on', async () => {
    const { connector, fed, log } = okta('OIN', page([]), { status: 201, ...group }, error(400));
    const { group: pushed } = await connector.groups.push(groupName, [FIRST]);
    assert.equal(await connector.groups.change(pushed, { removed: [FIRST] }), null);
    assert.equal(fed.left, 0);
    assert.equal(log.decidedBy?.request, 'PATCH /Groups/{gid} replace {id, displayName}');
  });

  it('ends with a refused search', async () => {
    const { connector, fed, log } = okta('AIW', error(400));
    await connector.groups.push(groupName, [FIRST]);
    assert.deepEqual(fed.asked, [FIND_GROUP]);
    assert.equal(log.decidedBy?.request, 'GET /Groups?filter=displayName eq "…"');
  });

  it('links a group that exists and replaces its members', async () => {
    const { connector, fed } = okta('OIN', page([{ id: gid }]), done, done);
    await connector.groups.push(groupName, [FIRST, SECOND]);
    assert.deepEqual(fed.bodies.slice(1), [bodyOf('OK-B12'), bodyOf('OK-B16')]);
  });
});

describe("Okta's changes of a pushed group", () => {
  const pushed = () => ({ name: groupName, members: [FIRST], gid, isStopped: false });

  it('send name, removals and additions in mode OIN', async () => {
    const { connector, fed } = okta('OIN', done, done);
    await connector.groups.change(pushed(), { removed: [FIRST], added: [SECOND] });
    assert.deepEqual(fed.bodies, [bodyOf('OK-B12'), bodyOf('OK-B15')]);
  });

  it('send the whole list in mode AIW, an empty one for the last member', async () => {
    const { connector, fed } = okta('AIW', group, group);
    await connector.groups.change(pushed(), { removed: [FIRST] });
    assert.deepEqual(fed.asked, [`GET /Groups/${gid}`, `PUT /Groups/${gid}`]);
    assert.equal(fed.bodies[1], bodyOf('OK-B08'));
  });

  it('try a stopped group again by "Push now" only', async () => {
    const { connector, fed } = okta('OIN', done, done);
    const stopped = { ...pushed(), isStopped: true };
    assert.equal(await connector.groups.rename(stopped, 'New'), null);
    await connector.groups.pushNow({ ...stopped, name: groupName, members: [] });
    assert.deepEqual(fed.bodies, [bodyOf('OK-B12'), bodyOf('OK-B17')]);
  });

  it('delete it at the end, and take a group that is gone for deleted', async () => {
    for (const answer of [done, error(404)]) {
      const one = pushed();
      const { connector, fed, log } = okta('AIW', answer);
      await connector.groups.unlinkAndDelete(one);
      assert.deepEqual(fed.asked, [`DELETE /Groups/${gid}`]);
      assert.equal(one.gid, null);
      assert.equal(log.outcome, 'works');
    }
  });
});
