import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../scim/answer.ts';
import { bodyOf, idsOf, resourcesOf } from './answers.ts';
import type { Arrange } from './arrange/arrange.ts';
import { userBody } from './arrange/scim-resources.ts';
import { bulkBody } from './bulk.ts';
import type { Tenant } from './tenant.ts';

/** Capabilities of ServiceProviderConfig (RFC 7643 section 5) whose presence shows from outside. */
export type Capability = 'patch' | 'filter' | 'bulk' | 'sort' | 'etag';

/** `supported` of a capability; undefined where the configuration does not say. */
export function supportedIn(configuration: Answer, capability: Capability | 'changePassword'): unknown {
  const member = bodyOf(configuration)[capability];
  return typeof member === 'object' && member !== null ? (member as Record<string, unknown>).supported : undefined;
}

/** Tries each capability on users of its own. @param tenant one that holds no other users */
export async function presentCapabilities(arrange: Arrange, tenant: Tenant): Promise<Capability[]> {
  const probes: [Capability, (arrange: Arrange, tenant: Tenant) => Promise<boolean>][] = [
    ['patch', patches],
    ['bulk', executesBulk],
    ['etag', honoursVersions],
    ['filter', filters],
    ['sort', sorts],
  ];
  const present: Capability[] = [];
  for (const [capability, isPresent] of probes) if (await isPresent(arrange, tenant)) present.push(capability);
  return present.sort();
}

async function patches(arrange: Arrange, tenant: Tenant): Promise<boolean> {
  const { path } = await arrange.user(tenant);
  await tenant.scim.patch(path, [{ op: 'replace', path: 'active', value: false }]);
  return bodyOf(await tenant.scim.get(path)).active === false;
}

async function executesBulk(arrange: Arrange, { scim }: Tenant): Promise<boolean> {
  const data = userBody(arrange.unique('bulk'));
  await scim.post('/Bulk', bulkBody([{ method: 'POST', path: '/Users', bulkId: 'one', data }]));
  return resourcesOf(await scim.get('/Users')).some(({ userName }) => userName === data.userName);
}

async function honoursVersions(arrange: Arrange, tenant: Tenant): Promise<boolean> {
  const { path, sent } = await arrange.user(tenant);
  const headers = { 'If-Match': 'W/"not-the-version"' };
  const answer = await tenant.scim.put(path, { ...sent, active: false }, { headers });
  const tag = (await tenant.scim.get(path)).header('etag');
  // RFC 7644 table 8 names both for a version that is not the newest.
  return (answer.status === 412 || answer.status === 409) && tag !== undefined;
}

async function filters(arrange: Arrange, tenant: Tenant): Promise<boolean> {
  const [user] = await arrange.users(tenant, 2);
  const found = idsOf(await tenant.scim.list('/Users', { filter: `userName eq "${user?.userName}"` }));
  return found.length === 1 && found[0] === user?.id;
}

async function sorts(arrange: Arrange, tenant: Tenant): Promise<boolean> {
  await arrange.users(tenant, 2);
  const namesBy = async (sortOrder: string) =>
    resourcesOf(await tenant.scim.list('/Users', { sortBy: 'userName', sortOrder })).map(({ userName }) => userName);
  const [rising, falling] = [await namesBy('ascending'), await namesBy('descending')];
  const sorted = [...rising].sort();
  return rising.length > 1 && isDeepStrictEqual(rising, sorted) && isDeepStrictEqual(falling, sorted.reverse());
}
