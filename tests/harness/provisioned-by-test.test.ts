import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Phase } from '../../src/evidence/exchange.ts';
import { type Maker, ProvisionedByTest } from '../../src/harness/provisioned-by-test.ts';
import { type AnswerParts, answerOf } from '../scim/answers.ts';

const MAKER: Maker = {
  clientName: 'okta',
  client: { id: 'c1', aliasAccessor: null },
  namespace: '',
  read: async () => null,
};

function provisionedBy(...exchanges: AnswerParts[]): ProvisionedByTest {
  const provisioned = new ProvisionedByTest();
  note(provisioned, 'act', exchanges);
  return provisioned;
}

function note(provisioned: ProvisionedByTest, phase: Phase, exchanges: AnswerParts[]): void {
  for (const parts of exchanges) {
    const answer = answerOf(parts);
    if (answer.request.path.startsWith('/v1/')) provisioned.noteAdministrator(answer, phase);
    else provisioned.noteScim(answer, MAKER, phase);
  }
}

const made = (id: string, path = '/Users'): AnswerParts => ({
  method: 'POST',
  path,
  status: 201,
  body: { id, active: true },
});
const wrote = (method: string, path: string, parts: AnswerParts = {}): AnswerParts => ({
  method,
  path,
  status: 204,
  ...parts,
});
const idsOf = ({ resources }: ProvisionedByTest) => resources.map(({ id }) => id);

test('What was made and not deleted is provisioned, the last written last.', () => {
  const provisioned = provisionedBy(
    made('u1'),
    made('u2'),
    made('g1', '/Groups'),
    wrote('PATCH', '/Users/u1'),
    wrote('DELETE', '/Users/u2'),
    { method: 'POST', path: '/Users', status: 409, body: { id: 'u3' } },
  );

  assert.deepEqual(idsOf(provisioned), ['g1', 'u1']);
  assert.deepEqual([...provisioned.deleted.keys()], ['u2']);
});

test('It is known what was shown since the last write to a resource, and which writes to others came after.', () => {
  const provisioned = provisionedBy(
    made('u1'),
    made('u2'),
    { path: '/Users/u1?attributes=id', body: { id: 'u1' } },
    wrote('PATCH', '/Users/u2'),
    wrote('DELETE', '/Groups/g9'),
  );

  const [first, second] = provisioned.resources;
  assert.deepEqual(first?.shown, { id: 'u1', active: true });
  assert.deepEqual([...(first?.writesToOthers ?? [])], ['POST user', 'PATCH user', 'DELETE group']);
  assert.deepEqual(second?.write, { method: 'PATCH', wasActive: true, toldActive: null });
  assert.equal(second?.shown, null);
});

test('What an administrator made or changed is left out, but for its policies and aliases.', () => {
  const provisioned = provisionedBy(
    made('u1'),
    made('u2'),
    made('u3'),
    wrote('POST', '/v1/identity/entity/id/u1', { requestBody: { policies: ['p'] } }),
    wrote('POST', '/v1/identity/entity-alias', { requestBody: { canonical_id: 'u2', name: 'n' } }),
    wrote('POST', '/v1/identity/entity/id/u3', { requestBody: { name: 'other' } }),
    wrote('POST', '/v1/identity/entity', { status: 200, requestBody: { name: 'x' }, body: { data: { id: 'u4' } } }),
    made('u4'),
    { method: 'POST', path: '/v1/identity/entity/id/u1', status: 403, requestBody: { name: 'x' } },
  );

  assert.deepEqual(
    provisioned.resources.map(({ id, policies, administered }) => [id, policies?.names ?? [], ...administered]),
    [
      ['u1', ['p']],
      ['u2', [], 'aliases'],
    ],
  );
});

test('Policies that an administrator sets by name are those of the one resource that was shown under it.', () => {
  const crew = (id: string, exchange: Partial<AnswerParts> = {}) =>
    ({ ...made(id, '/Groups'), body: { id, displayName: 'crew' }, ...exchange }) as AnswerParts;
  const byName = wrote('POST', '/v1/identity/group/name/crew', { requestBody: { policies: ['p'] } });

  const one = provisionedBy(crew('g1'), made('u1'), byName);
  const two = provisionedBy(crew('g1'), crew('g2'), byName);

  assert.deepEqual(
    one.worthALook.map(({ id, policies }) => [id, policies?.names]),
    [
      ['g1', ['p']],
      ['u1', undefined],
    ],
  );
  assert.deepEqual(idsOf(two), []);
});

const UNCERTAIN: [what: string, exchange: AnswerParts][] = [
  ['a write that broke', wrote('PATCH', '/Users/u1', { status: 500 })],
  ['a merge', wrote('POST', '/v1/identity/entity/merge', { requestBody: { to_entity_id: 'u1' } })],
  ['a change of the SCIM client', wrote('POST', '/v1/identity/scim/client/okta')],
  ['the end of an auth mount', wrote('DELETE', '/v1/sys/auth/userpass')],
];

for (const [what, exchange] of UNCERTAIN) {
  test(`After ${what} nothing is certain.`, () => {
    const provisioned = provisionedBy(made('u1'), exchange);
    assert.deepEqual([idsOf(provisioned), provisioned.deleted.size], [[], 0]);
  });
}

test('Another SCIM client may come and go.', () => {
  assert.deepEqual(idsOf(provisionedBy(made('u1'), wrote('DELETE', '/v1/identity/scim/client/other'))), ['u1']);
});

test('Of a renamed resource the former name is known, and of a deleted one how it was last shown.', () => {
  const group = { id: 'g1', displayName: 'crew' };
  const provisioned = provisionedBy(
    { method: 'POST', path: '/Groups', status: 201, body: group },
    {
      method: 'PUT',
      path: '/Groups/g1',
      requestBody: { displayName: 'team' },
      body: { ...group, displayName: 'team' },
    },
    wrote('PATCH', '/Groups/g1'),
    made('u1'),
    wrote('PATCH', '/Users/u1'),
    wrote('DELETE', '/Users/u1'),
  );

  assert.equal(provisioned.resources[0]?.formerName, 'crew');
  assert.deepEqual(provisioned.deleted.get('u1')?.lastShown, { id: 'u1', active: true });
});

test('A read by id counts as the state until the next request that may write, also a refused one.', () => {
  const reads: AnswerParts[] = [
    { path: '/Users/u1', body: { id: 'u1' } },
    { path: '/v1/identity/entity/id/u1', body: { data: {} } },
  ];
  const known = ({ scimReads, recordReads }: ProvisionedByTest) => [scimReads.has('u1'), recordReads.has('u1')];

  assert.deepEqual(known(provisionedBy(made('u1'))), [false, false]);
  assert.deepEqual(known(provisionedBy(made('u1'), ...reads)), [true, true]);
  assert.deepEqual(known(provisionedBy(made('u1'), ...reads, { method: 'PUT', path: '/Users/u9', status: 404 })), [
    false,
    false,
  ]);
});

test('What is prepared as in nearly every test is worth a look only after the test acted on something else.', () => {
  const provisioned = new ProvisionedByTest();
  note(provisioned, 'arrange', [
    { ...made('u1'), requestBody: { userName: 'u1', active: true } },
    { ...made('u2'), requestBody: { userName: 'u2', active: false } },
    { ...made('u3'), requestBody: { userName: 'u3' } },
    wrote('PATCH', '/Users/u3'),
  ]);
  assert.deepEqual(
    provisioned.worthALook.map(({ id }) => id),
    ['u2', 'u3'],
  );

  note(provisioned, 'act', [made('g1', '/Groups')]);

  assert.deepEqual(
    provisioned.worthALook.map(({ id }) => id),
    ['u1', 'u2', 'u3', 'g1'],
  );
});

test('What nearly every test prepares is no write to others, but known as created.', () => {
  const provisioned = new ProvisionedByTest();
  note(provisioned, 'arrange', [made('u1'), { ...made('g1', '/Groups'), requestBody: { displayName: 'team' } }]);
  note(provisioned, 'act', [wrote('PATCH', '/Groups/g1')]);

  const [user] = provisioned.resources;
  assert.deepEqual([[...(user?.writesToOthers ?? [])], [...(user?.createdSince ?? [])]], [['PATCH group'], ['g1']]);
});

test('What was refused is known until a write is accepted, and worth a look.', () => {
  const operations = [
    { op: 'replace', path: 'externalId', value: 'x-2' },
    { op: 'replace', value: { active: false } },
  ];
  const refusals = [
    wrote('PUT', '/Users/u1', { status: 409, requestBody: { userName: 'joan', active: 'no' } }),
    wrote('PATCH', '/Users/u1', { status: 400, requestBody: { Operations: operations } }),
  ];
  const provisioned = new ProvisionedByTest();
  note(provisioned, 'arrange', [{ ...made('u1'), requestBody: { userName: 'u1', active: true } }]);
  assert.equal(provisioned.worthALook.length, 0);

  note(provisioned, 'act', refusals);
  const [refused] = provisioned.worthALook;
  note(provisioned, 'act', [wrote('PATCH', '/Users/u1')]);

  assert.deepEqual(refused?.refused, { userName: 'joan', active: false, externalId: 'x-2' });
  assert.equal(provisioned.resources[0]?.refused, null);
});

test('Which id a SCIM client has that was deleted and made again is not known.', () => {
  const provisioned = provisionedBy(
    wrote('DELETE', '/v1/identity/scim/client/okta'),
    wrote('POST', '/v1/identity/scim/client/okta'),
    made('u1'),
  );

  assert.deepEqual(
    provisioned.resources.map(({ maker }) => maker.client),
    [{ id: null, aliasAccessor: null }],
  );
});
