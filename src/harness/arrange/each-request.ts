import type { Secret } from '../../evidence/secret.ts';
import type { Answer } from '../../scim/answer.ts';
import type { ScimClient } from '../../scim/scim-client.ts';
import type { VaultClient } from '../../vault/vault-client.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import { type ArrangedGroup, type ArrangedUser, groupBody, userBody } from './scim-resources.ts';

/** What requests of each kind are about: a user and a group that exist, and names of which none exists. */
export interface Subjects {
  user: ArrangedUser;
  group: ArrangedGroup;
  newUser: string;
  newGroup: string;
}

/** @throws ArrangeError */
export async function subjectsOf(arrange: Arrange, tenant: Tenant): Promise<Subjects> {
  const user = await arrange.user(tenant);
  const group = await arrange.group(tenant);
  return { user, group, newUser: arrange.unique('user'), newGroup: arrange.unique('group') };
}

/**
 * Sends each request that users and groups have (RFC 7644 section 3.2), with words for it that are the same in every run.
 * The deletions come last. To whom may ask, each is documented to be served.
 *
 * @param options With which token, when it is not the client's own; null sends none.
 */
export async function sendEachRequest(
  scim: ScimClient,
  { user, group, newUser, newGroup }: Subjects,
  options: { token?: Secret | null } = {},
): Promise<{ request: string; answer: Answer }[]> {
  const filter = `?filter=${encodeURIComponent(`userName eq "${user.userName}"`)}`;
  const deactivate = [{ op: 'replace' as const, path: 'active', value: false }];
  const add = [{ op: 'add' as const, path: 'members', value: [{ value: user.id }] }];
  const renamed = groupBody(`${group.displayName}-renamed`);
  return [
    { request: 'the list of users', answer: await scim.get('/Users', options) },
    { request: 'a filter on users', answer: await scim.get(`/Users${filter}`, options) },
    { request: 'the list of groups', answer: await scim.get('/Groups', options) },
    { request: 'a read of a user', answer: await scim.get(user.path, options) },
    { request: 'a read of a group', answer: await scim.get(group.path, options) },
    { request: 'a create of a user', answer: await scim.post('/Users', userBody(newUser), options) },
    { request: 'a create of a group', answer: await scim.post('/Groups', groupBody(newGroup), options) },
    { request: 'a replace of a user', answer: await scim.put(user.path, { ...user.sent, active: false }, options) },
    { request: 'a replace of a group', answer: await scim.put(group.path, renamed, options) },
    { request: 'a patch of a user', answer: await scim.patch(user.path, deactivate, options) },
    { request: 'a patch of a group', answer: await scim.patch(group.path, add, options) },
    { request: 'a deletion of a group', answer: await scim.delete(group.path, options) },
    { request: 'a deletion of a user', answer: await scim.delete(user.path, options) },
  ];
}

/** What Vault stores of the subjects: statuses and contents of reads of the identity API. */
export async function storedSubjects(vault: VaultClient, { user, group, newUser, newGroup }: Subjects) {
  const reads = [
    await vault.read(`identity/entity/id/${user.id}`),
    await vault.read(`identity/group/id/${group.id}`),
    await vault.read(`identity/entity/name/${newUser}`),
    await vault.read(`identity/group/name/${newGroup}`),
  ];
  return reads.map(({ status, data }) => ({ status, data }));
}
