import type { Exchange } from '../evidence/exchange.ts';
import type { Row } from '../verdicts/row.ts';
import type { Check, Conformance, Observation } from '../verdicts/verdict.ts';

/** What is known of one check beyond its entry in `conformance.json`. */
export interface CheckDetail {
  check: Check;
  row: Row;
  /** Every judgement that was made on the row, passed ones too, in order. */
  observations: Observation[];
  exchanges: Exchange[];
  /** What has to be sent to come to the same finding, the answer that was judged last. */
  repeatable: Exchange[];
  /** POSIX shell script that repeats the exchanges, or null when nothing was sent. */
  repeatScript: string | null;
  /** Spec file and line of the test, below the project's root; null for a row without a test. */
  location: { file: string; line: number } | null;
  /** Milliseconds since the epoch; null when nothing ran. */
  startedAt: number | null;
}

/** Everything that the writers of reports get. */
export interface ReportInput {
  conformance: Conformance;
  details: CheckDetail[];
  /** Absolute path of `$REPORTS_DIR`. */
  reportsDir: string;
}
