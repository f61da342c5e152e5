import type { Look } from '../run/client-look.ts';
import { type Fields, textIn } from '../vault/vault-client.ts';
import type { AuthRole, ClientFacts } from './client-facts.ts';
import { problem, unread, warning, well } from './look.ts';
import type { VendorNeeds } from './vendor-needs.ts';

const TOPIC = 'alias mount';
const CLAIM = 'user claim';

/** Claims that hold an id which the identity provider made up: never what it sends as `userName`. */
const OPAQUE = new Set(['sub', 'oid', 'uid', 'sid', 'jti', 'azp', 'appid']);
/** Methods in which a person signs in by a name, which is the alias. */
const BY_NAME = new Set(['userpass', 'ldap', 'okta', 'radius', 'kerberos']);

/**
 * Looks at the auth method on which provisioned users get their alias. What it makes the alias' name from has to equal
 * SCIM's `userName`; else a login makes a second entity without any of the groups (Vault documentation, SCIM set-up).
 *
 * @param userNameClaim What the identity provider sends as `userName`, when somebody knows it.
 */
export function lookAtAliasMount(
  facts: ClientFacts,
  needs: readonly VendorNeeds[],
  userNameClaim: string | null,
): Look[] {
  const accessor = textIn(facts.client, 'alias_mount_accessor');
  if (accessor === null) {
    const found = 'none: provisioned users get no alias, and a login makes a second entity';
    return [warning(TOPIC, found, 'set alias_mount_accessor to the auth method that people sign in by')];
  }
  const { mounts, roles } = facts;
  if (!mounts.known) return [unread(TOPIC, mounts.why, `VAULT_TOKEN needs ${mounts.needs}`)];
  const [path = '', mount] = Object.entries(mounts.value).find(([, fields]) => fields.accessor === accessor) ?? [];
  if (!mount) {
    const advice = 'enable the auth method again and make a new SCIM client on it: the accessor cannot be changed';
    return [problem(TOPIC, `no auth method has the accessor ${accessor}`, advice)];
  }
  const type = String(mount.type);
  const found = `auth/${path} (${type})`;
  const local = 'make the client on a mount that is not local';
  const here = mount.local === true ? problem(TOPIC, `${found} is a local mount`, local) : well(TOPIC, found);
  return [here, ...claims(type, roles, needs, userNameClaim)];
}

function claims(
  type: string,
  roles: ClientFacts['roles'],
  needs: readonly VendorNeeds[],
  userNameClaim: string | null,
): Look[] {
  if (BY_NAME.has(type)) return [well(CLAIM, `${type}: the name that people sign in with is the alias`)];
  if (roles === null) {
    const found = `${type}: its aliases are not the names of people`;
    return [warning(CLAIM, found, "make sure that people sign in by a method whose alias is SCIM's userName")];
  }
  if (!roles.known) return [unread(CLAIM, roles.why, `VAULT_TOKEN needs ${roles.needs}`)];
  if (roles.value.length === 0) {
    return [problem(CLAIM, 'the auth method has no role: nobody can sign in', 'make its role, then look again')];
  }
  return roles.value.flatMap((role) => ofRole(type, role, needs, userNameClaim));
}

function ofRole(type: string, role: AuthRole, needs: readonly VendorNeeds[], userNameClaim: string | null): Look[] {
  const claim = claimOf(type, role.fields);
  const found = `role ${role.name} takes "${claim}"`;
  if (userNameClaim !== null) {
    const advice = `set it to "${userNameClaim}", or a login makes a second entity`;
    return claim === userNameClaim
      ? [well(CLAIM, `${found}, as userName does`)]
      : [problem(CLAIM, `${found}, but userName is "${userNameClaim}"`, advice)];
  }
  if (OPAQUE.has(claim)) {
    const advice = "take the claim whose value is SCIM's userName, or a login makes a second entity";
    return [problem(CLAIM, `${found}, an id that is not SCIM's userName`, advice)];
  }
  return needs.map(({ vendor, name, userNameClaims }) =>
    userNameClaims.includes(claim)
      ? well(CLAIM, `${found}, which is userName by ${name}'s default mapping`, vendor)
      : warning(CLAIM, `${found}`, `say with --user-name-claim what ${name} sends as userName`, vendor),
  );
}

function claimOf(type: string, role: Fields): string {
  const member = type === 'saml' ? 'user_attribute' : 'user_claim';
  return textIn(role, member) ?? (type === 'saml' ? 'NameID' : 'sub');
}
