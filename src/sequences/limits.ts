import { compareVersions } from '../verdicts/versions.ts';

/** What the documentation of a version says of the operations that the sequences use. */
export interface Limits {
  /** Groups can be filtered by displayName; before, such a filter is refused. */
  groupFilter: boolean;
  /** Users have the read-only attribute `groups`. */
  userGroups: boolean;
  /** A member can be removed by a filter in the path. Where that is a known issue its outcome is not one thing. */
  memberFilter: boolean;
}

/** Row of the catalogue, as far as its versions go. */
interface Documented {
  since?: string;
  until?: string;
}

/**
 * Reads the limits of a version from the catalogue and from the known issues of its contract
 * (`fixtures/contracts/`), so that the model and the checks of single operations cannot drift apart.
 *
 * @param rowOf Row of the catalogue by id.
 * @param knownIssues Rows that the documentation of the version admits to be broken.
 */
export function limitsOf(version: string, rowOf: (id: string) => Documented, knownIssues: readonly string[]): Limits {
  const holds = (id: string): boolean => {
    const { since, until } = rowOf(id);
    return (
      (since === undefined || compareVersions(version, since) >= 0) &&
      (until === undefined || compareVersions(version, until) < 0) &&
      !knownIssues.includes(id)
    );
  };
  return {
    groupFilter: holds('VAULT-FILTER-19'),
    userGroups: holds('VAULT-USER-22'),
    memberFilter: holds('VAULT-GPATCH-06'),
  };
}
