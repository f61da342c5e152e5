import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../src/evidence/recorder.ts';
import { Redaction } from '../../src/evidence/redaction.ts';
import { newerOf, StorageIndex } from '../../src/vault/storage-index.ts';
import { VaultClient } from '../../src/vault/vault-client.ts';
import { PREFIX, startVault } from './vault-of-test.ts';

function index(local: number, replicated: number, cluster = 'c-1'): string {
  return Buffer.from(`v1:${cluster}:${local}:${replicated}:00ff`).toString('base64');
}

test('the newer index stays, in whatever order the answers to simultaneous writes come', () => {
  assert.equal(newerOf(index(9, 9), index(10, 9)), index(10, 9));
  assert.equal(newerOf(index(10, 9), index(9, 9)), index(10, 9));
});

test('where none is known to be newer, the index that was seen last stays', () => {
  assert.equal(newerOf(index(10, 1), index(1, 10)), index(1, 10));
  assert.equal(newerOf(index(9, 9), index(1, 1, 'c-2')), index(1, 1, 'c-2'));
  assert.equal(newerOf(index(9, 9), 'opaque'), 'opaque');
});

test('a read after a write demands the state of the write, and nothing else does', async () => {
  await using server = await startVault();
  const { vault } = server;
  const { exchanges } = vault.recorder;
  const demanded = () => exchanges.at(-1)?.requestHeaders.find(([name]) => name === 'X-Vault-Index')?.[1];

  const fresh = vault.with({ index: new StorageIndex() });
  await fresh.read('sys/auth');
  assert.equal(demanded(), undefined);
  const written = await fresh.write('identity/entity', { name: 'e' });
  assert.equal(demanded(), undefined);
  await fresh.with({ actor: 'login' }).read('identity/entity/name/e');
  assert.equal(demanded(), written.header('x-vault-index'));
});

test('what a node that is behind refuses is asked again until it has caught up', async () => {
  const statuses = [412, 412, 412, 200];
  await using behind = await startAnswering(() => statuses.shift() ?? 500);
  const vault = behind.client(new StorageIndex(index(7, 7)));

  const answer = await vault.read('identity/entity/name/e');

  assert.equal(answer.status, 200);
  assert.deepEqual(
    vault.recorder.exchanges.map(({ status }) => status),
    [412, 412, 412, 200],
  );
});

test('a 412 for a request that demands no state is an answer like any other', async () => {
  await using server = await startAnswering(() => 412);
  const vault = server.client(new StorageIndex());

  assert.equal((await vault.read('identity/entity/name/e')).status, 412);
  assert.equal(vault.recorder.exchanges.length, 1);
});

async function startAnswering(status: () => number) {
  const server = createServer((_request, response) => response.writeHead(status()).end('{"data":{}}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const recorder = new Recorder(new Redaction(), new Pseudonyms(PREFIX, 'seed'));
  return {
    client: (known: StorageIndex) =>
      new VaultClient({
        address: `http://127.0.0.1:${port}`,
        namespace: '',
        token: null,
        recorder,
        tls: {},
        index: known,
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
