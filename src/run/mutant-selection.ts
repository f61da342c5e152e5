const VARIABLE = 'SCIM_CONFORMANCE_MUTANTS';

/** Which seeded defects a kill-matrix run tries; set by the `mutants` command only. */
export interface MutantSelection {
  faults: string[];
  /**
   * Against which rows each is tried: those that it breaks, with a fixed sample of others, with
   * all of the same areas and one of each other area, or with every row there is.
   */
  rows: 'sample' | 'near' | 'every';
  /** What runs without a defect too: everything, to tell false alarms, or only the wishes that a vendor can do without. */
  sound: 'everything' | 'wishes';
}

export function selectMutants(selection: MutantSelection, environment: NodeJS.ProcessEnv): void {
  environment[VARIABLE] = JSON.stringify(selection);
}

/** Null in every run that is not one of the kill matrix. */
export function mutantSelection(): MutantSelection | null {
  const text = process.env[VARIABLE];
  return text ? (JSON.parse(text) as MutantSelection) : null;
}
