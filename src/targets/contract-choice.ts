import { VAULT_VERSIONS } from '../protocol/vault.ts';
import { compareVersions } from '../verdicts/versions.ts';

export interface ContractChoice {
  /** E.g. `vault-2.0.4`. */
  name: string;
  /** How it was chosen: by SCIM_CONTRACT, by the reported version, or as the nearest older one. */
  basis: 'configured' | 'reported' | 'assumed';
  /** The reported minor version is newer than the newest one that the harness knows. */
  beyondKnown: boolean;
}

/** The documentation that a Vault of `version` (`X.Y.Z`, at least 2.0.0) is held to. */
export function chooseContract(configured: string | null, version: string): ContractChoice {
  const newest = VAULT_VERSIONS.reduce((best, next) => (compareVersions(next, best) > 0 ? next : best));
  const minor = version.split('.').slice(0, 2).join('.');
  const beyondKnown = compareVersions(`${minor}.0`, newest) > 0;
  if (configured !== null) return { name: configured, basis: 'configured', beyondKnown };
  const notNewer = VAULT_VERSIONS.filter((known) => compareVersions(known, version) <= 0);
  const nearest = notNewer.reduce(
    (best, next) => (compareVersions(next, best) > 0 ? next : best),
    notNewer[0] ?? VAULT_VERSIONS[0],
  );
  return { name: `vault-${nearest}`, basis: nearest === version ? 'reported' : 'assumed', beyondKnown };
}
