const VARIABLE = 'SCIM_CONFORMANCE_MUTANTS';

/** Which seeded defects a kill-matrix run tries; set by the `mutants` command, and with a server by its test. */
export interface MutantSelection {
  faults: string[];
  /**
   * Against which rows each is tried: those that it breaks, with a fixed sample of others, with
   * all of the same areas and one of each other area, or with every row there is.
   */
  rows: 'sample' | 'near' | 'every';
  /** What runs without a defect too: everything, to tell false alarms, or only the wishes that a vendor can do without. */
  sound: 'everything' | 'wishes';
  /** Tries the defects of a full SCIM server on this one, in the place of a double of Vault. */
  server?: {
    baseUrl: string;
    /** Tokens of two tenants for each worker that runs at the same time. */
    tenants: { token: string; otherToken: string }[];
  };
}

export function selectMutants(selection: MutantSelection, environment: NodeJS.ProcessEnv): void {
  environment[VARIABLE] = JSON.stringify(selection);
}

/** Null in every run that is not one of the kill matrix. */
export function mutantSelection(): MutantSelection | null {
  const text = process.env[VARIABLE];
  return text ? (JSON.parse(text) as MutantSelection) : null;
}
