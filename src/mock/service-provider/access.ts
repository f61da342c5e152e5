import type { Behaviour } from '../behaviour.ts';

const BASE = 'identity/scim/v2';

/** Whether a path below the namespace belongs to the SCIM protocol. */
export function isScimProtocolPath(fullPath: string): boolean {
  return fullPath === BASE || fullPath.startsWith(`${BASE}/`);
}

/**
 * Whether a SCIM protocol path needs a token: ServiceProviderConfig does not (Vault API documentation, SCIM), the rest
 * of discovery and `/Me` by assumption.
 */
export function scimPathNeedsToken(fullPath: string, behaviour: Behaviour): boolean {
  const [, , , endpoint = ''] = fullPath.split('/');
  const { assume } = behaviour;
  if (endpoint === 'ServiceProviderConfig') return false;
  if (endpoint === 'Me') return assume['me-authentication'] === 'required';
  if (endpoint === 'Schemas' || endpoint === 'ResourceTypes') return assume['unauthenticated-discovery'] === 'refused';
  return true;
}
