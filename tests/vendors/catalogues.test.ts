import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCatalogue } from '../../src/rulebook/rulebook.ts';
import { isKnownGate } from '../../src/verdicts/gate.ts';
import { templateIds } from './templates.ts';

const rows = readCatalogue().filter((row) => row.authority === 'vendor');
const checklist = rows.filter((row) => !row.id.startsWith('X-'));
const collisions = rows.filter((row) => row.id.startsWith('X-'));

const MODES: Record<string, string[]> = {
  okta: ['AIW', 'OIN'],
  sailpoint: ['patch', 'put'],
  entra: ['default', 'flag'],
  'other-clients': ['patch', 'put'],
};

function numbered(prefix: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`);
}

function idsOf(profile: string): string[] {
  return checklist.filter((row) => row.profile === profile).map((row) => row.id);
}

describe("the vendors' catalogues", () => {
  it('hold every row of the four checklists', () => {
    assert.deepEqual(idsOf('okta'), numbered('OKTA', 30));
    assert.deepEqual(idsOf('sailpoint'), [...numbered('SAIL', 21), 'SAIL-22']);
    assert.deepEqual(idsOf('entra'), [...numbered('ENTRA', 26), 'ENTRA-27']);
    assert.deepEqual(idsOf('other-clients'), [
      ...numbered('ONEL', 4),
      ...numbered('JUMP', 3),
      ...numbered('PING', 2),
      ...['GOOG-01', 'RIPP-01', 'CYBR-01', 'SNOW-01'],
      ...numbered('KEYC', 2),
      ...['AUTH-01', 'SAVI-01', 'OTHER-01'],
    ]);
    // The four checklists have 94 rows; three more carry the journeys that no checklist row speaks of.
    assert.equal(checklist.length, 94 + 3);
  });

  it('hold the seventeen collisions, each in the profile that runs it', () => {
    assert.deepEqual(
      collisions.map((row) => row.id),
      numbered('X', 17),
    );
    assert.deepEqual(
      collisions.filter((row) => MODES[row.profile] === undefined),
      [],
    );
  });

  it('only record what a collision comes to', () => {
    for (const row of collisions) {
      assert.equal(row.level, 'MAY', row.id);
      assert.match(row.statement, /^Records what this server does with /, row.id);
    }
  });

  it('name collisions, gates, modes and forms that exist', () => {
    const known = new Set(collisions.map((row) => row.id));
    for (const row of rows) {
      assert.ok(row.collision === undefined || known.has(row.collision), `${row.id}: ${row.collision}`);
      assert.ok(isKnownGate(row.gate), `${row.id}: ${row.gate}`);
      for (const mode of row.modes) assert.ok(MODES[row.profile]?.includes(mode), `${row.id}: ${mode}`);
    }
  });

  it('state a requirement in one sentence and cite a public document', () => {
    for (const row of rows) {
      assert.match(row.statement, /^(The|Records) [^.]+(\.\w[^.]*)*\.$/, row.id);
      assert.match(row.source, /https:\/\/|^RFC \d+ section/, row.id);
      assert.ok(row.notes.length > 0, row.id);
    }
  });

  it('name requests that are written down', () => {
    const known = templateIds();
    for (const row of rows) {
      for (const [id] of row.notes.matchAll(/\b(?:OK|SP|E|OL|JC)-B\d\d\b/g)) {
        assert.ok(known.has(id), `${row.id} names ${id}`);
      }
    }
  });
});
