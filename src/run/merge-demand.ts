const VARIABLE = 'SCIM_CONFORMANCE_MERGE';

/** What a merge must find among its blobs; set by the `merge` command only. */
export interface MergeDemand {
  /** Each of them has to be there, even when all shards of it are lost. */
  profiles: string[];
}

export function demandOfMerge(demand: MergeDemand, environment: NodeJS.ProcessEnv): void {
  environment[VARIABLE] = JSON.stringify(demand);
}

/** Demands nothing when Playwright's own `merge-reports` was called. */
export function mergeDemand(): MergeDemand {
  const text = process.env[VARIABLE];
  return text ? (JSON.parse(text) as MergeDemand) : { profiles: [] };
}
