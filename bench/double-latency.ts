import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Agent, request } from 'undici';
import { Pseudonyms } from '../src/evidence/pseudonyms.ts';
import { Recorder } from '../src/evidence/recorder.ts';
import { Redaction } from '../src/evidence/redaction.ts';
import { Secret } from '../src/evidence/secret.ts';
import type { UsersToStore } from '../src/proof/stored-users.ts';
import { MessageUrn, SCIM_MEDIA_TYPE } from '../src/protocol/scim.ts';
import { readConfiguration } from '../src/targets/configuration.ts';
import { openVault } from '../src/targets/vault-target.ts';
import { sideBySide } from './side-by-side.ts';

export const OPERATIONS = ['userName eq', 'first page of 100', 'last page of 100', 'PATCH active'] as const;

export interface DoubleLatency {
  operation: string;
  /** Median milliseconds by number of users, in the order given. */
  medians: number[];
  /** The largest double's latency in those of the smallest. */
  ratio: number;
}

interface FilledDouble {
  users: number;
  operations: Record<(typeof OPERATIONS)[number], () => Promise<unknown>>;
  close(): Promise<void>;
}

/** Latency of the double by the number of its users, all sizes side by side, one request at a time by undici. */
export async function doubleLatency(
  sizes: readonly number[],
  options: { rounds: number; warmUp: number },
): Promise<DoubleLatency[]> {
  const agent = new Agent();
  const doubles: FilledDouble[] = [];
  try {
    for (const users of sizes) doubles.push(await filledDouble(users, agent));
    const figures = await sideBySide(
      doubles.flatMap(({ users, operations }) =>
        OPERATIONS.map((operation) => ({ name: `${operation} ${users}`, run: operations[operation] })),
      ),
      options,
    );
    return OPERATIONS.map((operation) => {
      const medians = sizes.map((users) => figures.find(({ name }) => name === `${operation} ${users}`)?.median ?? 0);
      return { operation, medians, ratio: (medians.at(-1) ?? 0) / (medians[0] ?? 0) };
    });
  } finally {
    await Promise.all(doubles.map((double) => double.close()));
    await agent.close();
  }
}

async function filledDouble(users: number, dispatcher: Agent): Promise<FilledDouble> {
  const thread = new Worker(new URL('./filled-double.ts', import.meta.url));
  const [{ address, rootToken }] = (await once(thread, 'message')) as [{ address: string; rootToken: string }];
  const prefix = `vsc-bench-${users}-`;
  const target = await openVault(
    {
      configuration: readConfiguration({}),
      prefix,
      journalPath: join(tmpdir(), `vsc-${process.pid}-bench-${users}.jsonl`),
      recorder: new Recorder(new Redaction(), new Pseudonyms(prefix, 'bench')),
      options: { slots: 1, runId: `bench-${users}`, seed: 'bench' },
    },
    { address, token: new Secret(rootToken), namespace: '', isolate: 'prefix', ownServer: true, stop: async () => {} },
  );
  const tenant = target.context.slots[0]?.tenant;
  if (!tenant?.clientId || !tenant.aliasMount) throw new Error('the double made no SCIM client with a mount');
  const nameStart = `${prefix}user-`;
  const fill: UsersToStore = {
    scimClientId: tenant.clientId,
    mountAccessor: tenant.aliasMount.accessor,
    users,
    nameStart,
  };
  thread.postMessage(fill);
  await once(thread, 'message');

  const headers = { 'Content-Type': SCIM_MEDIA_TYPE, Authorization: `Bearer ${tenant.token}` };
  const send = async (method: 'GET' | 'PATCH', path: string, body: unknown = null) => {
    const answer = await request(tenant.scimBaseUrl + path, {
      dispatcher,
      method,
      headers,
      body: body === null ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${method} ${path}: status ${answer.statusCode}`);
    return text;
  };
  const somebody = () => Math.floor(Math.random() * users);
  const byName = () => `/Users?filter=${encodeURIComponent(`userName eq "${nameStart}${somebody()}"`)}`;
  const [{ id }] = (JSON.parse(await send('GET', byName())) as { Resources: [{ id: string }] }).Resources;
  let active = false;
  return {
    users,
    operations: {
      'userName eq': () => send('GET', byName()),
      'first page of 100': () => send('GET', '/Users?startIndex=1&count=100'),
      'last page of 100': () => send('GET', `/Users?startIndex=${users - 99}&count=100`),
      'PATCH active': () => {
        active = !active;
        const Operations = [{ op: 'replace', path: 'active', value: active }];
        return send('PATCH', `/Users/${id}`, { schemas: [MessageUrn.patchOp], Operations });
      },
    },
    close: async () => {
      thread.postMessage('end');
      await once(thread, 'exit');
    },
  };
}
