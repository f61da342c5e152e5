import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fault } from '../../src/faults/fault.ts';
import { type KillMatrix, killMatrix, mergedMatrix } from '../../src/reporting/kill-matrix.ts';
import { killMatrixStatus, killMatrixSummary } from '../../src/reporting/kill-matrix-report.ts';
import { rowById } from '../../src/rulebook/rulebook.ts';

const MUST = 'VAULT-USER-01';
const OTHER = 'VAULT-USER-02';
const fault = (id: string, ...breaks: [string, ...string[]]): Fault => ({ id, title: `what ${id} does`, breaks });

/** The matrix of one defect, F-1, that breaks MUST, and turned these rows red. */
function matrixOf(red: string[], more: Partial<Parameters<typeof killMatrix>[0]> = {}): KillMatrix {
  return killMatrix({
    faults: [fault('F-1', MUST)],
    tried: new Map([['F-1', new Set([MUST, OTHER])]]),
    failed: new Map([['F-1', new Set(red)]]),
    killable: [MUST, OTHER].map(rowById),
    falseAlarms: [],
    durationMs: 1_000,
    rows: 'sample',
    ...more,
  });
}

const ALONE = { troubles: [], isWhole: true };
const PART = { troubles: [], isWhole: false };

describe('a seeded defect', () => {
  it('is killed by a row that it breaks, and what else is red is collateral', () => {
    const { defects, precision, recall } = matrixOf([MUST, OTHER]);
    assert.deepEqual(
      defects.map(({ outcome, killedBy, collateral }) => [outcome, killedBy, collateral]),
      [['killed', [MUST], [OTHER]]],
    );
    assert.deepEqual([recall, precision], [1, 0.5]);
  });

  it('is blamed wrongly when only rows are red that it does not break', () => {
    assert.equal(matrixOf([OTHER]).defects[0]?.outcome, 'wrong-blame');
  });

  it('survives when nothing is red', () => {
    assert.equal(matrixOf([]).defects[0]?.outcome, 'survived');
  });

  it('was not run when no row that it breaks was tried', () => {
    assert.equal(matrixOf([], { tried: new Map() }).defects[0]?.outcome, 'not-run');
  });
});

describe('the kill matrix ends with', () => {
  const all = { killable: [MUST].map(rowById) };

  it('0 when every defect is killed and every row has its killer', () => {
    assert.equal(killMatrixStatus(matrixOf([MUST], all), ALONE), 0);
  });

  it('1 for a survivor and for wrong blame', () => {
    assert.equal(killMatrixStatus(matrixOf([], all), ALONE), 1);
    assert.equal(killMatrixStatus(matrixOf([OTHER], all), ALONE), 1);
  });

  it('1 for a row that is red without a defect', () => {
    assert.equal(killMatrixStatus(matrixOf([MUST], { ...all, falseAlarms: [OTHER] }), ALONE), 1);
  });

  it('1 for a MUST row without a killer, unless another part may hold it', () => {
    assert.match(rowById(OTHER).level, /^MUST/);
    assert.equal(killMatrixStatus(matrixOf([MUST]), ALONE), 1);
    assert.equal(killMatrixStatus(matrixOf([MUST]), PART), 0);
    assert.match(killMatrixSummary(matrixOf([MUST]), ALONE), new RegExp(`Rows without a killer: ${OTHER}`));
    assert.doesNotMatch(killMatrixSummary(matrixOf([MUST]), PART), /without a killer/);
  });

  it('3 when a trial ended without a record', () => {
    assert.equal(killMatrixStatus(matrixOf([MUST], all), { ...ALONE, troubles: ['F-1: crashed'] }), 3);
  });
});

describe('the parts of a kill matrix', () => {
  const other = () =>
    killMatrix({
      faults: [fault('F-2', OTHER)],
      tried: new Map([['F-2', new Set([MUST, OTHER])]]),
      failed: new Map([['F-2', new Set([OTHER])]]),
      killable: [MUST, OTHER].map(rowById),
      falseAlarms: ['RFC7644-3.3-06'],
      durationMs: 2_000,
      rows: 'sample',
    });

  it('together are the matrix of all', () => {
    const { defects, durationMs, recall, precision, falseAlarms, rowsWithoutKiller } = mergedMatrix([
      matrixOf([MUST, OTHER]),
      other(),
    ]);
    assert.deepEqual(
      defects.map(({ id, outcome }) => [id, outcome]),
      [
        ['F-1', 'killed'],
        ['F-2', 'killed'],
      ],
    );
    assert.deepEqual([durationMs, recall, precision], [3_000, 1, 0.667]);
    assert.deepEqual(falseAlarms, ['RFC7644-3.3-06']);
    assert.deepEqual(rowsWithoutKiller, []);
  });

  it('leave a row without a killer that has none in any', () => {
    assert.deepEqual(mergedMatrix([matrixOf([MUST]), matrixOf([MUST])]).rowsWithoutKiller, [OTHER]);
  });

  it('have to be tried against the same rows', () => {
    assert.throws(() => mergedMatrix([matrixOf([MUST]), { ...other(), rows: 'every' }]), /different rows/);
    assert.throws(() => mergedMatrix([]), /no kill matrix/);
  });
});
