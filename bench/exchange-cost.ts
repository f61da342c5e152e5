import type { TestInfo } from '@playwright/test';
import { Agent, request } from 'undici';
import { Recorder } from '../src/evidence/recorder.ts';
import { benchFor, type TargetBench } from '../src/harness/bench.ts';
import { judgedTenant } from '../src/harness/judged-tenant.ts';
import { LateReads } from '../src/harness/late-reads.ts';
import { Ownership } from '../src/harness/ownership.ts';
import { ProvisionedByTest } from '../src/harness/provisioned-by-test.ts';
import type { Tenant } from '../src/harness/tenant.ts';
import { TestRecord } from '../src/harness/test-record.ts';
import { MessageUrn, SCIM_MEDIA_TYPE, SchemaUrn } from '../src/protocol/scim.ts';
import { readConfiguration } from '../src/targets/configuration.ts';
import { openTarget } from '../src/targets/open-target.ts';
import { sideBySide } from './side-by-side.ts';

/** How many exchanges a test of the suites makes, about: its record is handed over after so many. */
const EXCHANGES_A_TEST = 8;

/**
 * How often each kind of exchange stands in a run of all profiles, in hundredths, counted in its evidence and rounded;
 * replacements count as PATCH, groups as users, and each object that is made is deleted in the end.
 */
const KINDS = {
  'GET /Users/{id}': 12,
  'GET /Users?filter=userName eq': 12,
  'GET /Users?count=10': 9,
  'POST /Users': 35,
  'PATCH /Users/{id}': 6,
  'DELETE /Users/{id}': 20,
  'GET /Users/{unknown id}': 6,
} as const;
type Kind = keyof typeof KINDS;

export interface ExchangeCost {
  kind: string;
  bare: number;
  harness: number;
  ratio: number;
}

/** What a kind of client is asked to do, each giving the parsed answer. */
type Send = (method: string, path: string, body?: unknown) => Promise<unknown>;

/**
 * What the harness costs an exchange: its client as the tests use it (recording, redaction, pseudonyms, ownership
 * with its journal, response oracles, record of the test) beside undici alone that only parses the answer, both
 * against the same double, one request at a time.
 *
 * @returns a line a kind of exchange, and last the mix of them. Milliseconds, medians.
 */
export async function exchangeCost(options: { rounds: number; warmUp: number }): Promise<ExchangeCost[]> {
  const target = await openTarget(readConfiguration({ SCIM_TARGET: 'mock' }), { slots: 1, runId: 'bench', seed: '1' });
  const agent = new Agent();
  try {
    const bench = benchFor({ context: target.context, expectations: [] }, 0);
    const name = (what: string) => `${target.context.prefix}${what}`;
    const bare = bareClient(agent, bench.slot.tenant.scimBaseUrl, bench.slot.tenant.token);
    const people = await Promise.all(
      Array.from({ length: 20 }, (_, i) => bare('POST', '/Users', userBody(name(`user-${i}`)))),
    );
    const kinds = {
      bare: exchanges(bare, name, people.map(idOf)),
      harness: exchanges(harnessClient(bench), name, people.map(idOf)),
    };
    const figures = await sideBySide(
      Object.entries(kinds).flatMap(([client, of]) =>
        Object.entries(of).map(([kind, run]) => ({ name: `${client} ${kind}`, run })),
      ),
      options,
    );
    const median = (client: string, kind: string) =>
      figures.find((one) => one.name === `${client} ${kind}`)?.median ?? Number.NaN;
    const lines = Object.keys(KINDS).map((kind) => cost(kind, median('bare', kind), median('harness', kind)));
    return [...lines, mixOf(lines)];
  } finally {
    await agent.close();
    await target.close();
  }
}

function cost(kind: string, bare: number, harness: number): ExchangeCost {
  return { kind, bare, harness, ratio: harness / bare };
}

function mixOf(lines: readonly ExchangeCost[]): ExchangeCost {
  const total = (of: (line: ExchangeCost) => number) =>
    lines.reduce((sum, line) => sum + (of(line) * KINDS[line.kind as Kind]) / 100, 0);
  return cost(
    'all of them, as often as in a run',
    total(({ bare }) => bare),
    total(({ harness }) => harness),
  );
}

function exchanges(
  send: Send,
  name: (what: string) => string,
  ids: readonly string[],
): Record<Kind, () => Promise<unknown>> {
  let made = 0;
  let active = false;
  const created: string[] = [];
  const filter = encodeURIComponent(`userName eq "${name('user-3')}"`);
  const create = async () => {
    made += 1;
    created.push(idOf(await send('POST', '/Users', userBody(name(`new-${made}-${Math.random()}`)))));
  };
  return {
    'GET /Users/{id}': () => send('GET', `/Users/${ids[0]}`),
    'GET /Users?filter=userName eq': () => send('GET', `/Users?filter=${filter}`),
    'GET /Users?count=10': () => send('GET', '/Users?count=10'),
    'POST /Users': create,
    'PATCH /Users/{id}': () => {
      active = !active;
      return send('PATCH', `/Users/${ids[1]}`, {
        schemas: [MessageUrn.patchOp],
        Operations: [{ op: 'replace', path: 'active', value: active }],
      });
    },
    // The kinds are shuffled: once in a while there is nobody to delete yet, which is an exchange all the same.
    'DELETE /Users/{id}': () => send('DELETE', `/Users/${created.pop() ?? 'nobody'}`),
    'GET /Users/{unknown id}': () => send('GET', '/Users/nobody'),
  };
}

function userBody(userName: string) {
  const name = { givenName: 'Ava', familyName: 'Nguyen' };
  return { schemas: [SchemaUrn.user], userName, externalId: userName, name, active: true };
}

function bareClient(dispatcher: Agent, baseUrl: string, token: string): Send {
  const headers = { Accept: SCIM_MEDIA_TYPE, 'Content-Type': SCIM_MEDIA_TYPE, Authorization: `Bearer ${token}` };
  return async (method, path, body) => {
    const answer = await request(baseUrl + path, {
      dispatcher,
      headers,
      method: method as 'GET',
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    return text === '' ? undefined : JSON.parse(text);
  };
}

/** The client that a test gets, renewed after as many exchanges as a test makes; the old record is handed over. */
function harnessClient(bench: TargetBench): Send {
  let test = freshTest(bench);
  let left = EXCHANGES_A_TEST;
  return async (method, path, body) => {
    if (left === 0) {
      test.record.finish();
      test = freshTest(bench);
      left = EXCHANGES_A_TEST;
    }
    left -= 1;
    return (await test.tenant.scim.send({ method, path, body })).body;
  };
}

function freshTest(bench: TargetBench): { record: TestRecord; tenant: Tenant } {
  // All that the record needs of Playwright is a place for its attachments.
  const info = { attachments: [] } as unknown as TestInfo;
  const recorder = new Recorder(bench.redaction.copy(), bench.pseudonyms);
  const record = new TestRecord(info, recorder, ['BENCH-01'], { fault: null, mode: null });
  const ownership = new Ownership(bench.journal, bench.pseudonyms);
  const lateReads = new LateReads({ recorder, index: bench.index, eventuallyConsistent: false });
  const observers = { bench, record, ownership, lateReads, provisioned: new ProvisionedByTest(), aside: recorder };
  return { record, tenant: judgedTenant(bench.slot.tenant, 'tenant', observers) };
}

function idOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';
}
