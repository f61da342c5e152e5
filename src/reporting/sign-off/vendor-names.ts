const NAMES: Record<string, string> = {
  okta: 'Okta',
  sailpoint: 'SailPoint',
  entra: 'Microsoft Entra ID',
  'other-clients': 'the other SCIM clients',
  onelogin: 'OneLogin',
  jumpcloud: 'JumpCloud',
  ping: 'Ping',
  google: 'Google',
  rippling: 'Rippling',
  cyberark: 'CyberArk',
  servicenow: 'ServiceNow',
  keycloak: 'Keycloak',
  authentik: 'authentik',
  saviynt: 'Saviynt',
};

/** Client whose needs the rows with this start of their id are, where a profile has several clients. */
const CLIENTS: Record<string, string> = {
  OKTA: 'okta',
  SAIL: 'sailpoint',
  ENTRA: 'entra',
  ONEL: 'onelogin',
  JUMP: 'jumpcloud',
  PING: 'ping',
  GOOG: 'google',
  RIPP: 'rippling',
  CYBR: 'cyberark',
  SNOW: 'servicenow',
  KEYC: 'keycloak',
  AUTH: 'authentik',
  SAVI: 'saviynt',
};

/** Name of a profile or a client as people write it. */
export function vendorName(id: string): string {
  return NAMES[id] ?? id;
}

/** The client that a row speaks of; null for one that concerns every client of its profile. */
export function clientOfRow(id: string): string | null {
  return CLIENTS[id.split('-')[0] ?? ''] ?? null;
}
