import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { PartsError, wholeRun } from '../../src/reporting/whole-run.ts';
import type { PublicRun } from '../../src/run/public-run.ts';
import { notedParts, notePart, type RunPart } from '../../src/run/run-part.ts';
import { aConformance } from './made-up-report.ts';

function aPart(current: number, total: number, change: Partial<PublicRun> = {}, selected: string[] = []): RunPart {
  const runId = change.runId ?? `run-${current}`;
  const address = `http://127.0.0.1:820${current}`;
  const run: PublicRun = {
    runId,
    seed: '1',
    target: { ...aConformance([]).target, address },
    reportsDir: '/of/the/shard',
    scimBaseUrl: `${address}/v1/vsc-${runId}-ns/identity/scim/v2`,
    prefix: `vsc-${runId}-`,
    tenantValues: [{ value: `id-of-${runId}`, variable: 'PRINCIPAL', meaning: 'the principal' }],
    beyondKnown: false,
    tlsVerified: true,
    environment: {},
    gateFacts: {} as PublicRun['gateFacts'],
    expectations: [],
    ...change,
  };
  return { run, shard: total === 1 ? null : { current, total }, selected };
}

describe('the parts of a run', () => {
  it('survive in the metadata of a configuration, each beside the others', () => {
    const [one, two] = [{}, {}];
    notePart(one, aPart(1, 2));
    notePart(two, aPart(2, 2));

    const parts = notedParts({ ...one, ...two, actualWorkers: 4 });

    assert.deepEqual(
      parts.map(({ shard }) => shard?.current),
      [1, 2],
    );
  });

  it('are whole when every shard of every selection is there', () => {
    const parts = [
      aPart(1, 2, { runId: 'a' }, ['okta']),
      aPart(2, 2, { runId: 'b' }, ['okta']),
      aPart(1, 1, {}, ['rfc']),
    ];

    const whole = wholeRun(parts, '/reports', ['okta', 'rfc']);

    assert.equal(whole.missing, null);
    assert.equal(whole.run.reportsDir, '/reports');
    assert.deepEqual(whole.run.tenantValues.map(({ value }) => value).sort(), ['id-of-a', 'id-of-b', 'id-of-run-1']);
  });

  it('are not whole without a shard of one selection, and the sentence names both', () => {
    const parts = [aPart(1, 3, {}, ['okta']), aPart(1, 1, { runId: 'b' }, ['rfc'])];

    assert.match(wholeRun(parts, '/reports').missing ?? '', /^Incomplete: shard 2, 3 of 3 \(okta\) is missing\./);
  });

  it('are not whole without a profile that was demanded, unless all profiles were run', () => {
    assert.match(wholeRun([aPart(1, 1, {}, ['rfc'])], '/reports', ['rfc', 'okta']).missing ?? '', /the profile okta/);
    assert.equal(wholeRun([aPart(1, 1)], '/reports', ['rfc', 'okta']).missing, null);
  });
});

describe('parts that cannot be one run are refused', () => {
  const { target } = aConformance([]);
  const wrong: [string, RunPart[], RegExp][] = [
    ['of no run', [], /of no run of this harness/],
    [
      'of two versions',
      [aPart(1, 2), aPart(2, 2, { target: { ...target, vaultVersion: '2.0.0' } })],
      /several targets/,
    ],
    ['a shard twice', [aPart(1, 2), aPart(1, 2, { runId: 'older' })], /Shard 1 of 2 \(all profiles\) is there twice/],
    [
      'of two addresses that somebody else runs',
      [1, 2].map((n) => aPart(n, 2, { target: { ...target, kind: 'vault', address: `https://vault-${n}:8200` } })),
      /several targets/,
    ],
  ];
  for (const [title, parts, sentence] of wrong) {
    it(title, () => {
      assert.throws(
        () => wholeRun(parts, '/reports'),
        (error) => error instanceof PartsError && sentence.test(error.message),
      );
    });
  }
});

test('Exchanges of several shards get the names and the address of one, for the script that repeats them.', () => {
  const [one, two] = [aPart(1, 2), aPart(2, 2)];
  const exchange = { url: `${two.run.scimBaseUrl}/Users`, requestBody: '{"userName":"vsc-run-2-ann"}' } as Exchange;

  const [renamed] = wholeRun([one, two], '/reports').ofOneRun([exchange]);

  assert.equal(renamed?.url, `${one.run.scimBaseUrl}/Users`);
  assert.equal(renamed?.requestBody, '{"userName":"vsc-run-1-ann"}');
});
