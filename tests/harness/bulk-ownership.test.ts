import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { bulkOwnership } from '../../src/harness/bulk-ownership.ts';
import { Ownership } from '../../src/harness/ownership.ts';
import { Journal } from '../../src/vault/journal.ts';
import { answerOf, BASE, GROUP_URN, USER_URN } from '../scim/answers.ts';

const folder = mkdtempSync(join(tmpdir(), 'vsc-bulk-'));
after(() => rmSync(folder, { recursive: true }));

const ALICE = { method: 'POST', path: '/Users', bulkId: 'a', data: { schemas: [USER_URN], userName: 'vsc-alice' } };
const CREW = { method: 'POST', path: '/Groups', bulkId: 'g', data: { schemas: [GROUP_URN], displayName: 'vsc-crew' } };
const CHANGE = { method: 'PUT', path: '/Users/u9', data: { schemas: [USER_URN], userName: 'vsc-bob' } };
const resultOf = (bulkId: string, path: string) => ({ method: 'POST', bulkId, location: BASE + path, status: '201' });

let runs = 0;

/** What is deleted after a test that sent these operations, on a server that holds resources by path and name. */
async function removedAfter(Operations: object[], answer: object, holds: Record<string, string>) {
  runs += 1;
  const journal = Journal.start(join(folder, `${runs}.jsonl`), {
    runId: 'r1',
    prefix: 'vsc-',
    kind: 'scim',
    address: BASE,
    namespace: '',
    startedAt: '2026-11-24T12:00:00Z',
    clockOffsetMs: 0,
  });
  const ownership = new Ownership(journal, new Pseudonyms('vsc-', 'seed'));
  const left = new Map(Object.entries(holds));
  const removed: string[] = [];
  const scim = {
    get: async (path: string) => answerOf({ body: { userName: holds[path], displayName: holds[path] } }),
    list: async (path: string, { filter = '' }: { filter?: string } = {}) => {
      const Resources = [...left]
        .filter(([place, name]) => place.startsWith(path) && filter.includes(`"${name}"`))
        .map(([place, name]) => ({ id: place.split('/').at(-1), userName: name, displayName: name }));
      return answerOf({ body: { totalResults: Resources.length, Resources } });
    },
    delete: async (path: string) => {
      removed.push(path);
      return answerOf({ method: 'DELETE', status: left.delete(path) ? 204 : 404 });
    },
  };
  const watcher = bulkOwnership(ownership, scim);
  const request = { method: 'POST', path: '/Bulk', body: { Operations } };
  watcher.before(request, 'tenant');
  const intended = (journal.read()?.entries ?? []).map(({ type, name }) => `${type} ${name}`);
  watcher.after(request, answerOf({ method: 'POST', path: '/Bulk', requestBody: request.body, ...answer }), 'tenant');
  await ownership.release();
  return { intended, removed, unremoved: (journal.read()?.entries ?? []).filter((entry) => !entry.removed).length };
}

test('What a bulk request creates is intended before and removed after, groups first where they came last.', async () => {
  const body = { Operations: [resultOf('a', '/Users/u1'), resultOf('g', '/Groups/g1')] };
  const holds = { '/Users/u1': 'vsc-alice', '/Groups/g1': 'vsc-crew', '/Users/u9': 'vsc-bob' };

  assert.deepEqual(await removedAfter([ALICE, CREW, CHANGE], { body }, holds), {
    intended: ['scim-user vsc-alice', 'scim-group vsc-crew'],
    removed: ['/Groups/g1', '/Users/u1'],
    unremoved: 0,
  });
});

const BROKEN: [string, object][] = [
  ['has no result', { body: { Operations: [] } }],
  ['is no JSON', { text: 'oops' }],
  ['is an error', { status: 413, body: { status: '413' } }],
  ['says that the operation failed', { body: { Operations: [{ method: 'POST', bulkId: 'a', status: '409' }] } }],
  ['names what is not of the test', { body: { Operations: [resultOf('a', '/Users/u9')] } }],
];

for (const [what, answer] of BROKEN) {
  test(`Only what was created is found by its name when the answer ${what}.`, async () => {
    const holds = { '/Users/u1': 'vsc-alice', '/Users/u9': 'bob' };

    const { removed, unremoved } = await removedAfter([ALICE], answer, holds);

    assert.deepEqual(removed, ['/Users/u1']);
    assert.equal(unremoved, 0);
  });
}

test('What was not created is not in the journal any more.', async () => {
  const body = { Operations: [{ method: 'POST', bulkId: 'a', status: '409' }] };

  assert.deepEqual(await removedAfter([ALICE], { body }, {}), {
    intended: ['scim-user vsc-alice'],
    removed: [],
    unremoved: 0,
  });
});
