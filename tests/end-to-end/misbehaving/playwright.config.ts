import { defineConfig } from '@playwright/test';
import base from '../../../playwright.config.ts';

/** Runs the tests that go wrong on purpose, as if they were the `vault` profile. */
export default defineConfig({
  ...base,
  testDir: '.',
  globalSetup: '../../../src/harness/global-setup.ts',
  reporter: [['../../../src/reporting/conformance-reporter.ts']],
  projects: [{ name: 'vault', testDir: '.' }],
});
