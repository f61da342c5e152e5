import { defineConfig } from '@playwright/test';
import base from '../../../playwright.config.ts';

/** A part of the `vault` profile, and a test that kills its worker in mid-run. */
export default defineConfig({
  ...base,
  testDir: '../../..',
  globalSetup: '../../../src/harness/global-setup.ts',
  reporter: [['../../../src/reporting/conformance-reporter.ts']],
  projects: [
    {
      name: 'vault',
      testMatch: ['suites/vault/{users,group-patch}/*.spec.ts', 'tests/end-to-end/dying/*.spec.ts'],
      teardown: 'clean-up',
    },
    { name: 'clean-up', testMatch: 'suites/clean-up.teardown.ts' },
  ],
});
