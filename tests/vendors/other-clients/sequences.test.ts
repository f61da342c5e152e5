import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JourneyLog } from '../../../src/vendors/connector/journey-log.ts';
import { filledBody, templatesOf } from '../../../src/vendors/connector/request-template.ts';
import { membershipText } from '../../../src/vendors/other-clients/bodies.ts';
import { nameOf } from '../../../src/vendors/other-clients/client.ts';
import { OTHER_CLIENTS } from '../../../src/vendors/other-clients/clients.ts';
import { OtherConnector } from '../../../src/vendors/other-clients/other-connector.ts';
import { type AnswerParts, ERROR_URN, GROUP_URN, LIST_URN, userOf } from '../../scim/answers.ts';
import { FedAnswers } from '../connector/fed-answers.ts';
import { ADA, VALUES } from './people.ts';

const { uid = '', gid = '' } = VALUES;

const user: AnswerParts = { status: 201, body: userOf(uid) };
const group: AnswerParts = { status: 201, body: { schemas: [GROUP_URN], id: gid, displayName: 'Engineering' } };
const done: AnswerParts = { status: 204 };
const error = (status: number): AnswerParts => ({ status, body: { schemas: [ERROR_URN], status: String(status) } });
const list = (...resources: unknown[]): AnswerParts => ({
  body: { schemas: [LIST_URN], totalResults: resources.length, Resources: resources },
});
const configuration = (patch: boolean, filter: boolean): AnswerParts => ({
  body: { patch: { supported: patch }, filter: { supported: filter } },
});

function clientOf(name: string, ...answers: AnswerParts[]) {
  const client = OTHER_CLIENTS.find((one) => nameOf(one) === name);
  assert.ok(client, name);
  const fed = new FedAnswers(client.vendor, ...answers);
  const waits: number[] = [];
  const log = new JourneyLog();
  const connector = new OtherConnector(client, fed, log, async (seconds) => {
    waits.push(seconds);
  });
  return { connector, fed, log, waits };
}

const ACCOUNT = { person: ADA, uid };
const pushed = (...members: string[]) => ({ gid, name: 'Engineering', ext: 'ext-1', members });

describe('a client that tests its connection', () => {
  it('sends nothing more when the test fails', async () => {
    const { connector, fed, log } = clientOf('rippling patch', error(404));

    await connector.testConnection('nobody');
    const { last } = await connector.users.provision(ADA);

    assert.equal(last, null);
    assert.deepEqual(fed.asked, ['GET /ServiceProviderConfig']);
    assert.equal(log.outcome, 'broken');
  });

  it('takes 404 for nobody, when it is OneLogin', async () => {
    const { connector, log } = clientOf('onelogin put reduced-template', error(404));
    await connector.testConnection('nobody');
    assert.equal(log.outcome, 'works');
    assert.ok(connector.isOn);
  });

  it('asks for every document that CyberArk requires', async () => {
    const document = configuration(true, true);
    const { connector, fed } = clientOf('cyberark put', list(), document, document, document, document, document);
    await connector.testConnection('nobody');
    assert.deepEqual(fed.asked, [
      'GET /Users?count=1',
      'GET /ServiceProviderConfig',
      'GET /ResourceTypes/User',
      'GET /ResourceTypes/Group',
      'GET /Schemas/urn:ietf:params:scim:schemas:core:2.0:User',
      'GET /Schemas/urn:ietf:params:scim:schemas:core:2.0:Group',
    ]);
  });
});

describe('a client that provisions a user', () => {
  it('searches, with the name encoded, and creates whom it does not find', async () => {
    const { connector, fed } = clientOf('jumpcloud put', list(), user);
    const { account } = await connector.users.provision(ADA);
    assert.equal(fed.asked[0], 'GET /Users?filter=userName%20eq%20%22ada.l%40example.com%22');
    assert.equal(fed.asked[1], 'POST /Users');
    assert.equal(account.uid, uid);
  });

  it('links whom it finds', async () => {
    const { connector, fed } = clientOf('ping put', list(userOf(uid)));
    const { account } = await connector.users.provision(ADA);
    assert.equal(account.uid, uid);
    assert.equal(fed.asked.length, 1);
  });

  it('never searches, when it is Keycloak: a conflict is the end of it', async () => {
    const { connector, fed, log } = clientOf('keycloak put', error(409));
    const { account } = await connector.users.provision(ADA);
    assert.deepEqual([account.uid, fed.asked, log.outcome], [null, ['POST /Users'], 'broken']);
  });

  it('tries ten times, each after twice the pause, when it is Keycloak and nobody answers', async () => {
    const silence = Array.from({ length: 10 }, (): AnswerParts => ({ status: 0 }));
    const { connector, fed, waits, log } = clientOf('keycloak put', ...silence);
    await connector.users.provision(ADA);
    assert.equal(fed.left, 0);
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256]);
    assert.equal(log.outcome, 'degraded');
  });

  it('looks up after a conflict only where filtering is announced, when it is authentik', async () => {
    const can = clientOf(
      'authentik patch compatibility-default',
      configuration(true, true),
      error(409),
      list(userOf(uid)),
    );
    await can.connector.testConnection('');
    assert.equal((await can.connector.users.provision(ADA)).account.uid, uid);

    const cannot = clientOf('authentik patch compatibility-default', configuration(true, false), error(409));
    await cannot.connector.testConnection('');
    assert.equal((await cannot.connector.users.provision(ADA)).account.uid, null);
  });
});

describe('a client that changes a user', () => {
  it('makes it anew after 404, when it is authentik', async () => {
    const { connector, fed } = clientOf('authentik patch compatibility-aws', error(404), user);
    await connector.users.change({ ...ACCOUNT, uid: 'gone' }, { title: 'Lead' });
    assert.deepEqual(fed.asked, ['PUT /Users/gone', 'POST /Users']);
  });

  it('disables whom it may not delete, when it is JumpCloud', async () => {
    const { connector, fed, log } = clientOf('jumpcloud put', error(501), done);
    await connector.users.remove({ ...ACCOUNT });
    assert.deepEqual(fed.asked, [`DELETE /Users/${uid}`, `PUT /Users/${uid}`]);
    assert.match(fed.bodies[1] ?? '', /"active":false/);
    assert.equal(log.outcome, 'degraded');
  });

  it('forgets who is gone', async () => {
    const { connector } = clientOf('ping patch', error(404));
    const account = { ...ACCOUNT };
    await connector.users.remove(account);
    assert.equal(account.uid, null);
  });
});

describe('a client that pushes a group', () => {
  it('matches the name in the list of all groups, when it is Ping', async () => {
    const { connector, fed } = clientOf('ping patch', list({ id: gid, displayName: 'Engineering' }), done);
    const { group: there } = await connector.groups.push('Engineering', 'ext-1', [ACCOUNT]);
    assert.equal(there.gid, gid);
    assert.deepEqual(fed.asked, ['GET /Groups?startIndex=1&count=100', `PATCH /Groups/${gid}`]);
  });

  it('creates it with its members, when it is Keycloak', async () => {
    const { connector, fed } = clientOf('keycloak patch', group);
    await connector.groups.push('Engineering', 'ext-1', [ACCOUNT, { person: ADA, uid: 'ben' }]);
    assert.deepEqual(JSON.parse(fed.bodies[0] ?? '{}').members, [
      { value: uid, $ref: `Users/${uid}` },
      { value: 'ben', $ref: 'Users/ben' },
    ]);
  });

  it('empties it by a removal without a filter, when it is Keycloak', async () => {
    const { connector, fed } = clientOf('keycloak patch', done);
    await connector.groups.remove(pushed(uid), [ACCOUNT]);
    assert.match(fed.bodies[0] ?? '', /\{"op":"remove","path":"members"\}/);
  });

  it('writes whole groups where no patch is announced, when it is authentik', async () => {
    const { connector, fed } = clientOf(
      'authentik patch compatibility-default',
      configuration(false, true),
      group,
      group,
      done,
    );
    await connector.testConnection('');
    await connector.groups.push('Engineering', 'ext-1', [ACCOUNT]);
    assert.deepEqual(fed.asked.slice(1), ['POST /Groups', `GET /Groups/${gid}`, `PUT /Groups/${gid}`]);
  });

  it('keeps as a member whose removal was refused', async () => {
    const { connector, log } = clientOf('onelogin put reduced-template', error(400));
    const there = pushed(uid);
    await connector.groups.remove(there, [ACCOUNT]);
    assert.deepEqual(there.members, [uid]);
    assert.equal(log.decidedBy?.request, 'PATCH /Groups/{gid} remove members[value eq "…"]');
  });
});

describe('a membership that is written as a whole', () => {
  it('has every member in the form of the template', () => {
    const values = { gid, groupName: 'Engineering', ext: 'ext-1' };
    assert.deepEqual(JSON.parse(membershipText('ping', 'PI-V06', values, ['a', 'b'])).members, [
      { value: 'a' },
      { value: 'b' },
    ]);
    assert.deepEqual(JSON.parse(membershipText('keycloak', 'KC-V05', values, [])).members, []);
  });
});

for (const client of OTHER_CLIENTS) {
  it(`${nameOf(client)} writes the bytes of its templates`, async () => {
    const names = { ...VALUES, ext: 'ext-1' };
    const known = ['true', 'false'].flatMap((active) =>
      [ADA.ext, 'ext-1'].flatMap((ext) =>
        templatesOf(client.vendor).map((template) => filledBody(template, { ...names, active, ext }) ?? ''),
      ),
    );
    const answers = Array.from({ length: 30 }, (): AnswerParts => ({ body: { id: gid, Resources: [] } }));
    const { connector, fed } = clientOf(nameOf(client), ...answers);

    await connector.users.provision(ADA);
    for (const act of ['change', 'disable', 'enable', 'remove'] as const)
      await connector.users[act]({ ...ACCOUNT }, {});
    await connector.groups.push('Engineering', 'ext-1', [ACCOUNT]);
    await connector.groups.add(pushed(), [ACCOUNT]);
    await connector.groups.remove(pushed(uid, 'other'), [{ person: ADA, uid: 'other' }]);
    await connector.groups.rename(pushed(uid), 'Engineering');
    await connector.groups.delete(pushed());

    const removal = (body: string): string => body.replaceAll('other', uid);
    assert.deepEqual(
      fed.bodies.map(removal).filter((body) => !known.includes(body)),
      [],
    );
    assert.ok(fed.bodies.length > 4);
  });
}
