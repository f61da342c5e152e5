import { isFields, succeeded, type VaultClient } from './vault-client.ts';

/** `write` is `create` or `update`: which of them Vault asks for depends on the path. */
type Capability = 'write' | 'read' | 'patch' | 'delete' | 'list' | 'sudo';

/** What a token has to be allowed on a path. */
export interface Right {
  path: string;
  capabilities: Capability[];
}

/**
 * What a run needs in the namespace that it works in.
 *
 * @param prefix The run's prefix; rights on named things are asked for such a name only.
 */
export function rightsToWork(prefix: string): Right[] {
  const own = `${prefix}x`;
  return [
    { path: 'sys/auth', capabilities: ['read'] },
    { path: `sys/auth/${own}`, capabilities: ['write', 'read', 'delete', 'sudo'] },
    { path: `auth/${own}/users/${own}`, capabilities: ['write'] },
    { path: 'sys/mounts', capabilities: ['read'] },
    { path: `sys/mounts/${own}`, capabilities: ['write', 'delete'] },
    { path: `${own}/data/${own}`, capabilities: ['write', 'read'] },
    { path: 'sys/policies/acl', capabilities: ['list'] },
    { path: `sys/policies/acl/${own}`, capabilities: ['write', 'read', 'delete'] },
    { path: 'auth/token/roles', capabilities: ['list'] },
    { path: `auth/token/roles/${own}`, capabilities: ['write', 'read', 'delete'] },
    { path: `auth/token/create/${own}`, capabilities: ['write'] },
    { path: 'auth/token/lookup-accessor', capabilities: ['write'] },
    { path: 'auth/token/revoke-accessor', capabilities: ['write'] },
    { path: 'identity/lookup/entity', capabilities: ['write'] },
    ...['entity', 'group'].flatMap((kind): Right[] => [
      { path: `identity/${kind}`, capabilities: ['write'] },
      { path: `identity/${kind}/id/${own}`, capabilities: ['write', 'read', 'delete'] },
      { path: `identity/${kind}/name`, capabilities: ['list'] },
      { path: `identity/${kind}/name/${own}`, capabilities: ['read'] },
    ]),
    { path: 'identity/entity-alias', capabilities: ['write'] },
    { path: 'identity/entity-alias/id', capabilities: ['list'] },
    { path: `identity/entity-alias/id/${own}`, capabilities: ['read', 'delete'] },
    { path: 'identity/scim/client', capabilities: ['list'] },
    { path: `identity/scim/client/${own}`, capabilities: ['write', 'read', 'delete'] },
    ...rightsToNamespaces(prefix),
  ];
}

/** What creating and removing a child namespace needs. */
export function rightsToNamespaces(prefix: string): Right[] {
  return [
    { path: 'sys/namespaces', capabilities: ['list'] },
    { path: `sys/namespaces/${prefix}ns`, capabilities: ['write', 'read', 'delete'] },
  ];
}

/** The same rights inside of a child namespace, asked for from its parent. */
export function inside(child: string, rights: readonly Right[]): Right[] {
  return rights.map(({ path, capabilities }) => ({ path: `${child}/${path}`, capabilities }));
}

/**
 * Asks Vault which of the rights the token lacks (`sys/capabilities-self`). Changes nothing.
 *
 * @returns The missing ones as `path (capability, …)`; null when Vault does not tell.
 */
export async function missingRights(vault: VaultClient, rights: readonly Right[]): Promise<string[] | null> {
  const answer = await vault.write('sys/capabilities-self', { paths: rights.map(({ path }) => path) });
  if (!succeeded(answer) || !isFields(answer.body)) return null;
  const granted = answer.data ?? answer.body;
  return rights.flatMap(({ path, capabilities }) => {
    const has = new Set(Array.isArray(granted[path]) ? granted[path].map(String) : []);
    const missing = has.has('root') ? [] : capabilities.filter((one) => !allows(has, one));
    return missing.length === 0 ? [] : `${path} (${missing.map(wording).join(', ')})`;
  });
}

function allows(has: ReadonlySet<string>, capability: Capability): boolean {
  return capability === 'write' ? has.has('create') || has.has('update') : has.has(capability);
}

function wording(capability: Capability): string {
  return capability === 'write' ? 'create, update' : capability;
}
