import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { TestInfo } from '@playwright/test';
import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../src/evidence/recorder.ts';
import { Redaction } from '../../src/evidence/redaction.ts';
import { activate } from '../../src/harness/active-record.ts';
import { expectAllOrNothing, expectUnsupported, stateOf, wordsOf } from '../../src/harness/outcome.ts';
import { TestRecord } from '../../src/harness/test-record.ts';
import type { Answer } from '../../src/scim/answer.ts';
import { layerOf } from '../../src/scim/layer.ts';

function answer(status: number, body?: unknown): Answer {
  const layer = layerOf({ status, mediaType: 'application/json', body, text: JSON.stringify(body) ?? '' });
  const exchange = { method: 'PATCH', url: 'http://vault/v1/identity/scim/v2/Users/1', status, responseBody: '' };
  return { status, body, layer, exchange } as Answer;
}

const error = (scimType?: string) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], scimType });
const group = (displayName: string, ...members: string[]) =>
  answer(200, { id: '1', displayName, members: members.map((value) => ({ value, display: 'Jo' })), meta: {} });

let record: TestRecord;

beforeEach(() => {
  const info = { attachments: [] } as unknown as TestInfo;
  const recorder = new Recorder(new Redaction(), new Pseudonyms('vsc-', 'seed'));
  record = new TestRecord(info, recorder, ['VAULT-GPATCH-09'], { fault: null, mode: null });
  activate(record);
});

const outcomes = () => record.observations.map(({ outcome }) => outcome);

describe('an answer in words', () => {
  const cases: [Answer, string][] = [
    [answer(200, {}), '200'],
    [answer(400, error('invalidPath')), '400 invalidPath'],
    [answer(404, { errors: ['unsupported path'] }), "404 in Vault's form"],
    [answer(502, 'bad gateway'), '502 in no known form'],
    [answer(0), 'no answer'],
  ];
  for (const [given, words] of cases) it(`is "${words}"`, () => assert.equal(wordsOf(given), words));
});

it('compares members by their ids, and leaves out schemas and meta', () => {
  assert.deepEqual(stateOf(group('Admins', 'b', 'a')), {
    id: '1',
    displayName: 'Admins',
    members: ['a', 'b'],
    groups: [],
  });
});

describe('a request that is all or nothing', () => {
  const executed = { members: ['b'] };

  it('passes when it is refused and nothing changed', () => {
    const words = expectAllOrNothing(answer(400, error()), {
      before: group('A', 'a'),
      after: group('A', 'a'),
      executed,
    });
    assert.equal(words, '400, nothing changed');
  });

  it('passes when it succeeds with the whole effect', () => {
    const words = expectAllOrNothing(answer(204), { before: group('A', 'a'), after: group('A', 'b'), executed });
    assert.equal(words, '204, executed');
  });

  it('fails when it succeeds without the effect, or with more', () => {
    for (const after of [group('A', 'a'), group('A', 'a', 'b'), group('B', 'b')]) {
      assert.throws(() => expectAllOrNothing(answer(204), { before: group('A', 'a'), after, executed }));
    }
  });

  it('fails when it is refused but changed something, or broke down', () => {
    const [before, changed] = [group('A', 'a'), group('A', 'b')];
    assert.throws(() => expectAllOrNothing(answer(400, error()), { before, after: changed, executed }));
    assert.throws(() => expectAllOrNothing(answer(500), { before, after: before, executed }));
  });
});

describe('a request that documentation calls unsupported', () => {
  const before = group('A', 'a');
  const executed = { members: ['b'] };

  it('passes when it is refused', () => {
    expectUnsupported(answer(400, error()), { before, after: before, executed });
    assert.deepEqual(outcomes(), ['passed', 'passed']);
  });

  it('is recorded when it is executed completely', () => {
    expectUnsupported(answer(204), { before, after: group('A', 'b'), executed });
    assert.deepEqual(outcomes(), ['passed', 'observed']);
  });
});
