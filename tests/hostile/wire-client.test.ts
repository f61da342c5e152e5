import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../src/evidence/recorder.ts';
import { Redaction } from '../../src/evidence/redaction.ts';
import { Secret } from '../../src/evidence/secret.ts';
import type { Answer } from '../../src/scim/answer.ts';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import { describeResources } from '../../src/scim/models/resource-description.ts';
import { judgeAnswer } from '../../src/scim/oracles/judge-answer.ts';
import { ScimClient } from '../../src/scim/scim-client.ts';
import { RESOURCE_TYPES_BODY, SCHEMAS_BODY } from '../scim/answers.ts';
import { HOSTILE, type HostileServer, type Hostility, startHostile } from './hostile-server.ts';

const DEADLINE_MS = 600;
/** On top of the deadline: reading 8 MiB, unpacking, redacting and judging it on a busy machine. */
const GRACE_MS = 12_000;
const MEMORY_BYTES = 256 * 1024 * 1024;

const DESCRIBED = describeResources(SCHEMAS_BODY, RESOURCE_TYPES_BODY);

let server: HostileServer;

before(async () => {
  server = await startHostile((line) => decodeURIComponent(/\/Users\/(\S*)/.exec(line)?.[1] ?? '') as Hostility);
});

after(async () => {
  await closeDispatchers();
  await server[Symbol.asyncDispose]();
});

async function exchange(kind: Hostility): Promise<{ answer: Answer; tookMs: number; recorder: Recorder }> {
  const recorder = new Recorder(new Redaction(), new Pseudonyms('vsc-test-', 'key'));
  const options = { actor: 'tenant', token: new Secret('hvs.very-secret-token'), recorder, tls: {} };
  const scim = new ScimClient({ ...options, baseUrl: server.origin, deadlineMs: DEADLINE_MS });
  const started = performance.now();
  const answer = await scim.get(`/Users/${encodeURIComponent(kind)}`);
  judgeAnswer(answer, { baseUrl: server.origin, resourceSchemas: DESCRIBED, isVault: true });
  return { answer, tookMs: performance.now() - started, recorder };
}

describe('an exchange with a hostile server ends as an answer, in time and in bounded memory', () => {
  for (const kind of Object.keys(HOSTILE) as Hostility[]) {
    it(kind, async () => {
      const before = process.memoryUsage().rss;

      const { answer, tookMs, recorder } = await exchange(kind);

      assert.equal(recorder.exchanges.length, 1);
      assert.ok(answer.status > 0 || (answer.exchange.failure ?? '') !== '', 'no answer without a reason');
      assert.ok(tookMs < DEADLINE_MS + GRACE_MS, `took ${Math.round(tookMs)} ms`);
      const grown = process.memoryUsage().rss - before;
      assert.ok(grown < MEMORY_BYTES, `${Math.round(grown / 2 ** 20)} MiB more`);
    });
  }
});
