import { readContract, rowById } from '../rulebook/rulebook.ts';
import type { GateState } from '../verdicts/gate.ts';
import { rule } from '../verdicts/rules.ts';
import type { Verdict } from '../verdicts/verdict.ts';
import type { TargetBench } from './bench.ts';
import type { TestRecord } from './test-record.ts';

const OPEN: GateState = { open: true };

/** The verdicts on the rows of a test by what it has judged until now; the reporter decides in the end. */
export function verdictsSoFar(record: TestRecord, bench: TargetBench): Verdict[] {
  const contract = readContract(bench.context.target.contract);
  return record.rows.map((id) => {
    const own = record.observations.filter((observation) => observation.row === id);
    const expectations = bench.expectations.filter((one) => one.id === id);
    const context = { gate: OPEN, contract, expectations, today: new Date(), rulingOf: null };
    return rule(rowById(id), 'ended', own, context).verdict;
  });
}
