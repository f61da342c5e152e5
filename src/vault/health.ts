import { DOUBLE_CLUSTER_NAME, DOUBLE_HEADER } from '../protocol/vault.ts';
import { requireAnswer } from '../targets/reachability.ts';
import { SetupError } from '../targets/setup-error.ts';
import { compareVersions, releaseOf } from '../verdicts/versions.ts';
import { type Fields, isFields, textIn, type VaultClient } from './vault-client.ts';

const OLDEST = '2.0.0';

export interface Health {
  /** `X.Y.Z`. */
  version: string;
  /** As reported, e.g. `2.0.4+ent`. */
  reportedVersion: string;
  role: 'active' | 'standby' | 'performance standby';
  /** Reads may be served from an older state than the last write's (Vault documentation, Eventual consistency). */
  eventuallyConsistent: boolean;
  /** What the server says of itself when it is our double. */
  double: string | null;
  /** `cluster_id`, or null when the server does not tell. */
  clusterId: string | null;
  /** Milliseconds that the server's clock is ahead of this machine's. */
  clockOffsetMs: number;
}

/**
 * Asks `sys/health` in the root namespace and refuses a server on which no run makes sense. The
 * body decides, not the status, because operators change the status by query or proxy (Vault
 * API documentation, `/sys/health`).
 *
 * @throws SetupError
 */
export async function readHealth(vault: VaultClient): Promise<Health> {
  const { address } = vault;
  const answer = await vault.with({ namespace: '', token: null, actor: 'none' }).read('sys/health');
  requireAnswer(answer, 'VAULT_ADDR', address);
  const { body } = answer;
  if (!isFields(body) || typeof body.initialized !== 'boolean' || typeof body.sealed !== 'boolean') {
    throw new SetupError(
      `The server at ${address} does not look like Vault (its /v1/sys/health answered ${answer.status} without Vault's fields): correct VAULT_ADDR.`,
    );
  }
  requireServing(body, address, answer.status);
  const reportedVersion = textIn(body, 'version') ?? '';
  const version = requireVersion(body, address, reportedVersion);
  const clusterName = textIn(body, 'cluster_name') ?? '';
  return {
    version,
    reportedVersion,
    eventuallyConsistent: servesLate(body),
    role: body.performance_standby === true ? 'performance standby' : body.standby === true ? 'standby' : 'active',
    double: answer.header(DOUBLE_HEADER) ?? (clusterName.startsWith(DOUBLE_CLUSTER_NAME) ? clusterName : null),
    clusterId: textIn(body, 'cluster_id'),
    clockOffsetMs: typeof body.server_time_utc === 'number' ? body.server_time_utc * 1000 - Date.now() : 0,
  };
}

/** Requests at a time, so that a load balancer which distributes connections has several to distribute. */
const QUESTIONS = 8;

/**
 * Whether some node at this address may serve reads late. A load balancer shows one node a request: each of several
 * questions may come to another.
 */
export async function findsLateNode(vault: VaultClient): Promise<boolean> {
  const anonymous = vault.with({ namespace: '', token: null, actor: 'none' });
  const answers = await Promise.all(Array.from({ length: QUESTIONS }, () => anonymous.read('sys/health')));
  return answers.some(({ body }) => isFields(body) && servesLate(body));
}

/** Performance standbys, and clusters that performance replication feeds. */
function servesLate(health: Fields): boolean {
  return health.performance_standby === true || health.replication_performance_mode === 'secondary';
}

function requireServing(body: Fields, address: string, status: number): void {
  if (body.initialized === false) {
    throw new SetupError(`The Vault at ${address} is not initialised: run "vault operator init" and unseal it.`);
  }
  if (body.sealed === true) throw new SetupError(`The Vault at ${address} is sealed: run "vault operator unseal".`);
  if (status === 472 || body.replication_dr_mode === 'secondary') {
    throw new SetupError(
      `The Vault at ${address} is a disaster recovery secondary, which serves no requests: set VAULT_ADDR to the primary.`,
    );
  }
  if (status === 530 || body.removed_from_cluster === true) {
    throw new SetupError(`The Vault at ${address} was removed from its cluster: set VAULT_ADDR to a member.`);
  }
  if (status === 474) {
    throw new SetupError(
      `The Vault at ${address} is a standby that does not reach its active node: set VAULT_ADDR to the active node.`,
    );
  }
}

function requireVersion(body: Fields, address: string, reported: string): string {
  if (body.enterprise !== true && !reported.includes('+ent')) {
    throw new SetupError(
      `The Vault at ${address} is the community edition, which has no SCIM: set VAULT_ADDR to a Vault Enterprise ${OLDEST} or newer.`,
    );
  }
  const version = releaseOf(reported);
  if (version === null || compareVersions(version, OLDEST) < 0) {
    throw new SetupError(
      `The Vault at ${address} is version ${reported || 'unknown'}, which has no SCIM: set VAULT_ADDR to a Vault Enterprise ${OLDEST} or newer.`,
    );
  }
  return version;
}
