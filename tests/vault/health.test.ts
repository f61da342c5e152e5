import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../src/evidence/recorder.ts';
import { Redaction } from '../../src/evidence/redaction.ts';
import { findsLateNode, readHealth } from '../../src/vault/health.ts';
import { VaultClient } from '../../src/vault/vault-client.ts';
import { HEALTH, startScripted } from '../targets/scripted-server.ts';
import { PREFIX } from './vault-of-test.ts';

const PERFORMANCE_STANDBY = { status: 473, body: { ...HEALTH, standby: true, performance_standby: true } };

function clientOf({ address }: { address: string }): VaultClient {
  const recorder = new Recorder(new Redaction(), new Pseudonyms(PREFIX, 'seed'));
  return new VaultClient({ address, namespace: 'admin', token: null, recorder, tls: {} });
}

test('a performance standby behind a load balancer is found, whichever node answers first', async () => {
  let asked = 0;
  const answer = () => (asked++ % 3 === 2 ? PERFORMANCE_STANDBY : { status: 200, body: HEALTH });
  await using server = await startScripted({ 'GET sys/health': answer });
  const vault = clientOf(server);

  assert.equal((await readHealth(vault)).eventuallyConsistent, false);
  assert.equal(await findsLateNode(vault), true);
});

test('an active node and standbys that forward are not late', async () => {
  const standby = { status: 429, body: { ...HEALTH, standby: true } };
  await using server = await startScripted({ 'GET sys/health': standby });

  assert.equal(await findsLateNode(clientOf(server)), false);
});

test('a cluster that performance replication feeds is as late as a performance standby', async () => {
  const secondary = { status: 200, body: { ...HEALTH, replication_performance_mode: 'secondary' } };
  await using server = await startScripted({ 'GET sys/health': secondary });

  assert.equal((await readHealth(clientOf(server))).eventuallyConsistent, true);
});
