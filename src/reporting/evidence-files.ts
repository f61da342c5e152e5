import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Exchange } from '../evidence/exchange.ts';
import type { PublicRun } from '../run/public-run.ts';
import type { Observation } from '../verdicts/verdict.ts';
import { keepOnly, writeOver } from './earlier-reports.ts';
import type { RepeatScripts } from './repeat-scripts.ts';
import type { CheckDetail } from './report-input.ts';

/** What a sign-off needs to know of the run beyond `conformance.json`: its environment, and whether TLS was verified. */
export const RUN_FACTS = 'evidence/run.json';

/**
 * Writes below `evidence/` what each check rests on: its observations and exchanges as JSON,
 * and the script that repeats them. Fills `evidence` and `repeatScript` of the details. A check is a step.
 */
export function* writeEvidence(details: CheckDetail[], run: PublicRun, scripts: RepeatScripts): Generator<void> {
  const { reportsDir } = run;
  const written = new Set<string>();
  const write = (name: string, text: string) => {
    const file = join(reportsDir, name);
    mkdirSync(dirname(file), { recursive: true });
    writeOver(file, text);
    written.add(file);
  };
  const { tlsVerified, environment } = run;
  write(RUN_FACTS, `${JSON.stringify({ tlsVerified, environment }, null, 1)}\n`);
  for (const detail of details) {
    yield;
    const { check, row, observations, exchanges, repeatable } = detail;
    if (observations.length === 0 || check.verdict === 'not-applicable') continue;
    const name = `evidence/${check.profile}/${check.id}`;
    write(`${name}.json`, evidenceText(check.id, observations, exchanges));
    check.evidence.push(`${name}.json`);
    if (repeatable.length === 0) continue;
    detail.repeatScript = scripts.of(row, repeatable);
    write(`${name}.sh`, detail.repeatScript);
    check.evidence.push(`${name}.sh`);
  }
  keepOnly(join(reportsDir, 'evidence'), written);
}

/** JSON with an observation or an exchange a line: to be read by people too, yet not a third longer for it. */
function evidenceText(id: string, observations: Observation[], exchanges: Exchange[]): string {
  const list = (items: object[]) =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  return `{"id":${JSON.stringify(id)},\n"observations":${list(observations)},\n"exchanges":${list(exchanges)}}\n`;
}
