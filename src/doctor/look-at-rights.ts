import type { Look } from '../run/client-look.ts';
import type { ClientFacts } from './client-facts.ts';
import { problem, unread, warning, well } from './look.ts';

/** A name for paths below a collection; no such object has to exist. */
const ANY = 'vsc-doctor';
const BASE = 'identity/scim/v2';
const TOPIC = 'rights';

interface Need {
  path: string;
  capabilities: string[];
}

/**
 * What provisioning needs on each SCIM path. Whether Vault asks a POST for `create` or for `update` is not documented,
 * so both are needed; PATCH needs `patch` (Vault documentation, SCIM set-up, newest revision; Policies).
 */
export const PATHS_OF_PROVISIONING: readonly Need[] = [
  ...['Users', 'Groups'].flatMap((collection) => [
    { path: `${BASE}/${collection}`, capabilities: ['create', 'update', 'read'] },
    { path: `${BASE}/${collection}/${ANY}`, capabilities: ['read', 'update', 'patch', 'delete'] },
  ]),
  ...['ServiceProviderConfig', 'Schemas', `Schemas/${ANY}`, 'ResourceTypes', `ResourceTypes/${ANY}`].map((path) => ({
    path: `${BASE}/${path}`,
    capabilities: ['read'],
  })),
];

const CONFIGURING = ['create', 'update', 'patch', 'delete', 'sudo'];

/** Looks at what the token of the identity provider may do on each SCIM path. */
export function lookAtRights({ rights }: ClientFacts): Look[] {
  if (rights === null) {
    return [unread(TOPIC, 'nobody named the token', 'set SCIM_TOKEN, or name its accessor with --accessor')];
  }
  if (!rights.known) return [unread(TOPIC, rights.why, `VAULT_TOKEN needs ${rights.needs}`)];
  const all = rights.value;
  if (PATHS_OF_PROVISIONING.some(({ path }) => all[path]?.includes('root'))) {
    return [problem(TOPIC, 'the token has the policy root', 'issue one with the policy of the SCIM client only')];
  }
  const looks = PATHS_OF_PROVISIONING.map((need) => onPath(need, all[need.path] ?? []));
  const missing = looks.filter(({ state }) => state === 'problem');
  const told = missing.length > 0 ? missing : [well(TOPIC, `enough on all ${looks.length} SCIM paths, with patch`)];
  const configuring = Object.entries(all).filter(([path]) => path.startsWith('identity/scim/client/'));
  const tooMuch = configuring.some(([, has]) => has.some((capability) => CONFIGURING.includes(capability)));
  const advice = 'take identity/scim/client out of its policy: provisioning does not need it';
  return tooMuch ? [...told, warning(TOPIC, 'the token may also change SCIM clients', advice)] : told;
}

function onPath({ path, capabilities }: Need, has: readonly string[]): Look {
  const lacks = capabilities.filter((capability) => !has.includes(capability));
  const shown = path.replace(ANY, '*');
  if (lacks.length === 0) return well(TOPIC, `${shown}: ${capabilities.join(', ')}`);
  const why = lacks.includes('patch') ? ' (without patch every SCIM PATCH is refused with 403)' : '';
  return problem(TOPIC, `${shown} lacks ${lacks.join(', ')}${why}`, `grant it in the policy of the SCIM client`);
}
