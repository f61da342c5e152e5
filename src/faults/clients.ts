import type { Fault } from './fault.ts';

/** Defects of the configuration of SCIM clients. */
export const clientFaults: Fault[] = [];
