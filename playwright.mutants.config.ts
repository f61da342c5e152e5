import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** The kill matrix: the suites against every seeded defect (`npm run mutants`). */
export default defineConfig({
  ...base,
  globalSetup: [],
  timeout: 60_000,
  reporter: [['./src/reporting/kill-matrix-reporter.ts']],
  outputDir: 'test-results/mutants',
  projects: [{ name: 'mutants', testMatch: '**/*.spec.ts' }],
});
