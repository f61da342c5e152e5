import { parse } from 'yaml';
import type { Observation } from './verdict.ts';

/** One thing that Vault documents for a version and that an RFC row, taken alone, would call wrong. */
export interface ContractEntry {
  /** RFC row that may be unmet in the documented way. */
  rfc: string;
  /** Vault row that states the documented behaviour; it has to pass in the same run. */
  vault: string;
  /** A limit excuses; a known issue stays `failed` and only adds link and work-around. */
  kind: 'limit' | 'known-issue';
  documented: string;
  /** How the server answers where the limit shows. */
  answer: { status?: number[]; scimType?: string[]; absent?: string };
  link?: string;
  work_around?: string;
}

/** The documentation that a Vault version is held to. */
export interface Contract {
  name: string;
  version: string;
  entries: ContractEntry[];
}

/** Reads a file of `fixtures/contracts/`; `name` is its name without `.yaml`, e.g. `vault-2.0.4`. */
export function parseContract(name: string, text: string): Contract {
  const document: unknown = parse(text);
  const entries = Array.isArray(document) ? document : (document as { entries?: unknown } | null)?.entries;
  if (!Array.isArray(entries)) throw new Error(`contract ${name}: a list of entries is expected`);
  return { name, version: name.replace(/^vault-/, ''), entries: entries as ContractEntry[] };
}

/** The entry whose documented answer is the one that was judged, if there is one. */
export function documentedLimit(
  contract: Contract | null,
  row: string,
  observation: Observation,
): ContractEntry | null {
  const entries = contract?.entries.filter((entry) => entry.rfc === row) ?? [];
  return entries.find((entry) => answersAsDocumented(entry, observation)) ?? null;
}

function answersAsDocumented({ answer }: ContractEntry, observation: Observation): boolean {
  const status = observation.answer?.status ?? null;
  if (answer.status && (status === null || !answer.status.includes(status))) return false;
  if (answer.scimType && !answer.scimType.includes(observation.answer?.scimType ?? '')) return false;
  if (answer.absent && !observation.what.includes(answer.absent)) return false;
  return Boolean(answer.status || answer.absent);
}
