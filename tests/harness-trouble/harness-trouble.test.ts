import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runHarness } from '../end-to-end/harness-run.ts';
import { copyProject, type Planted } from './planted-copy.ts';

const ROW = 'VAULT-USER-01';
const THROW = "throw new TypeError('planted: a defect of ours');";

interface Trouble {
  title: string;
  planted: Planted;
  /** Verdict of the row, where the run got so far that it wrote a report. */
  verdict?: 'harness-error' | 'not-run';
  status: 2 | 3;
}

const TROUBLES: Trouble[] = [
  {
    title: 'a fixture of a test throws',
    planted: {
      file: 'src/harness/fixtures.ts',
      find: "await use(workbench.tenantOf(bench.slot.tenant, 'tenant'));",
      replace: THROW,
    },
    verdict: 'harness-error',
    status: 3,
  },
  {
    title: 'a fixture throws after the test',
    planted: {
      file: 'src/harness/open-workbench.ts',
      find: 'bench.removals.add(await ownership.release());',
      replace: THROW,
    },
    verdict: 'harness-error',
    status: 3,
  },
  {
    title: 'a fixture of a worker throws',
    planted: {
      file: 'src/harness/bench.ts',
      find: '  const gateFacts = gateFactsOf(context);',
      replace: `  const gateFacts = gateFactsOf(context);\n  if (gateFacts) ${THROW}`,
    },
    verdict: 'harness-error',
    status: 3,
  },
  {
    title: 'an oracle throws',
    planted: {
      file: 'src/scim/oracles/judge-answer.ts',
      find: 'export function judgeAnswer(answer: Answer, context: OracleContext): Finding[] {',
      replace: `export function judgeAnswer(answer: Answer, context: OracleContext): Finding[] {\n  if (answer) ${THROW}`,
    },
    verdict: 'harness-error',
    status: 3,
  },
  {
    title: 'the gates throw',
    planted: {
      file: 'src/verdicts/gate.ts',
      find: 'export function gateOf(row: Row, facts: GateFacts): GateState {',
      replace: `export function gateOf(row: Row, facts: GateFacts): GateState {\n  if (row) ${THROW}`,
    },
    status: 3,
  },
  {
    title: 'the reporter throws while a test ends',
    planted: {
      file: 'src/reporting/run-traces.ts',
      find: 'export function recordsOf(result: TestResult): RecordAttachment[] {',
      replace: `export function recordsOf(result: TestResult): RecordAttachment[] {\n  if (result) ${THROW}`,
    },
    verdict: 'not-run',
    status: 3,
  },
  {
    title: 'the reporter throws while it decides',
    planted: {
      file: 'src/reporting/assemble-checks.ts',
      find: '  const vault = new Map<string, Ruling>();',
      replace: THROW,
    },
    status: 3,
  },
  {
    title: 'the catalogue is broken',
    planted: { file: 'fixtures/catalogue/vault.csv', find: '\nVAULT-USER-01,', replace: '\nVAULT-USER-01,"' },
    status: 3,
  },
  {
    title: 'a row of the catalogue has gone',
    planted: { file: 'fixtures/catalogue/vault.csv', find: '\nVAULT-USER-01,', replace: '\nVAULT-USER-991,' },
    status: 3,
  },
  {
    title: 'the contract of a version is broken',
    planted: { file: 'fixtures/contracts/vault-2.2.0.yaml', find: 'version: 2.2.0', replace: 'version: [' },
    status: 3,
  },
  {
    title: 'the set-up of the run throws',
    planted: {
      file: 'src/targets/vault-target.ts',
      find: '    const vault = given.with({ namespace });',
      replace: `    const vault = given.with({ namespace });\n    if (vault) ${THROW}`,
    },
    status: 2,
  },
  {
    title: 'the set-up of the run waits for what never comes',
    planted: {
      file: 'src/harness/global-setup.ts',
      find: '    refuseWhatFalsifiesVerdicts(config);',
      replace: '    await new Promise(() => {});',
    },
    status: 3,
  },
  {
    title: 'the double does not start',
    planted: {
      file: 'src/mock/double.ts',
      find: 'export async function createDouble(options: DoubleOptions): Promise<Double> {',
      replace: `export async function createDouble(options: DoubleOptions): Promise<Double> {\n  if (options) ${THROW}`,
    },
    status: 2,
  },
];

const copy = copyProject();

after(() => copy[Symbol.dispose]());

describe('trouble of the harness is never the fault of the server', () => {
  for (const { title, planted, verdict, status } of TROUBLES) {
    it(title, async () => {
      using _ = copy.plant(planted);

      const run = await runHarness(['--project=vault', '--workers=1', `--grep=@${ROW}\\b`], {}, { root: copy.root });

      assert.equal(run.status, status, run.output);
      if (existsSync(join(run.reportsDir, 'conformance.json'))) {
        const { checks } = run.conformance();
        assert.deepEqual(
          checks.filter((check) => check.verdict === 'failed'),
          [],
        );
        assert.equal(checks.find(({ id }) => id === ROW)?.verdict, verdict, run.output);
      } else assert.equal(verdict, undefined, run.output);
      run.remove();
    });
  }
});

it('what goes wrong in a test is its own trouble, in whatever way', async () => {
  const spec = readFileSync(new URL('planted/planted.spec.ts', import.meta.url), 'utf8');
  using _ = copy.plant({ file: 'suites/vault/users/create-user.spec.ts', replace: spec });

  const run = await runHarness(['--project=vault', '--workers=1', '--grep=@users\\b'], {}, { root: copy.root });

  const verdicts = new Map(run.conformance().checks.map(({ id, verdict }) => [id, verdict]));
  const found = Array.from({ length: 7 }, (_, i) => verdicts.get(`VAULT-USER-0${i + 1}`));
  assert.deepEqual(found, [...Array(5).fill('harness-error'), 'passed', 'blocked'], run.output);
  assert.equal(run.status, 3);
  run.remove();
});
