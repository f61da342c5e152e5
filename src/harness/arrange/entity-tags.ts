import type { ScimResource } from '../../protocol/scim.ts';
import type { Answer } from '../../scim/answer.ts';
import type { ResourceDescription } from '../../scim/models/resource-description.ts';
import { metaOf } from '../comparing.ts';
import type { Tenant } from '../tenant.ts';
import type { Arrange } from './arrange.ts';
import { waitPast } from './server-clock.ts';
import { changeOf } from './substitutes.ts';

/** A resource with a version, and an attribute of it that can be changed. */
export interface Versioned {
  id: string;
  path: string;
  /** The body that created it. */
  sent: ScimResource;
  name: string;
  from: unknown;
  to: unknown;
  /** What a read gave as its entity-tag; '' when that was none. */
  tag: string;
}

/** The entity-tag of an answer (RFC 9110 section 8.8.3); '' when it has none. */
export function tagOf(answer: Answer): string {
  return answer.header('etag') ?? '';
}

/** Whether an entity-tag says of itself that it is no strong validator (RFC 9110 section 8.8.3). */
export function isWeak(tag: string): boolean {
  return tag.startsWith('W/');
}

/**
 * Whether a condition failed only because its tag is weak: HTTP compares strongly for If-Match, so that no weak tag ever
 * meets it (RFC 9110 section 13.1.1), while RFC 7644 section 3.14 shows one that does.
 */
export function isRefusedAsWeak(answer: Answer, tag: string): boolean {
  return isWeak(tag) && (answer.status === 412 || answer.status === 409);
}

/** Resources whose tag was read. The type is as the server describes it. */
export const VERSIONED = {
  user: async (arrange: Arrange, tenant: Tenant, type: ResourceDescription): Promise<Versioned> => {
    const change = changeOf(type);
    const { id, path, sent } = await arrange.user(tenant, { [change.name]: change.from });
    return { id, path, sent, ...change, tag: tagOf(await tenant.scim.get(path)) };
  },
  group: async (arrange: Arrange, tenant: Tenant): Promise<Versioned> => {
    const { id, path, sent, displayName: from } = await arrange.group(tenant);
    const tag = tagOf(await tenant.scim.get(path));
    return { id, path, sent, name: 'displayName', from, to: arrange.unique('renamed'), tag };
  },
};

/** Writes to a resource by its address: the first two give the attribute that can be changed another value. */
export const VERSIONED_WRITES = {
  PUT: (tenant: Tenant, { path, sent, name }: Versioned, value: unknown, headers = {}) =>
    tenant.scim.put(path, { ...sent, [name]: value }, { headers }),
  PATCH: (tenant: Tenant, { path, name }: Versioned, value: unknown, headers = {}) =>
    tenant.scim.patch(path, [{ op: 'replace', path: name, value }], { headers }),
  DELETE: (tenant: Tenant, { path }: Versioned, _value: unknown, headers = {}) => tenant.scim.delete(path, { headers }),
} satisfies Record<string, Write>;

type Write = (tenant: Tenant, one: Versioned, value: unknown, headers?: Record<string, string>) => Promise<Answer>;

/**
 * Waits until a change made now is one at another time than the last one: a weak tag may be made of the time (RFC 9110
 * section 8.8.1). @returns a read before
 */
export async function waitPastVersion(arrange: Arrange, tenant: Tenant, { path }: Versioned): Promise<Answer> {
  const read = await tenant.scim.get(path);
  await waitPast(arrange, tenant, metaOf(read.body, 'lastModified'));
  return read;
}

/** Changes a resource, so that the tag that was read before is an old one. @returns a read afterwards */
export async function outdate(arrange: Arrange, tenant: Tenant, one: Versioned): Promise<Answer> {
  await waitPastVersion(arrange, tenant, one);
  await VERSIONED_WRITES.PUT(tenant, one, one.to);
  return tenant.scim.get(one.path);
}
