import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Journal, journalsIn } from '../../src/vault/journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
after(() => rmSync(folder, { recursive: true }));
const RUN = {
  runId: 'r1',
  prefix: 'vsc-r1-',
  kind: 'vault',
  address: 'http://127.0.0.1:8200',
  namespace: '',
  startedAt: '2026-01-01T00:00:00.000Z',
  clockOffsetMs: 0,
};

test('An intent is on disk before anything else happens, and is completed afterwards.', () => {
  const journal = Journal.start(join(folder, 'deep', 'a.jsonl'), RUN);
  const key = journal.intend({ type: 'entity', name: 'vsc-r1-x', namespace: 'team' });
  const before = new Journal(journal.path).read()?.entries[0];
  assert.deepEqual([before?.name, before?.id, before?.createdAt, before?.removed], ['vsc-r1-x', null, null, false]);
  journal.created(key, 'id-1', '2026-01-01T00:00:01Z');
  const created = journal.read()?.entries[0];
  assert.deepEqual([created?.id, created?.createdAt, created?.namespace], ['id-1', '2026-01-01T00:00:01Z', 'team']);
  journal.removed(key);
  assert.equal(journal.read()?.entries[0]?.removed, true);
});

test('The run is read back with the process that writes the journal.', () => {
  const { run } = Journal.start(join(folder, 'b.jsonl'), RUN).read() ?? {};
  assert.equal(run?.pid, process.pid);
  assert.equal(run?.prefix, 'vsc-r1-');
});

test('Two processes may append; a line that a crash cut short is left out.', () => {
  const first = Journal.start(join(folder, 'c.jsonl'), RUN);
  const second = new Journal(first.path);
  first.intend({ type: 'group', name: 'vsc-r1-a', namespace: '' });
  second.intend({ type: 'group', name: 'vsc-r1-b', namespace: '' });
  appendFileSync(first.path, '{"op":"intend","key":"k","ty');
  assert.deepEqual(
    first.read()?.entries.map(({ name }) => name),
    ['vsc-r1-a', 'vsc-r1-b'],
  );
});

test('A later look takes only what was appended since, and a line once it is whole.', () => {
  const journal = Journal.start(join(folder, 'f.jsonl'), RUN);
  const names = () => journal.read()?.entries.map(({ name }) => name);
  new Journal(journal.path).intend({ type: 'group', name: 'vsc-r1-é', namespace: '' });
  assert.deepEqual(names(), ['vsc-r1-é']);
  const line = Buffer.from('{"op":"intend","key":"k","type":"group","name":"vsc-r1-ü","namespace":""}\n');
  const cut = line.indexOf('ü') + 1;
  appendFileSync(journal.path, line.subarray(0, cut));
  assert.deepEqual(names(), ['vsc-r1-é']);
  appendFileSync(journal.path, line.subarray(cut));
  assert.deepEqual(names(), ['vsc-r1-é', 'vsc-r1-ü']);
});

test('Only the owner may read the file.', { skip: process.platform === 'win32' }, () => {
  const journal = Journal.start(join(folder, 'd.jsonl'), RUN);
  assert.equal(statSync(journal.path).mode & 0o777, 0o600);
  assert.ok(readFileSync(journal.path, 'utf8').endsWith('\n'));
});

test('A discarded journal is no longer among those of the folder.', () => {
  const journal = Journal.start(join(folder, 'e.jsonl'), RUN);
  assert.ok(journalsIn(folder).some(({ path }) => path === journal.path));
  journal.discard();
  journal.discard();
  assert.ok(!existsSync(journal.path));
  assert.equal(journal.read(), null);
  assert.deepEqual(journalsIn(join(folder, 'nowhere')), []);
});
