import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ASSUMPTIONS } from '../../src/mock/behaviour.ts';
import { readCatalogue, readContract } from '../../src/rulebook/rulebook.ts';
import type { Row } from '../../src/verdicts/row.ts';
import { VERDICTS } from '../../src/verdicts/verdict.ts';
import { compareVersions } from '../../src/verdicts/versions.ts';
import { type ExpectedOutcomes, expectedOutcomes, VERSIONS } from './expected-outcomes.ts';

const catalogue = readCatalogue();
const byId = new Map(catalogue.map((row) => [row.id, row]));
const vendorRows = catalogue.filter((row) => row.authority === 'vendor');

function rowOf(id: string): Row {
  const row = byId.get(id);
  assert.ok(row, `no row ${id}`);
  return row;
}

function speaksOf(row: Row, version: string): boolean {
  return (
    (row.since === undefined || compareVersions(version, row.since) >= 0) &&
    (row.until === undefined || compareVersions(version, row.until) < 0)
  );
}

function verdictsOf(expected: ExpectedOutcomes): Map<string, string> {
  return new Map(expected.rows.map(({ row, verdict }) => [row, verdict]));
}

for (const version of VERSIONS) {
  const expected = expectedOutcomes(version);
  const verdicts = verdictsOf(expected);
  const limits = (readContract(`vault-${version}`)?.entries ?? []).filter(
    (entry) => byId.get(entry.row)?.authority === 'vendor',
  );

  describe(`the expected outcomes on Vault ${version}`, () => {
    it('name every vendor row once, in its profile and with its modes', () => {
      assert.equal(expected.version, version);
      assert.deepEqual(expected.rows.map(({ row }) => row).sort(), vendorRows.map((row) => row.id).sort());
      for (const { row: id, profile, modes } of expected.rows) {
        const row = rowOf(id);
        assert.equal(profile, row.profile, id);
        if (row.modes.length > 0) assert.deepEqual(Object.keys(modes ?? {}), row.modes, id);
      }
    });

    it('are verdicts that the severity allows', () => {
      for (const { row: id, verdict, modes } of expected.rows) {
        const { level } = rowOf(id);
        const closed = ['not-applicable'];
        const allowed = {
          MUST: ['passed', 'failed', 'incompatible', ...closed],
          SHOULD: ['passed', 'warned', ...closed],
          MAY: ['observed', ...closed],
        }[level as 'MUST' | 'SHOULD' | 'MAY'];
        assert.ok(allowed.includes(verdict), `${id}: ${verdict} on a ${level} row`);
        const ranks = Object.values(modes ?? {}).map((one) => VERDICTS.indexOf(one));
        if (ranks.length > 0) assert.equal(Math.min(...ranks), VERDICTS.indexOf(verdict), id);
      }
    });

    it('say of a pass on an inferred form that it is unproven', () => {
      for (const { row: id, verdict, unproven = false } of expected.rows) {
        assert.equal(unproven, verdict === 'passed' && rowOf(id).unproven, id);
      }
    });

    it('excuse exactly the rows that the contract names', () => {
      const incompatible = expected.rows.filter(({ verdict }) => verdict === 'incompatible').map(({ row }) => row);
      const must = limits.map(({ row }) => row).filter((id) => rowOf(id).level === 'MUST');
      assert.deepEqual([...new Set(must)].sort(), incompatible.sort());
      for (const { row } of limits) assert.match(verdicts.get(row) ?? '', /^(incompatible|warned)$/, row);
    });

    it('rest on Vault rows that decide in this version', () => {
      for (const entry of limits) {
        const vault = rowOf(entry.vault);
        assert.ok(vault.authority === 'vault' && vault.decides && speaksOf(vault, version), entry.vault);
        assert.equal(entry.collision, rowOf(entry.row).collision, entry.row);
        assert.ok((entry.answer.status ?? []).length > 0 && entry.documented && entry.link, entry.row);
      }
    });

    it('give a reason whose references resolve', () => {
      for (const { row, reason, basis } of expected.rows) {
        assert.match(reason, /\.$/, row);
        for (const [id] of reason.matchAll(/VAULT-[A-Z]+-\d\d/g)) rowOf(id);
        for (const [, name, value] of basis.matchAll(/([\w.-]+)=([\w-]+)/g)) {
          assert.equal(ASSUMPTIONS.find((one) => one.name === name)?.default, value, `${row}: ${name}`);
        }
      }
      for (const { client, reason } of expected.journeys) {
        assert.match(reason, /\.$/, client);
        for (const [id] of reason.matchAll(/VAULT-[A-Z]+-\d\d/g)) rowOf(id);
      }
    });

    it('tell of each journey once how it ends and which request decides it', () => {
      const keys = expected.journeys.map(({ client, mode, variant = '' }) => `${client}/${mode}/${variant}`);
      assert.equal(new Set(keys).size, keys.length);
      for (const mode of [
        'okta/AIW/',
        'okta/OIN/',
        'sailpoint/patch/',
        'sailpoint/put/',
        'entra/default/',
        'entra/flag/',
      ]) {
        assert.ok(keys.includes(mode), mode);
      }
      for (const { client, outcome, request } of expected.journeys) {
        assert.match(outcome, /^(works|degraded|broken)$/, client);
        assert.equal(request === undefined, outcome === 'works', client);
      }
    });
  });
}

describe('the expected outcomes over the versions', () => {
  const of = (version: string, row: string) => verdictsOf(expectedOutcomes(version)).get(row);
  const journey = (version: string, client: string, mode: string) =>
    expectedOutcomes(version).journeys.find((one) => one.client === client && one.mode === mode && !one.variant);

  it('fail no row on the newest version', () => {
    assert.ok(!expectedOutcomes('2.2.0').rows.some(({ verdict }) => verdict === 'failed'));
  });

  it('see the removal of a pushed member fail on 2.0.0 only', () => {
    assert.deepEqual(
      VERSIONS.map((version) => of(version, 'OKTA-17')),
      ['failed', 'passed', 'passed', 'passed'],
    );
  });

  it('break every group push before 2.0.4, and in mode OIN always', () => {
    const outcomes = (mode: string) => VERSIONS.map((version) => journey(version, 'okta', mode)?.outcome);
    assert.deepEqual(outcomes('AIW'), ['broken', 'broken', 'works', 'works']);
    assert.deepEqual(outcomes('OIN'), ['broken', 'broken', 'broken', 'broken']);
  });

  it('let SailPoint disable by replace and not by patch', () => {
    for (const version of VERSIONS) {
      assert.equal(journey(version, 'sailpoint', 'patch')?.leaver_stays_active, 'yes', version);
      assert.equal(journey(version, 'sailpoint', 'put')?.leaver_stays_active, 'no', version);
    }
  });
});
