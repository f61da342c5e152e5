import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LiveJudge } from '../../src/judge/live-judge.ts';
import type { PassedExchange } from '../../src/judge/passed-exchange.ts';
import { PASSIVE_ROWS } from '../../src/judge/vendors.ts';

const BASE = '/v1/identity/scim/v2';
const user = (active: boolean) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: 'u1',
  userName: 'kim.example',
  active,
});
const deactivation = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', value: { active: false } }],
};

/** An exchange that lasts from one millisecond to another. */
function passed(
  method: string,
  path: string,
  status: number,
  [startedAt, endedAt]: [number, number],
  more: { sent?: unknown; answer?: unknown } = {},
): PassedExchange {
  const body = (value: unknown) => ({
    bytes: Buffer.from(value === undefined ? '' : JSON.stringify(value)),
    isWhole: true,
  });
  return {
    method,
    target: BASE + path,
    requestHeaders: [
      ['Host', 'vault.example'],
      ['Authorization', 'Bearer hvs.abcdefghijklmnop'],
    ],
    requestBody: body(more.sent),
    status,
    responseHeaders: [
      ['Content-Type', 'application/scim+json'],
      ['Date', new Date(0).toUTCString()],
    ],
    responseBody: body(more.answer),
    startedAt,
    durationMs: endedAt - startedAt,
  };
}

async function judged(...exchanges: PassedExchange[]) {
  const judge = new LiveJudge({ upstream: 'https://vault.example', rows: PASSIVE_ROWS.okta?.() ?? {} });
  for (const exchange of exchanges) judge.take(exchange);
  await judge.settled();
  return { judge, of: (row: string) => judge.findings.of(row).map(({ outcome }) => outcome) };
}

const before = passed('GET', '/Users/u1', 200, [0, 1], { answer: user(true) });
const write = passed('PATCH', '/Users/u1', 204, [10, 20], { sent: deactivation });

describe('the live judge', () => {
  it('passes a write when a later read shows it, and fails it when the read shows something else', async () => {
    const shown = await judged(before, write, passed('GET', '/Users/u1', 200, [21, 22], { answer: user(false) }));
    const notShown = await judged(before, write, passed('GET', '/Users/u1', 200, [21, 22], { answer: user(true) }));

    assert.deepEqual(shown.of('OKTA-11'), ['passed']);
    assert.deepEqual(notShown.of('OKTA-11'), ['failed']);
  });

  it('holds no read against a write that had not been answered when it began', async () => {
    const { of } = await judged(before, write, passed('GET', '/Users/u1', 200, [15, 25], { answer: user(true) }));

    assert.deepEqual(of('OKTA-11'), []);
  });

  it('decides nothing by two writes that met', async () => {
    const other = { ...deactivation, Operations: [{ op: 'replace', value: { active: true } }] };
    const meeting = passed('PATCH', '/Users/u1', 204, [15, 25], { sent: other });

    const { of } = await judged(
      before,
      write,
      meeting,
      passed('GET', '/Users/u1', 200, [30, 31], { answer: user(false) }),
    );

    assert.deepEqual(of('OKTA-11'), []);
  });

  it('holds no refusal against the server of a resource that nobody has seen', async () => {
    const { of } = await judged(passed('PATCH', '/Users/u9', 404, [0, 1], { sent: deactivation }));

    assert.deepEqual(of('OKTA-11'), []);
  });

  it('counts what it cannot judge, and goes on', async () => {
    const broken: PassedExchange = { ...before, responseHeaders: [['Content-Encoding', 'gzip']] };
    const long: PassedExchange = { ...before, responseBody: { bytes: Buffer.alloc(1), isWhole: false } };

    const { judge } = await judged(broken, long, passed('GET', '/ui/', 200, [0, 1]), before);

    assert.equal(judge.troubles.size, 1 + 1);
    assert.ok(judge.troubles.has('a body is longer than 4 MiB: passed on, not judged'));
  });

  it('stores no authorization header, and stand-ins for names and ids', async () => {
    const { judge } = await judged(
      before,
      passed('GET', '/Users?filter=userName%20eq%20%22kim.example%22', 200, [5, 6]),
    );

    const stored = JSON.stringify(judge.findings.exchangesOf(judge.findings.of('OKTA-25')));
    assert.equal(/authorization|hvs|kim|u1/i.test(stored), false, stored);
    assert.match(stored, /text-[0-9a-f]{12}/);
  });
});
