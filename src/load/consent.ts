import type { Configuration } from '../targets/configuration.ts';
import { hostAndPort } from '../targets/consent.ts';
import { Environment } from '../targets/environment.ts';
import { SetupError } from '../targets/setup-error.ts';
import { type LoadPlan, objectsOf } from './plan.ts';

/**
 * Load on a server that the harness did not start needs a consent of its own and a cap: that of a conformance run
 * was given for far fewer objects.
 *
 * @throws SetupError that prints what to set
 */
export function requireLoadConsent(
  target: Configuration['target'],
  variables: NodeJS.ProcessEnv,
  plan: LoadPlan,
): void {
  if (target.kind !== 'vault' && target.kind !== 'scim') return;
  const environment = new Environment(variables);
  const address = target.kind === 'vault' ? target.address : target.baseUrl;
  const wanted = hostAndPort(address);
  const objects = objectsOf(plan);
  if (environment.optional('SCIM_ALLOW_LOAD') !== wanted) {
    throw new SetupError(
      `No consent to load the server at ${address}: set SCIM_ALLOW_LOAD=${wanted} and SCIM_LOAD_MAX_OBJECTS=${objects} to let the run make and remove up to ${objects} users and groups there.`,
    );
  }
  if (environment.optional('SCIM_LOAD_MAX_OBJECTS') === null) {
    throw new SetupError(
      `SCIM_LOAD_MAX_OBJECTS is not set: set the most users and groups that the run may make on the server at ${address}; this plan makes ${objects}.`,
    );
  }
  const cap = environment.number('SCIM_LOAD_MAX_OBJECTS', 0, 1);
  if (objects > cap) {
    throw new SetupError(
      `The plan makes ${objects} users and groups, but SCIM_LOAD_MAX_OBJECTS allows ${cap}: plan fewer, or raise it.`,
    );
  }
}
