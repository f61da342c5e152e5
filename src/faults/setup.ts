import type { Fault } from './fault.ts';

export const setupFaults: Fault[] = [];
