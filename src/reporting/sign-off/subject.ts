import type { Contract, ContractEntry } from '../../verdicts/contract.ts';
import type { Row } from '../../verdicts/row.ts';
import type { Check, Conformance, Observation } from '../../verdicts/verdict.ts';
import type { JourneyResult } from './sign-off.ts';
import { clientOfRow } from './vendor-names.ts';

/** One row of the profile with all that the run knows of it. */
export interface Item {
  check: Check;
  row: Row | null;
  observations: Observation[];
}

/** What a sign-off of one profile is made from. */
export interface Subject {
  profile: string;
  conformance: Conformance;
  contract: Contract | null;
  items: Item[];
  journeys: JourneyResult[];
  /** False when VAULT_SKIP_VERIFY was set, null when the run did not record it. */
  tlsVerified: boolean | null;
}

/** A way in which a client connects: `okta` by `OIN`. */
export interface Way {
  client: string;
  mode: string;
}

/** All ways that the profile's rows and journeys know, in the order of the catalogue; a profile's clients one by one. */
export function waysOf({ profile, items, journeys }: Subject): Way[] {
  const modes = new Map<string, Set<string>>();
  const add = (client: string, mode: string | undefined) => {
    const known = modes.get(client) ?? new Set();
    modes.set(client, mode === undefined ? known : known.add(mode));
  };
  for (const { check, row, observations } of items) {
    const client = clientOfRow(check.id) ?? (profile === 'other-clients' ? null : profile);
    if (client === null) continue;
    add(client, undefined);
    for (const mode of row?.modes ?? []) add(client, mode);
    for (const { mode } of observations) add(client, mode);
  }
  for (const { client, mode } of journeys) add(client, mode);
  return [...modes].flatMap(([client, names]) =>
    (names.size > 0 ? [...names] : ['']).map((mode) => ({ client, mode })),
  );
}

/** Whether the row concerns that way of connecting. */
export function concerns({ check, row }: Item, { client, mode }: Way): boolean {
  const own = clientOfRow(check.id);
  const modes = row?.modes ?? [];
  return (own === null || own === client) && (modes.length === 0 || mode === '' || modes.includes(mode));
}

/** Whether what makes the row's verdict was seen in that mode, or in no mode in particular. */
export function showsIn({ check, observations }: Item, { mode }: Way): boolean {
  const outcome = check.verdict === 'blocked' || check.verdict === 'harness-error' ? check.verdict : 'failed';
  const telling = observations.filter((observation) => observation.outcome === outcome);
  return telling.length === 0 || telling.some((observation) => (observation.mode ?? mode) === mode);
}

/** What the contract says of an incompatible row: the entry that the verdict's reason cites. */
export function limitOf({ check }: Item, contract: Contract | null): ContractEntry | null {
  const entries = contract?.entries.filter(({ row }) => row === check.id) ?? [];
  return entries.find(({ documented }) => check.reason.includes(documented)) ?? entries[0] ?? null;
}
