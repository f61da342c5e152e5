import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../src/evidence/recorder.ts';
import { Redaction } from '../../src/evidence/redaction.ts';
import { LateReads } from '../../src/harness/late-reads.ts';
import { WireClient } from '../../src/scim/wire-client.ts';
import { StorageIndex } from '../../src/vault/storage-index.ts';

interface Reply {
  status?: number;
  body?: unknown;
}

const OLD: Reply = { body: { title: 'before' } };
const NEW: Reply = { body: { title: 'after' } };

/** A server whose reads are answered by `reads` in turn, the last one for ever, and a client that a test would have. */
async function startTest(
  reads: Reply[],
  { eventuallyConsistent = false, tellsIndex = false, index = new StorageIndex(), onWrite = async () => {} } = {},
) {
  const questions: IncomingMessage[] = [];
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET') {
      await onWrite();
      response.writeHead(200, tellsIndex ? { 'X-Vault-Index': 'after-the-write' } : {}).end('{}');
      return;
    }
    const { status = 200, body = {} } = reads[Math.min(questions.length, reads.length - 1)] ?? {};
    questions.push(request);
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const recorder = new Recorder(new Redaction(), new Pseudonyms('vsc-test-', 'seed'));
  const lateReads = new LateReads({ recorder, index, eventuallyConsistent, lateWithinMs: 300 });
  const client = new WireClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    actor: 'tenant',
    token: null,
    recorder,
    tls: {},
    testWatcher: lateReads.ofScim,
  });
  return {
    read: () => client.send({ method: 'GET', path: '/Users/1' }),
    write: () => client.send({ method: 'PATCH', path: '/Users/1', body: {} }),
    lateReads,
    questions,
    demands: () => questions.map(({ headers }) => headers['x-vault-index']),
    repeated: () => recorder.exchanges.filter(({ phase }) => phase === 'repeat').length,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('where lateness would be a defect', () => {
  it('a read that comes out otherwise when it is asked again was late, and the evidence shows it', async () => {
    await using test = await startTest([OLD, OLD, OLD, NEW]);
    await test.write();
    const first = await test.read();

    const [late, ...more] = await test.lateReads.settle({ failed: true });

    assert.equal(more.length, 0);
    assert.equal(late?.first, first);
    assert.equal(late?.documented, false);
    assert.deepEqual(late?.later.body, NEW.body);
    assert.ok((late?.afterMs ?? 0) > 0);
    assert.equal(late?.repeats.length, 5);
    assert.equal(test.repeated(), 5);
    assert.deepEqual(new Set(test.demands()), new Set([undefined]));
  });

  it('a server that forgot never shows it, and its repeated answers are no evidence', async () => {
    await using test = await startTest([OLD]);
    await test.write();
    await test.read();

    assert.deepEqual(await test.lateReads.settle({ failed: true }), []);
    assert.ok(test.questions.length > 5);
    assert.equal(test.repeated(), 0);
  });

  it('nodes that go on disagreeing are not late', async () => {
    const answers = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? OLD : NEW));
    await using test = await startTest(answers);
    await test.write();
    await test.read();

    assert.deepEqual(await test.lateReads.settle({ failed: true }), []);
  });

  it('another order of values is no other state', async () => {
    const members = [{ value: 'a' }, { value: 'b' }];
    await using test = await startTest([{ body: { members } }, { body: { members: members.toReversed() } }]);
    await test.write();
    await test.read();

    assert.deepEqual(await test.lateReads.settle({ failed: true }), []);
  });

  it('a credential that has run out meanwhile, or a server that breaks down, shows no state', async () => {
    for (const status of [401, 403, 429, 500]) {
      await using test = await startTest([NEW, { status }]);
      await test.write();
      await test.read();

      assert.deepEqual(await test.lateReads.settle({ failed: true }), []);
    }
  });

  it('a test that passes costs no request', async () => {
    await using test = await startTest([OLD, NEW]);
    await test.write();
    await test.read();

    assert.deepEqual(await test.lateReads.settle({ failed: false }), []);
    assert.equal(test.questions.length, 1);
  });

  it('what a test read before its last write, or without one, is not asked again', async () => {
    await using reading = await startTest([OLD, NEW]);
    await reading.read();
    assert.deepEqual(await reading.lateReads.settle({ failed: true }), []);
    assert.equal(reading.questions.length, 1);

    await using writing = await startTest([OLD, NEW]);
    await writing.write();
    await writing.read();
    await writing.write();
    assert.deepEqual(await writing.lateReads.settle({ failed: true }), []);
    assert.equal(writing.questions.length, 1);
  });

  it('a read beside a write may show either state', async () => {
    const duringWrite: { go?: () => void } = {};
    const gate = new Promise<void>((resolve) => {
      duringWrite.go = resolve;
    });
    let writes = 0;
    await using test = await startTest([OLD, NEW], { onWrite: () => (writes++ === 0 ? Promise.resolve() : gate) });
    await test.write();
    const writing = test.write();
    await test.read();
    duringWrite.go?.();
    await writing;

    assert.deepEqual(await test.lateReads.settle({ failed: true }), []);
  });
});

describe('where documentation lets nodes serve reads late', () => {
  const vault = { eventuallyConsistent: true, tellsIndex: true };

  it('each read is asked again with the state of the write before the next one, until the node has come so far', async () => {
    const behind = { status: 412, body: { errors: ['behind'] } };
    await using test = await startTest([OLD, behind, behind, NEW], vault);
    await test.write();
    const first = await test.read();
    await test.write();

    const [late] = await test.lateReads.settle({ failed: false });

    assert.equal(late?.first, first);
    assert.equal(late?.documented, true);
    assert.deepEqual(test.demands(), [undefined, ...Array(3).fill('after-the-write')]);
    assert.equal(test.repeated(), 3);
  });

  it('a read before the first write of a test may be late after what an earlier test removed', async () => {
    const index = new StorageIndex('after-the-removal');
    await using test = await startTest([OLD, NEW, NEW], { ...vault, index });
    const first = await test.read();
    await test.write();
    await test.read();

    const [late] = await test.lateReads.settle({ failed: true });

    assert.equal(late?.first, first);
    assert.equal(late?.documented, true);
    assert.deepEqual(test.demands(), [undefined, 'after-the-removal', undefined, 'after-the-write']);
  });

  it('a credential that has run out meanwhile is no state of a test that passes', async () => {
    await using test = await startTest([NEW, { status: 403 }], { eventuallyConsistent: true, tellsIndex: true });
    await test.write();
    await test.read();

    assert.deepEqual(await test.lateReads.settle({ failed: false }), []);
  });

  it('a read that was right leaves no trace', async () => {
    await using test = await startTest([NEW], vault);
    await test.write();
    await test.read();

    assert.deepEqual(await test.lateReads.settle({ failed: false }), []);
    assert.deepEqual(test.demands(), [undefined, 'after-the-write']);
    assert.equal(test.repeated(), 0);
  });

  it('a server that tells no state is looked at as any other', async () => {
    await using test = await startTest([OLD, OLD, NEW], { eventuallyConsistent: true });
    await test.write();
    await test.read();

    const [late] = await test.lateReads.settle({ failed: true });
    assert.equal(late?.documented, true);
  });

  it('a node that has come to the state and serves an older one is late as no documentation allows', async () => {
    await using test = await startTest([OLD, OLD, NEW], vault);
    await test.write();
    await test.read();

    const [late] = await test.lateReads.settle({ failed: true });
    assert.equal(late?.documented, false);
  });
});
