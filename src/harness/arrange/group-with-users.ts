import type { VaultClient } from '../../vault/vault-client.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import type { ArrangedGroup, ArrangedUser } from './scim-resources.ts';

/** A group with the first of two users, and all that can be read of the three. */
interface GroupWithUsers {
  users: [ArrangedUser, ArrangedUser];
  group: ArrangedGroup;
  /** Statuses and contents of reads by the client that has them and by the administrator. */
  stored: () => Promise<unknown[]>;
}

/** @throws ArrangeError */
export async function groupWithUsers(arrange: Arrange, vault: VaultClient, tenant: Tenant): Promise<GroupWithUsers> {
  const users: GroupWithUsers['users'] = [await arrange.user(tenant), await arrange.user(tenant)];
  const group = await arrange.group(tenant, users.slice(0, 1));
  const asRead = async (path: string) => {
    const { status, body } = await tenant.scim.get(path);
    return { status, body };
  };
  const inVault = async (path: string) => {
    const { status, data } = await vault.read(path);
    return { status, data };
  };
  const stored = () =>
    Promise.all([
      ...[...users, group].map(({ path }) => asRead(path)),
      ...users.map(({ id }) => inVault(`identity/entity/id/${id}`)),
      inVault(`identity/group/id/${group.id}`),
    ]);
  return { users, group, stored };
}
