import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barChart, lineChart } from '../../src/load/chart.ts';

test('the axis ends at a round number above the largest value', () => {
  const { yTicks, bars } = barChart('', ['a', 'b'], [37, 12], [0, 3]);
  assert.deepEqual(
    yTicks.map(({ label }) => label),
    ['0', '10', '20', '30', '40'],
  );
  assert.equal(bars.filter(({ kind }) => kind === 'error').length, 1);
});

test('a logarithmic axis has a line for each power of ten, and a gap draws no point', () => {
  const { yTicks, lines } = lineChart('', ['p50', 'p99', 'p100'], [{ name: 'x', values: [0.5, null, 80] }], {
    logarithmic: true,
  });
  assert.deepEqual(
    yTicks.map(({ label }) => label),
    ['0.1', '1', '10', '100'],
  );
  assert.equal(lines[0]?.points.split(' ').length, 2);
});

test('nothing to draw gives an empty plot', () => {
  const charts = [barChart('', [], [], []), lineChart('', [], [], { logarithmic: true })];
  assert.doesNotMatch(JSON.stringify(charts), /null|NaN/);
});
