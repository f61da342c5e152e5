import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultById } from '../../src/faults/all-faults.ts';
import type { Fault } from '../../src/faults/fault.ts';
import { loadPage, lostKinds } from '../../src/load/load-report.ts';
import { LOAD_VENDORS, type LoadPlan } from '../../src/load/plan.ts';
import { type LoadOptions, type LoadResult, runLoad } from '../../src/load/run-load.ts';
import { breaches } from '../../src/load/thresholds.ts';
import { loadedFromOutside } from '../../src/reporting/self-contained-page.ts';
import { closeDispatchers } from '../../src/scim/dispatcher.ts';
import { openFaultyDouble } from '../../src/targets/faulty-double.ts';
import type { FaultyServer } from '../../src/targets/faulty-server.ts';

const PLAN: LoadPlan = { vendor: 'okta', users: 12, groups: 2, churn: 4, rate: null, concurrency: 8 };
const NO_THRESHOLDS = { maxP95: null, maxP99: null, maxErrors: 100, minThroughput: null };

test.after(() => closeDispatchers());

/** Runs the load on a double of its own, and says what is left on it. */
async function loaded(plan: LoadPlan, fault: Fault | null = null, options: LoadOptions = {}) {
  const double = await openFaultyDouble(fault, '2.2.0', 0);
  try {
    const result = await runLoad(double.context, plan, options);
    return { result, left: await left(double), target: double.context.target };
  } finally {
    await double.close();
  }
}

async function left({ context }: FaultyServer): Promise<number> {
  const tenant = context.slots[0]?.tenant;
  let total = 0;
  for (const type of ['Users', 'Groups']) {
    const answer = await fetch(`${tenant?.scimBaseUrl}/${type}?count=0`, {
      headers: { Authorization: `Bearer ${tenant?.token}` },
    });
    total += ((await answer.json()) as { totalResults: number }).totalResults;
  }
  return total;
}

for (const vendor of LOAD_VENDORS) {
  test(`a correct server loses nothing of ${vendor}'s load, and nothing is left on it`, async () => {
    const { result, left } = await loaded({ ...PLAN, vendor });
    assert.deepEqual(result.errors, []);
    assert.deepEqual(result.people, { done: 20, abandoned: 0 });
    assert.deepEqual(result.readBack.lost, []);
    assert.equal(result.readBack.unread + result.readBack.unknown, 0);
    // Both views: presence and activity of 16 users (of 12 where 4 are deleted), and 16 memberships.
    assert.equal(result.readBack.compared, 2 * ((vendor === 'sailpoint' ? 28 : 32) + 16));
    assert.deepEqual(breaches(result, { ...NO_THRESHOLDS, maxErrors: 0 }), []);
    assert.equal(left, 0);
  });
}

test('a server that loses members when changes meet is found out, though it acknowledged every one', async () => {
  const { result, left } = await loaded({ ...PLAN, vendor: 'sailpoint' }, faultById('F-OKTA-27'));
  assert.deepEqual(result.errors, []);
  const kinds = lostKinds(result.readBack.lost);
  const missing = kinds.find(({ what }) => what === 'a member that was added is missing');
  assert.ok((missing?.count ?? 0) > 0, JSON.stringify(kinds));
  assert.match(breaches(result, NO_THRESHOLDS)[0] ?? '', /^\d+ acknowledged changes are not what the server holds$/);
  assert.equal(left, 0);
});

test('a leaver who only seems to leave the group is seen in the identity API', async () => {
  const hidden: Fault = { id: 'F-X-01', title: '', breaks: ['X-01'], state: 'state-member-removal-shows-only' };
  const { result } = await loaded({ ...PLAN, vendor: 'sailpoint', churn: 0 }, hidden);
  assert.deepEqual(result.readBack.lost, []);
  const churned = await loaded({ ...PLAN, vendor: 'entra' }, hidden);
  assert.deepEqual(
    lostKinds(churned.result.readBack.lost).map(({ what, where, count }) => ({ what, where, count })),
    [{ what: 'a member that was removed is still there', where: 'identity', count: 4 }],
  );
});

test('a server that fails now and then gives error classes and open outcomes, no lost updates', async () => {
  let asked = 0;
  const flaky: Fault = {
    id: 'F-X-02',
    title: 'each fifth change of a group ends in a 500 after it was done',
    breaks: ['X-02'],
    response: (response, request) => {
      if (request.method !== 'PATCH' || !request.url.includes('/Groups/')) return response;
      asked += 1;
      return asked % 5 === 0 ? { ...response, status: 500, body: Buffer.from('{}') } : response;
    },
  };
  const { result } = await loaded({ ...PLAN, vendor: 'entra' }, flaky);
  const [first] = result.errors;
  assert.equal(first?.operation, 'PATCH /Groups/{id}');
  assert.match(first?.what ?? '', /^status 500/);
  assert.deepEqual(result.readBack.lost, []);
  assert.ok(result.readBack.unknown > 0);
  assert.match(
    breaches(result, { ...NO_THRESHOLDS, maxErrors: 1 }).join(' '),
    /% of the requests failed, allowed are 1 %/,
  );
});

test('the rate is kept, and an interruption still removes everything', async () => {
  const paced = await loaded({ ...PLAN, users: 10, churn: 0, rate: 50 });
  assert.ok(paced.result.seconds >= 0.17, `${paced.result.seconds} s for 10 people at 50 a second`);
  assert.notEqual(paced.result.behindMs, null);

  const interruption = new AbortController();
  const say = (sentence: string) => {
    if (sentence.startsWith('provisioning')) setTimeout(() => interruption.abort(), 100);
  };
  const started = performance.now();
  const plan = { ...PLAN, users: 600, churn: 10, rate: 20 };
  const { result, left } = await loaded(plan, null, { signal: interruption.signal, say });
  assert.ok(performance.now() - started < 10_000, 'those who wait for their turn are dropped');
  assert.equal(result.complete, false);
  assert.ok(result.people.done < 20);
  assert.deepEqual(result.readBack.lost, []);
  assert.equal(left, 0);
});

test('the page shows every operation, its plots and what was lost, and loads nothing from outside', async () => {
  const { result, target } = await loaded(PLAN);
  const lost: LoadResult['readBack']['lost'] = [
    { what: 'a user is missing', where: 'SCIM', user: '<b>somebody</b>', group: null },
  ];
  const page = loadPage({ ...result, readBack: { ...result.readBack, lost } }, target, ['p95 is 9 ms, allowed are 5']);
  for (const { operation } of result.operations)
    assert.ok(page.includes(`<td>${operation.replaceAll('&', '&amp;')}</td>`), operation);
  assert.equal(page.match(/<svg /g)?.length, 3);
  assert.doesNotMatch(page, /NaN|undefined|Infinity/);
  assert.ok(page.includes('p95 is 9 ms, allowed are 5'));
  assert.ok(page.includes('&lt;b&gt;somebody'));
  assert.ok(page.includes('a double of Vault 2.2.0'));
  assert.deepEqual(loadedFromOutside(page), []);
});

test('latency and throughput have thresholds', async () => {
  const { result } = await loaded({ ...PLAN, users: 4, churn: 0 });
  const strict = { maxP95: 0, maxP99: 0, maxErrors: 0, minThroughput: 1e6 };
  assert.deepEqual(
    breaches(result, strict).map((sentence) => sentence.split(' ')[0]),
    ['p95', 'p99', breaches(result, strict)[2]?.split(' ')[0]],
  );
  assert.deepEqual(breaches(result, NO_THRESHOLDS), []);
});
