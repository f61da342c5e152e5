/** What a vendor's connector needs of the set-up around a SCIM client, beyond the SCIM protocol. */
export interface VendorNeeds {
  /** Its profile. */
  vendor: string;
  name: string;
  /** Field of the vendor's form that takes the URL. */
  urlField: string;
  /** Value of that field, from the base URL without a slash at its end. */
  urlOf(baseUrl: string): string;
  /** The vendor's cloud calls: it needs HTTPS and a certificate of a public authority. */
  fromCloud: boolean;
  underscoreAllowed: boolean;
  /** Requests a second that the connector may send. */
  rate: number;
  /** Where the rate comes from. */
  rateSource: string;
  /** OIDC claims whose value is, by the vendor's default mapping, what it sends as `userName`. */
  userNameClaims: string[];
}

/** From the vendors' public documentation; where it names no rate, several requests a second were captured. */
export const VENDOR_NEEDS: readonly VendorNeeds[] = [
  {
    vendor: 'okta',
    name: 'Okta',
    urlField: 'SCIM connector base URL',
    urlOf: (baseUrl) => baseUrl,
    fromCloud: true,
    underscoreAllowed: false,
    rate: 5,
    rateSource: 'captured: several requests a second while users are assigned',
    userNameClaims: ['preferred_username', 'email'],
  },
  {
    vendor: 'sailpoint',
    name: 'SailPoint',
    urlField: 'Base URL',
    urlOf: (baseUrl) => baseUrl,
    // Its virtual appliance stands in the customer's own network.
    fromCloud: false,
    underscoreAllowed: true,
    rate: 5,
    rateSource: 'no figure is documented; aggregation reads page after page',
    userNameClaims: ['preferred_username', 'email'],
  },
  {
    vendor: 'entra',
    name: 'Microsoft Entra ID',
    urlField: 'Tenant URL',
    // Without the flag Entra sends PATCH in a dialect of its own (Vault documentation, Microsoft Entra ID).
    urlOf: (baseUrl) => `${baseUrl}/?aadOptscim062020`,
    fromCloud: true,
    underscoreAllowed: true,
    rate: 25,
    rateSource: 'Microsoft Entra ID documentation, SCIM: at least 25 requests a second for each tenant',
    userNameClaims: ['preferred_username', 'upn'],
  },
];
