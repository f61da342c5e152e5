import { DEFAULT_VAULT_VERSION, VAULT_VERSIONS, type VaultVersion } from '../protocol/vault.ts';
import { ASSUMPTIONS, type Assumed } from './assumptions.ts';

export { ASSUMPTIONS } from './assumptions.ts';

type FilterTable = Readonly<Record<string, readonly string[]>>;

const TIME_OPERATORS = ['gt', 'ge', 'lt', 'le'] as const;
const USER_FILTERS_2_0_0: FilterTable = { userName: ['eq'], externalId: ['eq'], active: ['eq'] };
const USER_FILTERS_2_0_4: FilterTable = { ...USER_FILTERS_2_0_0, 'meta.lastModified': TIME_OPERATORS };
const GROUP_FILTERS_2_0_4: FilterTable = { displayName: ['eq'], 'meta.lastModified': TIME_OPERATORS };

/** What the documentation says of one Vault version. */
export interface DocumentedBehaviour {
  /** Filterable attributes with their operators (S1, "Filtering"). */
  readonly userFilters: FilterTable;
  readonly groupFilters: FilterTable;
  /** `filter.supported` in ServiceProviderConfig (S2; S16 for 2.0.4). */
  readonly advertisesFilter: boolean;
  /** `remove` with `members[value eq "…"]` is understood (S14: not in 2.0.0). */
  readonly memberFilterPath: boolean;
  /** Read-only `groups` on users (S1, S14: from 2.0.4). */
  readonly userGroups: boolean;
  /** Entity merge refuses SCIM-managed entities (S15: from 2.0.4). */
  readonly mergeGuard: boolean;
  /** Batch delete stays in the request's namespace (S15: from 2.0.4). */
  readonly batchDeleteStaysInNamespace: boolean;
  /** Updates by entity name refuse another entity's `id` or `external_id` (S15: from 2.0.4). */
  readonly nameSelectorGuard: boolean;
  /** HCL policies with duplicate attributes are refused (S15: from 2.0.4). */
  readonly refusesDuplicateHcl: boolean;
  /** DELETE of a SCIM client: cascade always (S1) or refused while it owns something (S8). */
  readonly clientDeletion: 'cascade' | 'guarded';
  /** The fields of a SCIM client beyond the first two, adoption, link and unlink, SCIM tokens (S8: from 2.2.0). */
  readonly clientSettings: boolean;
}

const V2_0_0: DocumentedBehaviour = {
  userFilters: USER_FILTERS_2_0_0,
  groupFilters: {},
  advertisesFilter: false,
  memberFilterPath: false,
  userGroups: false,
  mergeGuard: false,
  batchDeleteStaysInNamespace: false,
  nameSelectorGuard: false,
  refusesDuplicateHcl: false,
  clientDeletion: 'cascade',
  clientSettings: false,
};
const V2_0_1: DocumentedBehaviour = { ...V2_0_0, memberFilterPath: true };
const V2_0_4: DocumentedBehaviour = {
  ...V2_0_1,
  userFilters: USER_FILTERS_2_0_4,
  groupFilters: GROUP_FILTERS_2_0_4,
  advertisesFilter: true,
  userGroups: true,
  mergeGuard: true,
  batchDeleteStaysInNamespace: true,
  nameSelectorGuard: true,
  refusesDuplicateHcl: true,
};
const V2_2_0: DocumentedBehaviour = { ...V2_0_4, clientDeletion: 'guarded', clientSettings: true };

const DOCUMENTED: Readonly<Record<VaultVersion, DocumentedBehaviour>> = {
  '2.0.0': V2_0_0,
  '2.0.1': V2_0_1,
  '2.0.4': V2_0_4,
  '2.2.0': V2_2_0,
};

/** Everything that the double decides by version or by assumption. */
export interface Behaviour extends DocumentedBehaviour {
  readonly version: VaultVersion;
  readonly assume: Assumed;
}

/**
 * The behaviour of one version under the given assumptions.
 *
 * @param version a version that the double plays
 * @param chosen alternatives by assumption name; what is left out has its default
 * @throws Error with one sentence when the version, a name or a value is unknown
 */
export function resolveBehaviour(
  version: string = DEFAULT_VAULT_VERSION,
  chosen: Readonly<Record<string, string>> = {},
): Behaviour {
  const played = VAULT_VERSIONS.find((known) => known === version);
  if (played === undefined) {
    throw new Error(`The double does not play Vault ${version}; choose one of ${VAULT_VERSIONS.join(', ')}.`);
  }
  const assume: Record<string, string> = {};
  for (const assumption of ASSUMPTIONS) assume[assumption.name] = assumption.default;
  for (const [name, value] of Object.entries(chosen)) {
    const assumption = ASSUMPTIONS.find((listed) => listed.name === name);
    if (assumption === undefined) {
      throw new Error(`There is no assumption named "${name}"; "npm run mock -- --help" lists them.`);
    }
    const values: readonly string[] = [assumption.default, ...assumption.alternatives];
    if (!values.includes(value)) {
      throw new Error(`The assumption ${name} cannot be "${value}"; choose one of ${values.join(', ')}.`);
    }
    assume[name] = value;
  }
  return Object.freeze({ ...DOCUMENTED[played], version: played, assume: Object.freeze(assume) as Assumed });
}

/** Whether two attribute names are the same (RFC 7643 section 2.1: letter case does not matter). */
export function sameName(a: string, b: string, behaviour: Behaviour): boolean {
  if (behaviour.assume['attribute-name-case'] === 'sensitive') return a === b;
  return a.toLowerCase() === b.toLowerCase();
}
