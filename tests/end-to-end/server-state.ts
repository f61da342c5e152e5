import type { StartedDouble } from './started-double.ts';

/** What an administrator can list; compared before and after a run. */
const LISTS = [
  'identity/scim/client',
  'identity/entity/id',
  'identity/entity-alias/id',
  'identity/group/id',
  'sys/policies/acl',
  'sys/namespaces',
  'auth/token/roles',
  'auth/token/accessors',
];

/** Objects of others, in the root namespace and in `team`. */
export async function addForeignData({ ask }: StartedDouble): Promise<void> {
  await ask('POST', 'sys/namespaces/team');
  for (const namespace of ['', 'team/']) {
    for (let i = 0; i < 20; i += 1) {
      await ask('POST', `${namespace}identity/entity`, { name: `somebody-${i}` });
      await ask('POST', `${namespace}identity/group`, { name: `some-group-${i}` });
    }
    await ask('POST', `${namespace}sys/auth/somebodys-userpass`, { type: 'userpass' });
  }
}

/** Everything that the lists of the root namespace and of `team` name. */
export async function serverState({ ask }: StartedDouble): Promise<unknown> {
  const lists: Record<string, unknown> = {};
  for (const namespace of ['', 'team/']) {
    for (const path of LISTS) {
      const { body } = await ask('GET', `${namespace}${path}?list=true`);
      lists[namespace + path] = (body?.data as { keys?: unknown } | undefined)?.keys ?? [];
    }
    for (const path of ['sys/auth', 'sys/mounts']) {
      const { body } = await ask('GET', `${namespace}${path}`);
      lists[namespace + path] = Object.keys((body?.data as object | undefined) ?? {}).sort();
    }
  }
  return lists;
}
