import type { OtherClient } from './client.ts';
import { AUTHENTIK } from './clients/authentik.ts';
import { CYBERARK } from './clients/cyberark.ts';
import { GOOGLE } from './clients/google.ts';
import { JUMPCLOUD } from './clients/jumpcloud.ts';
import { KEYCLOAK } from './clients/keycloak.ts';
import { ONELOGIN } from './clients/onelogin.ts';
import { PING } from './clients/ping.ts';
import { RIPPLING } from './clients/rippling.ts';
import { SAVIYNT } from './clients/saviynt.ts';
import { SERVICENOW } from './clients/servicenow.ts';

/** The short form of each client, in every mode and variant that is known. */
export const OTHER_CLIENTS: readonly OtherClient[] = [
  ...ONELOGIN,
  ...JUMPCLOUD,
  ...PING,
  ...GOOGLE,
  ...RIPPLING,
  ...CYBERARK,
  ...SERVICENOW,
  ...KEYCLOAK,
  ...AUTHENTIK,
  ...SAVIYNT,
];
