import { Pseudonyms } from '../evidence/pseudonyms.ts';
import { Recorder } from '../evidence/recorder.ts';
import { Redaction } from '../evidence/redaction.ts';
import { DOUBLE_CLUSTER_NAME, DOUBLE_HEADER } from '../protocol/vault.ts';
import { isObject } from '../scim/models/json.ts';
import { WireClient } from '../scim/wire-client.ts';
import { chooseContract } from '../targets/contract-choice.ts';
import type { TlsOptions } from '../targets/run-context.ts';
import type { TargetIdentity } from '../verdicts/verdict.ts';
import { releaseOf } from '../verdicts/versions.ts';

export interface Upstream {
  identity: TargetIdentity;
  /** The version is above every one that the harness has documentation of. */
  beyondKnown: boolean;
}

/**
 * What the server behind the proxy says of itself: one unauthenticated `GET /v1/sys/health`, the only request that the
 * judge sends of its own. A server that is not Vault, or does not answer now, is a SCIM server of unknown make.
 *
 * @param contract name of the documentation to hold a Vault to, or null for that of the reported version
 */
export async function readUpstream(address: string, tls: TlsOptions, contract: string | null): Promise<Upstream> {
  const recorder = new Recorder(new Redaction(), new Pseudonyms('vsc-judge-', 'unused'));
  const wire = new WireClient({ baseUrl: address, actor: 'none', token: null, recorder, tls, deadlineMs: 3_000 });
  const answer = await wire.send({ method: 'GET', path: '/v1/sys/health' });
  const health = isObject(answer.body) ? answer.body : {};
  const reported = typeof health.version === 'string' ? health.version : null;
  const release = reported === null ? null : (releaseOf(reported) ?? null);
  const isVault = typeof health.initialized === 'boolean' && typeof health.sealed === 'boolean';
  const cluster = typeof health.cluster_name === 'string' ? health.cluster_name : '';
  const choice = isVault && release !== null ? chooseContract(contract, release) : null;
  const name = choice === null ? contract : choice.basis === 'assumed' ? `${choice.name} (assumed)` : choice.name;
  return {
    identity: {
      kind: isVault ? 'vault' : 'scim',
      address,
      vaultVersion: isVault ? reported : null,
      edition: isVault && health.enterprise === true ? 'enterprise' : null,
      namespace: null,
      contract: name,
      double: answer.header(DOUBLE_HEADER) ?? (cluster.startsWith(DOUBLE_CLUSTER_NAME) ? cluster : null),
    },
    beyondKnown: choice?.beyondKnown ?? false,
  };
}
