import { enableCompileCache } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { defineConfig } from '@playwright/test';
import { mutantSelection } from './src/run/mutant-selection.ts';

// Half of a short run is loading modules, again in each worker: what V8 has compiled once is kept.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/v8', import.meta.url));
enableCompileCache();

// Nor does a run of seconds earn back what V8's last optimiser costs, 2.5 of 34 s of processor time. A kill matrix does.
if (mutantSelection() === null) setFlagsFromString('--no-turbofan');

/**
 * Global teardown removes what the run made and tells the reporter what is left. In a blob only what tests attach comes
 * to the merge: there a test does it, the last of the run. (A worker sees another command line, and takes no notice.)
 */
const writesBlob = process.argv.some((argument) => /\bblob\b/.test(argument));
const afterAll = writesBlob ? { teardown: 'clean-up' } : {};

/**
 * A profile other than Vault's rests on limits that Vault documents: it runs the few tests of
 * those limits too, so that it can be decided alone.
 */
function profile(name: string, excuses: 'rfc' | 'vendors') {
  return {
    name,
    testDir: 'suites',
    testMatch: [`${name}/**/*.spec.ts`, 'vault/**/*.spec.ts'],
    grep: new RegExp(`@profile-${name}\\b|@limit-of-${excuses}\\b`),
    ...afterAll,
  };
}

export default defineConfig({
  testDir: 'suites',
  // Whole files go to a worker: it would wait, after each test, until this process sends the next one.
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  workers: Math.min(availableParallelism(), 4),
  timeout: 30_000,
  globalSetup: './src/harness/global-setup.ts',
  reporter: [['./src/reporting/conformance-reporter.ts']],
  outputDir: 'test-results',
  // What tests write there is read when they end: Playwright need not look, after each, what it could remove.
  preserveOutput: 'always',
  projects: [
    {
      name: 'vault',
      testDir: 'suites',
      testMatch: ['vault/**/*.spec.ts', 'robustness/*.spec.ts'],
      ...afterAll,
    },
    profile('rfc', 'rfc'),
    profile('okta', 'vendors'),
    profile('sailpoint', 'vendors'),
    profile('entra', 'vendors'),
    profile('other-clients', 'vendors'),
    { name: 'clean-up', testMatch: writesBlob ? 'clean-up.teardown.ts' : [] },
  ],
});
