/** How accounts and groups are written: "Enable HTTP PATCH" (SaaS) or `usePatch` (VA) on, or off. */
export type SailPointMode = 'patch' | 'put';

/** Settings of a source that change what is on the wire, or what is read in an answer. */
export interface SailPointSettings {
  mode: SailPointMode;
  /** *Non-Compliant Server* (SaaS), `relaxConfiguration` (VA): no discovery document is asked for. */
  relaxed: boolean;
  /** *Explicit Attribute Request*: aggregations name the attributes that they want. */
  explicitAttributes: boolean;
  /** `updateGroupsViaUsers`: entitlements are written into the user. Must be off for Vault. */
  groupsViaUsers: boolean;
  /** Which body takes a member out: SailPoint documents neither. */
  removal: 'filter path' | 'value list';
  /** Resources a page. */
  pageSize: number;
  /** Header that tells the seconds after 429; another one by `rateLimitHeaders`. */
  rateLimitHeader: string;
  /** Text in an error after which the request is sent again. */
  retryableErrors: readonly string[];
  /** Whether a termination deletes the account, or only disables it. */
  deletesAccounts: boolean;
}

const DEFAULTS: Omit<SailPointSettings, 'mode'> = {
  relaxed: false,
  explicitAttributes: false,
  groupsViaUsers: false,
  removal: 'filter path',
  pageSize: 100,
  rateLimitHeader: 'x-rate-limit-retry-after-seconds',
  retryableErrors: [],
  deletesAccounts: true,
};

/** What the three clients differ in by themselves. */
const CLIENTS = {
  /** Identity Security Cloud disables and does not delete (SaaS connectivity documentation, 2023). */
  SaaS: { deletesAccounts: false },
  VA: {},
  /** Without the list, `externalId` is not read (measured IdentityIQ 8.5 lab). */
  IdentityIQ: { explicitAttributes: true },
} as const satisfies Record<string, Partial<SailPointSettings>>;

export type SailPointClient = keyof typeof CLIENTS;

/** Settings of a new source of that client. */
export function settingsOf(client: SailPointClient, changes: Partial<SailPointSettings> = {}): SailPointSettings {
  return { mode: 'patch', ...DEFAULTS, ...CLIENTS[client], ...changes };
}
