/** A plot in user units of an SVG, as the page's template draws it. */
export interface Chart {
  title: string;
  width: number;
  height: number;
  left: number;
  right: number;
  yTicks: { at: number; label: string }[];
  xTicks: { at: number; label: string }[];
  bars: { kind: 'bar' | 'error'; x: number; y: number; width: number; height: number }[];
  lines: { name: string; colour: string; points: string }[];
}

export interface Series {
  name: string;
  /** One value a place on the x axis; null leaves a gap. */
  values: readonly (number | null)[];
}

const WIDTH = 960;
const HEIGHT = 260;
const LEFT = 64;
const RIGHT = WIDTH - 16;
const TOP = 12;
const BOTTOM = HEIGHT - 24;
const MOST_LABELS = 12;
const COLOURS = ['#4c8eda', '#d9822b', '#1a7f37', '#8a63d2', '#cf222e', '#0e8a8a', '#b5559c', '#777777'];

/** Lines over named places. @param logarithmic for values that differ by orders of magnitude, all above zero */
export function lineChart(
  title: string,
  places: readonly string[],
  series: readonly Series[],
  { logarithmic = false } = {},
): Chart {
  const all = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const scale = logarithmic ? logScale(all) : linearScale(all);
  const x = (i: number) => LEFT + ((i + 0.5) * (RIGHT - LEFT)) / Math.max(1, places.length);
  const lines = series.map(({ name, values }, i) => ({
    name,
    colour: COLOURS[i % COLOURS.length] ?? 'gray',
    points: values
      .flatMap((value, at) => (value === null ? [] : [`${round(x(at))},${round(scale.y(value))}`]))
      .join(' '),
  }));
  return { ...frame(title, places, scale.ticks), bars: [], lines };
}

/** Bars over named places, with the part that are errors in front of each. */
export function barChart(title: string, places: readonly string[], totals: number[], errors: number[]): Chart {
  const scale = linearScale(totals);
  const step = (RIGHT - LEFT) / Math.max(1, places.length);
  const bar = (kind: 'bar' | 'error') => (value: number, i: number) => {
    const y = round(scale.y(value));
    return { kind, x: round(LEFT + (i + 0.1) * step), y, width: round(0.8 * step), height: round(BOTTOM - y) };
  };
  const bars = [...totals.map(bar('bar')), ...errors.map(bar('error')).filter(({ height }) => height > 0)];
  return { ...frame(title, places, scale.ticks), bars, lines: [] };
}

function frame(title: string, places: readonly string[], yTicks: Chart['yTicks']): Omit<Chart, 'bars' | 'lines'> {
  const every = Math.ceil(places.length / MOST_LABELS);
  const x = (i: number) => LEFT + ((i + 0.5) * (RIGHT - LEFT)) / Math.max(1, places.length);
  const xTicks = places.map((label, i) => ({ at: round(x(i)), label })).filter((_, i) => i % every === 0);
  return { title, width: WIDTH, height: HEIGHT, left: LEFT, right: RIGHT, yTicks, xTicks };
}

function linearScale(values: readonly number[]) {
  const step = niceStep(Math.max(...values, 1) / 4);
  const most = step * Math.ceil(Math.max(...values, 1) / step);
  const y = (value: number) => BOTTOM - (value / most) * (BOTTOM - TOP);
  const count = Math.round(most / step);
  return {
    y,
    ticks: Array.from({ length: count + 1 }, (_, i) => ({ at: round(y(i * step)), label: short(i * step) })),
  };
}

function logScale(values: readonly number[]) {
  const positive = values.filter((value) => value > 0);
  const least = Math.floor(Math.log10(Math.min(...positive, 1)));
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...positive, 1))));
  const y = (value: number) =>
    BOTTOM - ((Math.log10(Math.max(value, 10 ** least)) - least) / (most - least)) * (BOTTOM - TOP);
  const ticks = Array.from({ length: most - least + 1 }, (_, i) => 10 ** (least + i));
  return { y, ticks: ticks.map((value) => ({ at: round(y(value)), label: short(value) })) };
}

/** 1, 2 or 5 times a power of ten, not below the value. */
function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((factor) => factor * power >= value) ?? 10);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
