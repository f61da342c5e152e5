import { SchemaUrn, type ScimResource } from '../../protocol/scim.ts';
import type { Answer } from '../../scim/answer.ts';
import { ArrangeError } from '../../vault/arrange-error.ts';
import type { Tenant } from '../tenant.ts';

/** A user that exists on the server. */
export interface ArrangedUser {
  id: string;
  /** `/Users/{id}` */
  path: string;
  userName: string;
  externalId: string;
  /** The body that created it. */
  sent: ScimResource;
  /** The body of the answer. */
  body: ScimResource;
}

/** A group that exists on the server. */
export interface ArrangedGroup {
  id: string;
  /** `/Groups/{id}` */
  path: string;
  displayName: string;
  sent: ScimResource;
  body: ScimResource;
}

/** The smallest user that Vault documents: core schema, userName, externalId, active. */
export function userBody(name: string, attributes: Record<string, unknown> = {}): ScimResource & { userName: string } {
  return { schemas: [SchemaUrn.user], userName: name, externalId: `ext-${name}`, active: true, ...attributes };
}

/** URN of Vault's extension for the metadata of an entity (Vault API documentation, SCIM). */
export const METADATA = SchemaUrn.vaultMetadata;

/** The URN under which a user shows its metadata: another version of it may be in use (open question 14). */
export function metadataUrnIn(body: Record<string, unknown>): string {
  return (
    Object.keys(body).find((name) => /^urn:ietf:params:scim:schemas:extension:vault:[^:]*:Metadata$/i.test(name)) ??
    METADATA
  );
}

/** Attributes of a user with metadata: the extension, and both URNs in `schemas`. */
export function metadataOf(items: Record<string, string>): Record<string, unknown> {
  const pairs = Object.entries(items).map(([key, value]) => ({ key, value }));
  return { schemas: [SchemaUrn.user, METADATA], [METADATA]: { items: pairs } };
}

export function groupBody(name: string, memberIds: string[] = []): ScimResource & { displayName: string } {
  return { schemas: [SchemaUrn.group], displayName: name, members: memberIds.map((value) => ({ value })) };
}

/** @throws ArrangeError when the server does not create it. */
export async function createUser(tenant: Tenant, body: ScimResource & { userName: string }): Promise<ArrangedUser> {
  const answer = await tenant.scim.post('/Users', body);
  const { id, created } = createdBy(answer, 'create a user');
  return {
    id,
    path: `/Users/${id}`,
    userName: body.userName,
    externalId: String(body.externalId ?? ''),
    sent: body,
    body: created,
  };
}

/** @throws ArrangeError when the server does not create it. */
export async function createGroup(
  tenant: Tenant,
  body: ScimResource & { displayName: string },
): Promise<ArrangedGroup> {
  const answer = await tenant.scim.post('/Groups', body);
  const { id, created } = createdBy(answer, 'create a group');
  return { id, path: `/Groups/${id}`, displayName: body.displayName, sent: body, body: created };
}

/** Any 2xx with an id lets a test go on: whether the answer is right is not judged here. */
function createdBy(answer: Answer, intent: string): { id: string; created: ScimResource } {
  const created = answer.body as ScimResource | undefined;
  if (answer.status < 200 || answer.status > 299 || typeof created?.id !== 'string') {
    throw new ArrangeError(intent, answer.exchange);
  }
  return { id: created.id, created };
}
