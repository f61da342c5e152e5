import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JourneyLog } from '../../../src/vendors/connector/journey-log.ts';
import type { Account } from '../../../src/vendors/sailpoint/accounts.ts';
import { SailPointConnector } from '../../../src/vendors/sailpoint/sailpoint-connector.ts';
import { type SailPointClient, type SailPointSettings, settingsOf } from '../../../src/vendors/sailpoint/settings.ts';
import { type AnswerParts, ERROR_URN, GROUP_URN, userOf } from '../../scim/answers.ts';
import { FedAnswers } from '../connector/fed-answers.ts';
import { attribute, CONFIGURATION, list, resourceType, schemas, TYPES } from './documents.ts';
import { ADA, bodyOf, VALUES } from './identities.ts';

const { uid, gid, groupName } = VALUES;
const user: AnswerParts = {
  body: userOf(uid, { userName: ADA.userName, externalId: ADA.ext, active: true, groups: [{ value: gid }] }),
};
const group = (...members: string[]): AnswerParts => ({
  body: { schemas: [GROUP_URN], id: gid, displayName: groupName, members: members.map((value) => ({ value })) },
});
const done: AnswerParts = { status: 204 };
const error = (status: number): AnswerParts => ({ status, body: { schemas: [ERROR_URN], status: String(status) } });
const page = (resources: unknown[], total?: number): AnswerParts => ({ body: list(resources, total) });
const DOCUMENTS: AnswerParts[] = [
  { body: CONFIGURATION },
  { body: TYPES },
  { body: resourceType('User') },
  { body: resourceType('Group') },
  { body: schemas() },
];

function source(
  { client = 'VA', ...settings }: Partial<SailPointSettings> & { client?: SailPointClient },
  ...answers: AnswerParts[]
) {
  const fed = new FedAnswers('sailpoint', ...answers);
  const log = new JourneyLog();
  const waits: number[] = [];
  const connector = new SailPointConnector(settingsOf(client, settings), fed, log, async (seconds) => {
    waits.push(seconds);
  });
  return { ...connector, connector, fed, log, waits };
}

const account = (...entitlements: string[]): Account => ({ identity: ADA, uid, entitlements: new Set(entitlements) });

describe("SailPoint's connection test", () => {
  it('reads every discovery document, then users', async () => {
    const { discovery, fed, log } = source({}, ...DOCUMENTS, page([]));
    assert.equal((await discovery.testConnection()).action, 'go on');
    assert.deepEqual(fed.asked, [
      'GET /ServiceProviderConfig',
      'GET /ResourceTypes',
      'GET /ResourceTypes/User',
      'GET /ResourceTypes/Group',
      'GET /Schemas',
      'GET /Users',
    ]);
    assert.equal(log.outcome, 'works');
  });

  it('reads users only in relaxed configuration, and discovers nothing', async () => {
    const { discovery, fed } = source({ relaxed: true }, page([]));
    await discovery.testConnection();
    assert.equal((await discovery.discoverSchema()).last, null);
    assert.deepEqual(fed.asked, ['GET /Users']);
  });

  it('ends with a document that is missing', async () => {
    const { discovery, fed, log } = source({}, ...DOCUMENTS.slice(0, 1), error(404));
    assert.equal((await discovery.testConnection()).action, 'fail the test');
    assert.equal(fed.asked.length, 2);
    assert.equal(log.outcome, 'broken');
  });
});

describe("SailPoint's schema", () => {
  it('lacks entitlements where users have no groups', async () => {
    const { discovery, log } = source({}, { body: TYPES }, { body: schemas(undefined, { groups: false }) });
    assert.deepEqual((await discovery.discoverSchema()).schema.attributes, ['id', 'userName']);
    assert.equal(log.outcome, 'degraded');
  });

  it('keeps read-only attributes out of what is written', async () => {
    const blocked = schemas([attribute('displayName', { mutability: 'readOnly' })]);
    const { discovery, accounts, fed } = source({}, { body: TYPES }, { body: blocked });
    await discovery.discoverSchema();
    assert.equal(await accounts.change(account(), { displayName: 'Ada King' }), null);
    assert.equal(fed.asked.length, 2);
  });
});

describe("SailPoint's aggregation", () => {
  it('pages on by as many as came until the total is reached', async () => {
    const pages = [page([userOf('1'), userOf('2')], 3), page([userOf('3')], 3)];
    const { aggregation, fed } = source({ pageSize: 5000 }, ...pages);
    assert.equal((await aggregation.accounts()).resources.length, 3);
    assert.deepEqual(fed.asked, ['GET /Users?startIndex=1&count=5000', 'GET /Users?startIndex=3&count=5000']);
  });

  it('stops at an empty page, whatever the total says', async () => {
    const { aggregation, fed } = source({}, page([userOf('1')], 9), page([], 9));
    await aggregation.accounts();
    assert.equal(fed.left, 0);
  });

  it('names its attributes in IdentityIQ', async () => {
    const { aggregation, fed } = source({ client: 'IdentityIQ' }, page([]));
    await aggregation.accounts();
    assert.equal(fed.asked[0], 'GET /Users?attributes=userName,externalId,active,groups&startIndex=1&count=100');
  });

  it('asks for changes since an instant', async () => {
    const { aggregation, fed, log } = source({}, error(400));
    await aggregation.changesSince(VALUES.instant);
    const filter = `meta.lastModified%20gt%20%22${VALUES.instant}%22`;
    assert.equal(fed.asked[0], `GET /Users?filter=${filter}&startIndex=1&count=100`);
    assert.equal(log.outcome, 'degraded');
  });

  it('breaks when what was given is not shown, and never revokes it then', async () => {
    const { aggregation, entitlements, log, fed } = source({}, page([userOf(uid)]));
    const ada = account(gid);
    await aggregation.accounts([ada]);
    assert.equal(await entitlements.remove(ada, gid), null);
    assert.equal(fed.asked.length, 1);
    assert.deepEqual([log.decidedBy?.request, log.decidedBy?.reading], ['GET /Users', 'entitlement not shown']);
  });

  it('breaks when what was revoked is still shown', async () => {
    const { aggregation, log } = source({}, page([userOf(uid, { groups: [{ value: gid }] })]));
    await aggregation.accounts([account()]);
    assert.equal(log.decidedBy?.reading, 'entitlement still shown');
  });

  it('breaks when somebody who was deleted is still shown', async () => {
    const { aggregation, log } = source({}, page([userOf(uid)]));
    aggregation.expectGone(uid, await aggregation.accounts());
    assert.equal(log.decidedBy?.reading, 'account still shown');
  });
});

describe("SailPoint's accounts", () => {
  it('are created without a search, and stay unknown after a conflict', async () => {
    const created = source({}, { status: 201, ...user });
    assert.equal((await created.accounts.create(ADA)).account.uid, uid);
    assert.deepEqual([created.fed.asked, created.fed.bodies], [['POST /Users'], [bodyOf('SP-B01')]]);

    const taken = source({}, error(409));
    assert.equal((await taken.accounts.create(ADA)).account.uid, null);
    assert.equal(taken.log.outcome, 'broken');
  });

  it('are changed by adds without a path in mode patch', async () => {
    const { accounts, fed } = source({ mode: 'patch' }, done, done, done);
    await accounts.change(account(), { displayName: ADA.displayName });
    await accounts.disable(account());
    await accounts.enable(account());
    assert.deepEqual(fed.bodies, [bodyOf('SP-B03'), bodyOf('SP-B04'), bodyOf('SP-B05')]);
  });

  it('are read and replaced in mode put, without what is read-only', async () => {
    const { accounts, fed } = source({ mode: 'put' }, user, user);
    await accounts.disable(account());
    assert.deepEqual(fed.asked, [`GET /Users/${uid}`, `PUT /Users/${uid}`]);
    assert.equal(fed.bodies[1], bodyOf('SP-V01'));
  });

  it('stay enabled after a refused disable: nobody tries again', async () => {
    const { accounts, log, fed } = source({ mode: 'patch' }, error(400));
    assert.equal((await accounts.disable(account()))?.action, 'fail the activity');
    assert.equal(fed.left, 0);
    assert.equal(log.outcome, 'broken');
  });

  it('are deleted at a termination, and are gone when they were gone', async () => {
    for (const answer of [done, error(404)]) {
      const { accounts, fed, log } = source({}, answer);
      const ada = account();
      await accounts.terminate(ada);
      assert.deepEqual([fed.asked, ada.uid, log.outcome], [[`DELETE /Users/${uid}`], null, 'works']);
    }
  });

  it('are only disabled by Identity Security Cloud', async () => {
    const { accounts, fed } = source({ client: 'SaaS' }, done);
    await accounts.terminate(account());
    assert.deepEqual(fed.asked, [`PATCH /Users/${uid}`]);
  });

  it('are forgotten when a refresh does not find them, and nothing is sent from then on', async () => {
    const { accounts, entitlements, fed } = source({}, error(404));
    const gone = account(gid);
    await accounts.refresh(gone);
    assert.deepEqual([await accounts.disable(gone), await entitlements.add(gone, gid)], [null, null]);
    assert.equal(fed.asked.length, 1);
  });

  it('wait for a throttled server', async () => {
    const throttled: AnswerParts = { status: 429, headers: [['x-rate-limit-retry-after-seconds', '4']] };
    const { accounts, waits, log } = source({}, throttled, { status: 201, ...user });
    await accounts.create(ADA);
    assert.deepEqual([waits, log.outcome], [[4], 'works']);
  });
});

describe("SailPoint's entitlements", () => {
  it('are one membership a request in mode patch', async () => {
    const { entitlements, fed } = source({}, done, done);
    const ada = account();
    await entitlements.add(ada, gid);
    await entitlements.remove(ada, gid);
    assert.deepEqual(fed.bodies, [bodyOf('SP-B06'), bodyOf('SP-B08')]);
  });

  it('are removed by a value list when the source is of that kind', async () => {
    const { entitlements, fed } = source({ removal: 'value list' }, done);
    await entitlements.remove(account(gid), gid);
    assert.deepEqual(fed.bodies, [bodyOf('SP-B09')]);
  });

  it('are the whole group in mode put', async () => {
    const { entitlements, fed } = source({ mode: 'put' }, group(), group(), group(uid), group());
    const ada = account();
    await entitlements.add(ada, gid);
    await entitlements.remove(ada, gid);
    assert.equal(fed.bodies[1], bodyOf('SP-V02'));
    assert.deepEqual(JSON.parse(fed.bodies[3] ?? '').members, []);
  });

  it('go through the user with updateGroupsViaUsers', async () => {
    const { entitlements, fed, log } = source({ groupsViaUsers: true }, error(400));
    const ada = account();
    await entitlements.add(ada, gid);
    assert.deepEqual([fed.bodies, ada.entitlements.size, log.outcome], [[bodyOf('SP-B07')], 0, 'degraded']);
  });

  it('stay after a refused removal', async () => {
    const { entitlements, log } = source({}, error(400));
    const ada = account(gid);
    await entitlements.remove(ada, gid);
    assert.deepEqual([[...ada.entitlements], log.outcome], [[gid], 'broken']);
  });
});
