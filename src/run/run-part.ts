import type { PublicRun } from './public-run.ts';

const KEY = 'scim-conformance-part';

/** What one invocation of Playwright was: the whole run, or one of its shards. */
export interface RunPart {
  run: PublicRun;
  /** Null when the run was not split. */
  shard: { current: number; total: number } | null;
  /** Profiles that were asked for by `--project`; empty when all were. */
  selected: string[];
}

/**
 * Writes the part into the metadata of Playwright's configuration, which blob reports carry and
 * merging unites. Each part has a key of its own, or the last shard would displace the others.
 */
export function notePart(metadata: Record<string, unknown>, part: RunPart): void {
  metadata[`${KEY} ${part.run.runId}`] = part;
}

/** The parts of a run or of a merge; empty when set-up did not come so far. */
export function notedParts(metadata: Record<string, unknown>): RunPart[] {
  return Object.entries(metadata).flatMap(([key, value]) => (key.startsWith(`${KEY} `) ? [value as RunPart] : []));
}

/** The parts of a run that was split alike: of one selection, in one number of shards. */
export interface PartSet {
  /** What was selected, in words. */
  name: string;
  parts: RunPart[];
  /** Numbers of the shards that are not there. */
  missing: number[];
  /** Numbers of the shards that are there more than once. */
  doubled: number[];
  total: number;
}

export function partSets(parts: RunPart[]): PartSet[] {
  const nameOf = ({ selected }: RunPart) => [...selected].sort().join(', ') || 'all profiles';
  const groups = Map.groupBy(parts, (part) => `${nameOf(part)}, ${part.shard?.total ?? 1}`);
  return [...groups.values()].map((group) => {
    const total = group[0]?.shard?.total ?? 1;
    const present = group.map(({ shard }) => shard?.current ?? 1);
    const numbers = Array.from({ length: total }, (_, i) => i + 1);
    return {
      name: group[0] ? nameOf(group[0]) : '',
      parts: group,
      missing: numbers.filter((number) => !present.includes(number)),
      doubled: numbers.filter((number) => present.filter((one) => one === number).length > 1),
      total,
    };
  });
}
