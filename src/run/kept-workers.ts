const VARIABLE = 'SCIM_CONFORMANCE_KEEP_WORKERS';

/**
 * Playwright gives each red test a new worker: on a server with many findings that takes most of the time. Whoever reads
 * nothing but the verdicts asks for red tests that Playwright takes for expected ones; the reports and the exit
 * status are the same.
 */
export function keepWorkers(environment: NodeJS.ProcessEnv): void {
  environment[VARIABLE] = 'yes';
}

/** False in every run that a user starts. */
export function keepsWorkers(): boolean {
  return process.env[VARIABLE] !== undefined;
}
