import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

const PROFILES = ['vault', 'rfc'];

export default defineConfig({
  testDir: 'suites',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: Math.min(availableParallelism(), 4),
  timeout: 30_000,
  globalSetup: './src/harness/global-setup.ts',
  reporter: [['./src/reporting/conformance-reporter.ts']],
  outputDir: 'test-results',
  projects: [
    ...PROFILES.map((name) => ({ name, testDir: `suites/${name}`, teardown: 'clean-up' })),
    { name: 'clean-up', testMatch: 'clean-up.teardown.ts' },
  ],
});
