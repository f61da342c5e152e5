import { loadAll } from 'js-yaml';
import type { Observation } from './verdict.ts';

/** A finding that the owner of the target knows and accepts for a while. */
export interface Expectation {
  id: string;
  /** `vault`, `scim`, … or an address; `*` for any target. */
  target: string;
  /** Only this very finding is accepted: anything else on the row still fails. */
  finding: { operation: string; status: number | null; scimType?: string; what: string };
  reason: string;
  owner: string;
  link: string;
  /** Last day, `YYYY-MM-DD`; at most 180 days after the day of the run. */
  expires: string;
}

const MAX_DAYS = 180;
const DAY_MS = 86_400_000;

/**
 * Reads an expectations file (`SCIM_EXPECTATIONS`). Throws an Error with one sentence for an
 * entry that lacks a member or runs for more than 180 days from `today`.
 */
export function parseExpectations(text: string, today: Date): Expectation[] {
  // A file of comments only holds no document.
  const document = loadAll(text)[0] ?? [];
  if (!Array.isArray(document)) throw new Error('the expectations file must be a list of entries');
  return document.map((entry: Expectation, index) => {
    const where = `expectations entry ${index + 1} (${entry?.id ?? 'no id'})`;
    for (const name of ['id', 'target', 'finding', 'reason', 'owner', 'link', 'expires'] as const) {
      if (!entry?.[name]) throw new Error(`${where} lacks "${name}"`);
    }
    const end = endOf(entry);
    if (Number.isNaN(end)) throw new Error(`${where} has an "expires" that is not a date (YYYY-MM-DD)`);
    if (end - today.getTime() > (MAX_DAYS + 1) * DAY_MS) {
      throw new Error(`${where} is accepted for more than ${MAX_DAYS} days; choose an earlier "expires"`);
    }
    return entry;
  });
}

export function isExpired(expectation: Expectation, today: Date): boolean {
  return today.getTime() > endOf(expectation);
}

/** True when the entry accepts exactly what was observed. */
export function accepts(expectation: Expectation, observation: Observation): boolean {
  const { finding } = expectation;
  const answer = observation.answer;
  return (
    finding.what === observation.what &&
    finding.operation === (answer?.operation ?? '') &&
    finding.status === (answer?.status ?? null) &&
    (finding.scimType ?? '') === (answer?.scimType ?? '')
  );
}

function endOf(expectation: Expectation): number {
  return Date.parse(`${String(expectation.expires).slice(0, 10)}T23:59:59Z`);
}
