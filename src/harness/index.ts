/**
 * All that a spec imports: Playwright's `test` and `expect`, extended with targets, tenants,
 * arranging, and the recording of judgements.
 */
import { harnessTest } from './fixtures.ts';
import { againstFaults } from './mutants.ts';

export { bodyOf, idOf, idsOf, resourcesOf, valuesOf } from './answers.ts';
export { groupBody, userBody } from './arrange/scim-resources.ts';
export { endRun } from './end-of-run.ts';
export { expect } from './expect.ts';
export { row } from './row.ts';
export type { Tenant } from './tenant.ts';

export const test = againstFaults(harnessTest);
