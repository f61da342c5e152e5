import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Conformance } from '../../src/verdicts/verdict.ts';
import { type HarnessRun, runHarness } from '../end-to-end/harness-run.ts';
import { type Hostility, startHostile } from './hostile-server.ts';

/** A read, a write and a refusal. */
const ROWS = ['RFC7644-3.3-06', 'RFC7644-3.4.2-01', 'RFC7644-3.5.1-11'];
const EMPTY = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 0,
  startIndex: 1,
  itemsPerPage: 0,
  Resources: [],
};
/** Start of Playwright, a handful of exchanges that each take the whole deadline of 5 seconds, and reports. */
const RUN_MS = 180_000;

async function run(origin: string): Promise<{ run: HarnessRun; tookMs: number }> {
  const started = performance.now();
  const run = await runHarness(
    ['--project=rfc', '--workers=1', `--grep=${ROWS.map((row) => `@${row}\\b`).join('|')}`],
    {
      SCIM_TARGET: 'scim',
      SCIM_BASE_URL: origin,
      SCIM_TOKEN: 'hvs.CAESIhostileCanary',
      SCIM_ALLOW_SIDE_EFFECTS: new URL(origin).host,
    },
  );
  return { run, tookMs: performance.now() - started };
}

function verdictsOf({ checks }: Conformance): string[] {
  return checks.filter(({ id }) => ROWS.includes(id)).map(({ verdict }) => verdict);
}

/** Most of a run with a hostile server is waiting for a deadline. */
const AT_ONCE = { concurrency: 3 };

describe(
  'a server that is hostile from the first request ends the set-up with status 2 and one sentence',
  AT_ONCE,
  () => {
    const kinds: Hostility[] = [
      'never answers',
      'sends a gigabyte',
      'redirects in a circle',
      'sends a gzip bomb',
      'sends HTML',
    ];
    for (const kind of kinds) {
      it(kind, async () => {
        await using server = await startHostile(() => kind);

        const { run: ended, tookMs } = await run(server.origin);

        assert.equal(ended.status, 2, ended.output);
        assert.doesNotMatch(ended.output, /^\s+at /m);
        assert.ok(ended.output.includes(server.origin), ended.output);
        assert.ok(!ended.output.includes('hostileCanary'));
        assert.ok(tookMs < RUN_MS);
        ended.remove();
      });
    }
  },
);

describe(
  'a server that turns hostile after the set-up gets verdicts, in time and without an error of the harness',
  AT_ONCE,
  () => {
    const kinds: Hostility[] = ['drips its body', 'sends deep objects', 'pages without end'];
    for (const kind of kinds) {
      it(kind, async () => {
        await using server = await startHostile((line) =>
          /\/(?:Users\?count=1|ServiceProviderConfig|ResourceTypes|Schemas) /.test(line) ? { good: EMPTY } : kind,
        );

        const { run: ended, tookMs } = await run(server.origin);

        assert.ok(ended.status === 1 || ended.status === 3, ended.output);
        const verdicts = verdictsOf(ended.conformance());
        assert.equal(verdicts.length, ROWS.length);
        assert.deepEqual(
          verdicts.filter((verdict) => !['failed', 'blocked', 'warned'].includes(verdict)),
          [],
          ended.output,
        );
        assert.ok(tookMs < RUN_MS, `took ${Math.round(tookMs / 1000)} s`);
        ended.remove();
      });
    }
  },
);
