import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../src/cli/mock.ts', import.meta.url));

const start = (...args: string[]) => spawn(process.execPath, [COMMAND, ...args], { stdio: 'pipe' });

async function firstLine(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout);
  const [line] = await once(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(15_000) });
  return String(line);
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit', { signal: AbortSignal.timeout(15_000) });
  return child.exitCode;
}

test('mock --json prints one line, serves, and ends cleanly on SIGTERM', async () => {
  const child = start('--port', '0', '--json', '--vault-version', '2.0.4', '--root-token', 'r-t');
  try {
    const ready = JSON.parse(await firstLine(child));
    assert.deepEqual({ ...ready, address: '' }, { address: '', rootToken: 'r-t', version: '2.0.4' });
    const health = await fetch(`${ready.address}/v1/sys/health`);
    assert.equal(((await health.json()) as { version: string }).version, '2.0.4+ent');
    const auth = await fetch(`${ready.address}/v1/sys/auth`, { headers: { 'x-vault-token': 'r-t' } });
    assert.equal(auth.status, 200);
    child.kill('SIGTERM');
    assert.equal(await ended(child), 0);
  } finally {
    child.kill('SIGKILL');
  }
});

test('mock --until-stdin-closes ends when its stdin closes', async () => {
  const child = start('--port', '0', '--until-stdin-closes');
  try {
    assert.match(await firstLine(child), /^A double of Vault 2\.2\.0 by documentation, not a Vault: http:/);
    child.stdin.end();
    assert.equal(await ended(child), 0);
  } finally {
    child.kill('SIGKILL');
  }
});

const WRONG: [args: string[], sentence: RegExp][] = [
  [['--vault-version', '9.9.9'], /Choose one of 2\.0\.0, 2\.0\.1, 2\.0\.4, 2\.2\.0\./],
  [['--port', 'x'], /A port is a number from 0 to 65535\./],
  [['--assume', 'nonsense=1'], /no assumption named "nonsense"/],
  [['--assume', 'nonsense'], /Write it as name=value\./],
  [['--fault', 'none'], /There is no seeded defect "none"\./],
];

for (const [args, sentence] of WRONG) {
  test(`mock ${args.join(' ')} says what is wrong and ends with status 2`, async () => {
    const child = start('--port', '0', ...args);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    assert.equal(await ended(child), 2);
    assert.match(said, sentence);
    assert.doesNotMatch(said, /\n\s+at /);
  });
}

test('mock --help lists the assumptions', async () => {
  const child = start('--help');
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  assert.equal(await ended(child), 0);
  assert.match(said, /unknown-attributes=ignore\|reject/);
});
