import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { type HarnessRun, runHarness } from './harness-run.ts';

interface Canary {
  kind: string;
  value: string;
}

let run: HarnessRun;
let folder: string;
let canaries: Canary[];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vsc-canaries-'));
  const file = join(folder, 'canaries.jsonl');
  run = await runHarness(['--config=tests/end-to-end/misbehaving/playwright.config.ts'], { CANARY_FILE: file });
  canaries = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Canary);
});

after(() => {
  run.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The value as it stands, URL-encoded, JSON-escaped, in base64 at each of its three alignments. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : shift + 1, -4),
  );
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), ...base64, ...base64.map(urlSafe)];
}

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

/** The text of a file, and of what it carries inside: zip entries, gzip, base64 of embedded report data. */
function layersOf(bytes: Buffer, depth = 0): string[] {
  const text = bytes.toString('latin1');
  if (depth > 2) return [text];
  const inner = [
    ...zipEntries(bytes),
    ...(bytes[0] === 0x1f && bytes[1] === 0x8b ? [gunzipSync(bytes)] : []),
    ...[...text.matchAll(/[A-Za-z0-9+/]{80,}={0,2}/g)].map(([match]) => Buffer.from(match, 'base64')),
  ];
  return [text, ...inner.flatMap((one) => layersOf(one, depth + 1))];
}

function zipEntries(bytes: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = bytes.indexOf('PK\u0003\u0004'); at >= 0; at = bytes.indexOf('PK\u0003\u0004', at + 4)) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 18));
    entries.push(bytes.readUInt16LE(at + 8) === 8 ? inflateRawSync(packed) : packed);
  }
  return entries;
}

describe('a run in which tests fail, time out and crash', () => {
  it('used every class of secret', () => {
    const kinds = new Set(canaries.map(({ kind }) => kind));
    const wanted = [
      'administrator token',
      'tenant token',
      'password',
      'secret_id',
      'jwt',
      'login token',
      'secret value',
    ];
    assert.deepEqual(
      wanted.filter((kind) => !kinds.has(kind)),
      [],
    );
  });

  it('went wrong in each of the ways', () => {
    const verdicts = Object.fromEntries(run.conformance().checks.map(({ id, verdict }) => [id, verdict]));
    const found = ['01', '02', '03', '04', '05', '06', '07'].map((number) => verdicts[`VAULT-USER-${number}`]);
    assert.deepEqual(found, [
      'failed',
      'failed',
      'failed',
      'harness-error',
      'blocked',
      'harness-error',
      'harness-error',
    ]);
    assert.equal(run.status, 1);
  });

  it('shows no secret in any file below the reports and test results, nor on stdout and stderr', () => {
    const places: [string, string[]][] = [
      ['stdout and stderr', [run.output]],
      ...[...filesBelow(run.reportsDir), ...filesBelow(run.outputDir)].map((file): [string, string[]] => [
        file,
        layersOf(readFileSync(file)),
      ]),
    ];
    const leaks = canaries.flatMap(({ kind, value }) =>
      formsOf(value).flatMap((form) =>
        places
          .filter(([, layers]) => layers.some((layer) => layer.includes(form)))
          .map(([place]) => `${kind} in ${place}`),
      ),
    );
    assert.deepEqual([...new Set(leaks)], []);
  });
});
