import type { ResourceSchemas } from '../models/resource-description.ts';
import { ORACLES, type OracleName } from './rows.ts';

/** One judgement of one oracle on one answer. */
export interface Finding {
  oracle: OracleName;
  /** The requirements that the oracle decides. */
  rows: string[];
  outcome: 'passed' | 'failed';
  /** Stable words: operation and rule, no names or ids of this run. */
  what: string;
  expected?: unknown;
  actual?: unknown;
  /** Sentence for people; may hold values of this run. */
  message?: string;
}

export interface OracleContext {
  /** The SCIM base URL, without a slash at its end. */
  baseUrl: string;
  /** What the server says of its resources, or null when it could not be read. */
  resourceSchemas: ResourceSchemas | null;
  /** Whether the rows of the Vault catalogue are named too. */
  isVault: boolean;
  /** How the server says that it pages (RFC 9865 section 4); by index alone where nothing is said. */
  paging?: { cursor: boolean; index: boolean };
}

export interface FindingDetail {
  expected?: unknown;
  actual?: unknown;
  message?: string;
}

/** Problems that one finding lists; a page of broken entries need not be repeated in full. */
const LISTED_PROBLEMS = 5;

/** Collects at most one finding an oracle: the first failure wins over every pass. */
export class FindingList {
  readonly #operation: string;
  readonly #isVault: boolean;
  readonly #findings = new Map<OracleName, Finding>();

  /** @param operation the judged request in stable words, `GET /Users/{id}` */
  constructor(operation: string, isVault: boolean) {
    this.#operation = operation;
    this.#isVault = isVault;
  }

  /** @param detail kept for a failure only */
  judge(oracle: OracleName, passed: boolean, detail?: FindingDetail): void {
    const known = this.#findings.get(oracle);
    if (known && (passed || known.outcome === 'failed')) {
      if (!passed) addProblem(known, detail);
      return;
    }
    const { rfc, vault, what } = ORACLES[oracle];
    this.#findings.set(oracle, {
      oracle,
      rows: this.#isVault ? [...rfc, ...vault] : [...rfc],
      outcome: passed ? 'passed' : 'failed',
      what: `${this.#operation}: ${what}`,
      ...(passed ? {} : detail),
    });
  }

  /** @param remark what a reader should know although the rule holds */
  pass(oracle: OracleName, remark?: string): void {
    this.judge(oracle, true);
    const finding = this.#findings.get(oracle);
    if (remark !== undefined && finding?.outcome === 'passed') finding.message ??= remark;
  }

  fail(oracle: OracleName, detail: FindingDetail): void {
    this.judge(oracle, false, detail);
  }

  toArray(): Finding[] {
    return [...this.#findings.values()];
  }
}

function addProblem(finding: Finding, detail: FindingDetail | undefined): void {
  if (!detail?.message || !finding.message) return;
  const problems = finding.message.split('; ');
  if (problems.length < LISTED_PROBLEMS && !problems.includes(detail.message)) {
    finding.message = `${finding.message}; ${detail.message}`;
  }
}
