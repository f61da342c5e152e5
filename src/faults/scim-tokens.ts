import type { Fault } from './fault.ts';

export const scimTokensFaults: Fault[] = [];
