const VARIABLE = 'SCIM_CONFORMANCE_MUTANTS';

/** Which seeded defects a kill-matrix run tries; set by the `mutants` command only. */
export interface MutantSelection {
  /** Ids, or null for all. */
  faults: string[] | null;
  /** Every test against every defect, instead of the rows that are near. */
  full: boolean;
}

export function selectMutants(selection: MutantSelection, environment: NodeJS.ProcessEnv): void {
  environment[VARIABLE] = JSON.stringify(selection);
}

/** Null in every run that is not one of the kill matrix. */
export function mutantSelection(): MutantSelection | null {
  const text = process.env[VARIABLE];
  return text ? (JSON.parse(text) as MutantSelection) : null;
}
