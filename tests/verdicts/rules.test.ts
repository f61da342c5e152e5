import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Contract } from '../../src/verdicts/contract.ts';
import type { Expectation } from '../../src/verdicts/expectations.ts';
import type { Level, Row } from '../../src/verdicts/row.ts';
import { type RuleContext, type Ruling, rule } from '../../src/verdicts/rules.ts';
import type { Observation, Verdict } from '../../src/verdicts/verdict.ts';

const today = new Date('2026-11-24T12:00:00Z');
const context: RuleContext = {
  gate: { open: true },
  contract: null,
  expectations: [],
  today,
  rulingOf: () => null,
};

function row(changes: Partial<Row> = {}): Row {
  return {
    id: 'R-1',
    authority: 'rfc',
    profile: 'rfc',
    area: 'lists',
    level: 'MUST',
    kind: 'read',
    statement: 'A statement.',
    source: 'RFC 7644 section 3',
    gate: '',
    decides: true,
    tolerant: false,
    notes: '',
    unproven: false,
    modes: [],
    ...changes,
  };
}

function observed(outcome: Observation['outcome'], changes: Partial<Observation> = {}): Observation {
  return { row: 'R-1', outcome, what: 'the total', exchanges: [], ...changes };
}

function ruled(verdict: Verdict, reason = ''): Pick<Ruling, 'verdict' | 'reason'> {
  return { verdict, reason };
}

function verdict(one: Row, observations: Observation[], changes: Partial<RuleContext> = {}): Verdict {
  return rule(one, 'ended', observations, { ...context, ...changes }).verdict;
}

describe('the verdict of a row', () => {
  const failures: [Level, boolean, Verdict][] = [
    ['MUST', false, 'failed'],
    ['MUST NOT', false, 'failed'],
    ['SHOULD', false, 'warned'],
    ['SHOULD NOT', false, 'warned'],
    ['IMPLIED', false, 'failed'],
    ['IMPLIED', true, 'warned'],
    ['MAY', false, 'failed'],
  ];
  for (const [level, tolerant, expected] of failures) {
    it(`is ${expected} for a finding on a ${tolerant ? 'tolerant ' : ''}${level} row`, () => {
      assert.equal(verdict(row({ level, tolerant }), [observed('failed')]), expected);
    });
  }

  it('is observed where no authority speaks, whatever the server does', () => {
    assert.equal(verdict(row({ decides: false }), [observed('failed')]), 'observed');
    assert.equal(verdict(row({ decides: false }), [observed('passed')]), 'observed');
  });

  it('gives the words that a test recorded as the reason, not those of an assertion beside them', () => {
    const observations = [observed('passed'), observed('observed', { what: '400 invalidPath' })];
    assert.equal(rule(row({ decides: false }), 'ended', observations, context).reason, '400 invalidPath');
    const differing = [...observations, observed('failed')];
    assert.equal(rule(row({ decides: false }), 'ended', differing, context).reason, 'differs: the total');
  });

  it('is observed for a MAY row that the server offers', () => {
    assert.equal(verdict(row({ level: 'MAY' }), [observed('passed')]), 'observed');
  });

  it('is passed as an unproven form where the request is inferred', () => {
    const ruling = rule(row({ unproven: true }), 'ended', [observed('passed')], context);
    assert.deepEqual([ruling.verdict, ruling.reason], ['passed', 'unproven form']);
  });

  it('is the worst of its observations', () => {
    const order: Observation['outcome'][] = ['failed', 'harness-error', 'blocked', 'observed', 'passed'];
    for (let i = 0; i < order.length - 1; i += 1) {
      const [worse, better] = [order[i] ?? 'failed', order[i + 1] ?? 'passed'];
      assert.equal(verdict(row(), [observed(better), observed(worse)]), worse);
    }
  });

  it('has the same reason in whatever order the tests of the row ended, a high risk first', () => {
    const found = [
      observed('observed', { what: 'a: 400' }),
      observed('observed', { what: 'c: 200', risk: 'high' }),
      observed('observed', { what: 'b: 404' }),
    ];
    const reasons = [found, [...found].reverse()].map((order) => rule(row(), 'ended', order, context).reason);
    assert.deepEqual(reasons, ['c: 200', 'c: 200']);
  });

  it('is a harness error when the test ended without a judgement', () => {
    assert.equal(verdict(row(), []), 'harness-error');
  });

  it('is not applicable when the gate is closed, also for a test that ran', () => {
    const gate = { open: false, reason: 'not offered here: sort' } as const;
    assert.equal(verdict(row(), [observed('failed')], { gate }), 'not-applicable');
  });

  it('is not run, with the reason, for a row without a test, a deselected and an interrupted one', () => {
    for (const execution of ['unserved', 'deselected', 'interrupted'] as const) {
      const ruling = rule(row(), execution, [], context);
      assert.deepEqual([ruling.verdict, ruling.reason], ['not-run', execution]);
    }
  });

  it('keeps a finding that was made before the test was cut off', () => {
    for (const outcome of ['failed', 'harness-error'] as const)
      assert.equal(rule(row(), 'interrupted', [observed(outcome)], context).verdict, outcome);
  });
});

describe('a documented limit', () => {
  const contract: Contract = {
    name: 'vault-2.2.0',
    version: '2.2.0',
    entries: [{ row: 'R-1', vault: 'VAULT-1', documented: 'filters are few', answer: { status: [400] } }],
    knownIssues: [{ vault: 'R-1', documented: 'Removal is not understood.', work_around: 'Relink the group.' }],
  };
  const refused = observed('failed', { answer: { operation: 'GET /Users?filter', status: 400 } });
  const broken = observed('failed', { answer: { operation: 'GET /Users?filter', status: 500 } });

  it('makes a deviation when the Vault row passed in the same run', () => {
    assert.equal(verdict(row(), [refused], { contract, rulingOf: () => ruled('passed') }), 'deviation');
  });

  it('makes a vendor row incompatible', () => {
    const vendor = row({ authority: 'vendor' });
    assert.equal(verdict(vendor, [refused], { contract, rulingOf: () => ruled('passed') }), 'incompatible');
  });

  it("leaves a vendor's wish a warning", () => {
    const wish = row({ authority: 'vendor', level: 'SHOULD' });
    assert.equal(verdict(wish, [refused], { contract, rulingOf: () => ruled('passed') }), 'warned');
  });

  it('excuses nothing but the documented answer', () => {
    assert.equal(verdict(row(), [broken], { contract, rulingOf: () => ruled('passed') }), 'failed');
  });

  it('excuses no other request than the one that the documentation speaks of', () => {
    const entries = [
      {
        row: 'R-1',
        vault: 'VAULT-1',
        documented: 'filters are few',
        answer: { operation: 'GET /Users?', status: [400] },
      },
    ];
    const elsewhere = observed('failed', { answer: { operation: 'GET /Groups?filter', status: 400 } });
    const verdicts = [refused, elsewhere].map((finding) =>
      verdict(row(), [finding], { contract: { ...contract, entries }, rulingOf: () => ruled('passed') }),
    );
    assert.deepEqual(verdicts, ['deviation', 'failed']);
  });

  it('excuses nothing when the Vault row failed', () => {
    assert.equal(verdict(row(), [refused], { contract, rulingOf: () => ruled('failed') }), 'failed');
  });

  it('is not decided when the Vault row rests on a read that was late', () => {
    const rulingOf = () => ruled('observed', 'stale-read: GET /Users showed the last write only later');
    const ruling = rule(row(), 'ended', [refused], { ...context, contract, rulingOf });
    assert.deepEqual([ruling.verdict, ruling.risk], ['observed', 'high']);
    assert.match(ruling.reason, /^stale-read: VAULT-1/);
    assert.equal(
      rule(row({ level: 'SHOULD' }), 'ended', [refused], { ...context, contract, rulingOf }).verdict,
      'observed',
    );
    assert.equal(verdict(row(), [refused], { contract, rulingOf: () => ruled('observed', 'executed') }), 'failed');
  });

  it('is blocked when the Vault row was not verified in the run', () => {
    assert.equal(verdict(row(), [refused], { contract, rulingOf: () => ruled('not-run') }), 'blocked');
    const wish = row({ level: 'SHOULD' });
    assert.equal(verdict(wish, [refused], { contract, rulingOf: () => ruled('not-run') }), 'warned');
  });

  it('never excuses a Vault row', () => {
    assert.equal(
      verdict(row({ authority: 'vault' }), [refused], { contract, rulingOf: () => ruled('passed') }),
      'failed',
    );
  });

  it('stays failed as a known issue of a Vault row, with the work-around', () => {
    const ruling = rule(row({ authority: 'vault' }), 'ended', [broken], { ...context, contract });
    assert.equal(ruling.verdict, 'failed');
    assert.equal(ruling.reason, 'known issue: the total');
    assert.match(ruling.message, /Relink the group/);
  });
});

describe('an accepted finding', () => {
  const answer = { operation: 'GET /Users', status: 200 };
  const expectation: Expectation = {
    id: 'R-1',
    target: 'vault',
    finding: { operation: 'GET /Users', status: 200, what: 'the total' },
    reason: 'Being mended.',
    owner: 'identity team',
    link: 'https://tracker.example/1',
    expires: '2026-12-24',
  };
  const expectations = [expectation];

  it('is accepted when it is the same finding', () => {
    assert.equal(verdict(row(), [observed('failed', { answer })], { expectations }), 'accepted');
  });

  it('fails when it is another finding', () => {
    const other = observed('failed', { answer, what: 'the page' });
    assert.equal(verdict(row(), [other], { expectations }), 'failed');
  });

  it('is stale when the row passes', () => {
    assert.equal(verdict(row(), [observed('passed')], { expectations }), 'stale');
  });

  it('is stale after its last day', () => {
    const expired = [{ ...expectation, expires: '2026-11-23' }];
    assert.equal(verdict(row(), [observed('failed', { answer })], { expectations: expired }), 'stale');
  });
});
