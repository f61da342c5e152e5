import { load } from 'js-yaml';
import type { Observation } from './verdict.ts';

/** One thing that Vault documents for a version and that another authority, taken alone, would call wrong. */
export interface ContractEntry {
  /** RFC or vendor row that may be unmet in the documented way. */
  row: string;
  /** Vault row that states the documented behaviour; it has to pass in the same run. */
  vault: string;
  documented: string;
  /** How the server answers where the limit shows. `operation`: how the request begins that the documentation speaks of. */
  answer: { operation?: string; status?: number[]; scimType?: string[]; absent?: string };
  link?: string;
  /** `X-nn`, for a vendor's need. */
  collision?: string;
  /** Named setting of the vendor's connector that avoids the request. */
  setting?: string;
  /** Journey of that vendor's client that is run with the setting. */
  journey?: { mode: string; variant?: string };
}

/** A fault that Vault's own documentation admits for a version: the row stays `failed`, with help. */
export interface KnownIssue {
  vault: string;
  documented: string;
  link?: string;
  work_around?: string;
}

/** The documentation that a Vault version is held to. */
export interface Contract {
  name: string;
  version: string;
  entries: ContractEntry[];
  knownIssues: KnownIssue[];
}

interface ContractFile {
  entries?: (Omit<ContractEntry, 'row'> & { rfc: string })[];
  vendors?: (Omit<ContractEntry, 'row'> & { vendor: string })[];
  known_issues?: KnownIssue[];
}

/** Reads a file of `fixtures/contracts/`; `name` is its name without `.yaml`, e.g. `vault-2.0.4`. */
export function parseContract(name: string, text: string): Contract {
  const file = load(text) as ContractFile | null;
  if (!Array.isArray(file?.entries)) throw new Error(`contract ${name}: a list of entries is expected`);
  const vendors = file.vendors ?? [];
  return {
    name,
    version: name.replace(/^vault-/, ''),
    entries: [
      ...file.entries.map(({ rfc, ...entry }) => ({ ...entry, row: rfc })),
      ...vendors.map(({ vendor, ...entry }) => ({ ...entry, row: vendor })),
    ],
    knownIssues: file.known_issues ?? [],
  };
}

/** The entry whose documented answer is the one that was judged, if there is one. */
export function documentedLimit(
  contract: Contract | null,
  row: string,
  observation: Observation,
): ContractEntry | null {
  const entries = contract?.entries.filter((entry) => entry.row === row) ?? [];
  return entries.find((entry) => answersAsDocumented(entry, observation)) ?? null;
}

function answersAsDocumented({ answer }: ContractEntry, observation: Observation): boolean {
  const status = observation.answer?.status ?? null;
  if (answer.operation && !observation.answer?.operation.startsWith(answer.operation)) return false;
  if (answer.status && (status === null || !answer.status.includes(status))) return false;
  if (answer.scimType && !answer.scimType.includes(observation.answer?.scimType ?? '')) return false;
  if (answer.absent && !observation.what.includes(answer.absent)) return false;
  return Boolean(answer.status || answer.absent);
}
