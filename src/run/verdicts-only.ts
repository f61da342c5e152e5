const VARIABLE = 'SCIM_CONFORMANCE_VERDICTS_ONLY';

/**
 * Playwright gives each red test a new worker, and a failing check looks whether a read was only late: on a server with
 * many findings that takes most of the time. Whoever reads nothing but the verdicts asks for red tests that Playwright
 * takes for expected ones, for no second look and for no Allure report; verdicts, exit status and evidence are the same
 * on a server that is not late.
 */
export function askForVerdictsOnly(environment: NodeJS.ProcessEnv): void {
  environment[VARIABLE] = 'yes';
}

/** False in every run that a user starts. */
export function isForVerdictsOnly(): boolean {
  return process.env[VARIABLE] !== undefined;
}
