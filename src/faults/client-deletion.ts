import type { Fault } from './fault.ts';

/** Defects of the deletion of SCIM clients. */
export const clientDeletionFaults: Fault[] = [];
