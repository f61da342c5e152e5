import { SetupError } from './setup-error.ts';

/** What a run does on the server, counted generously. */
export interface SideEffects {
  entities: number;
  /** Logins of distinct entities, which Vault's client count keeps for the billing period. */
  logins: number;
  groups: number;
  requests: number;
}

/** `host:port` of an address, with the port also where it is the default one of the scheme. */
export function hostAndPort(address: string): string {
  const url = new URL(address);
  const port = url.port !== '' ? url.port : url.protocol === 'https:' ? '443' : '80';
  return `${url.hostname}:${port}`;
}

/**
 * A server that the harness did not start is changed only when its owner said so.
 *
 * @param consent Value of SCIM_ALLOW_SIDE_EFFECTS.
 * @param where What the run confines itself to.
 * @throws SetupError that prints the value to set and what the run will do.
 */
export function requireConsent(consent: string | null, address: string, where: string, effects: SideEffects): void {
  const wanted = hostAndPort(address);
  if (consent === wanted) return;
  const problem =
    consent === null
      ? `No consent to change the server at ${address}`
      : `SCIM_ALLOW_SIDE_EFFECTS does not name the server at ${address}`;
  const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
  throw new SetupError(
    `${problem}: set SCIM_ALLOW_SIDE_EFFECTS=${wanted} to let the run, in ${where}, make and remove up to ` +
      `${plural(effects.entities, 'entity or user', 'entities or users')} and ${plural(effects.groups, 'group', 'groups')}, ` +
      `log in as up to ${plural(effects.logins, 'entity', 'entities')} that stay in the client count, ` +
      `and send about ${effects.requests} requests.`,
  );
}

/**
 * A run of all profiles, as counted between the harness and the double of 2.2.0 (2,069 entities, 565 groups, 330
 * entities that logged in, 19,017 requests with ten sequences; 5.5, 3.5 and 107 more a sequence), and rounded up.
 */
export function expectedSideEffects(slots: number, sequences: number): SideEffects {
  return {
    entities: 2_300 + 3 * slots + 6 * sequences,
    logins: 400 + 3 * slots,
    groups: 600 + 4 * sequences,
    requests: 20_000 + 110 * sequences,
  };
}
