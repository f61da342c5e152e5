import { randomUUID } from 'node:crypto';
import { JourneyLog } from '../../vendors/connector/journey-log.ts';
import { filledBody, type PlaceholderValues, requestTemplate } from '../../vendors/connector/request-template.ts';
import { VendorConnection } from '../../vendors/connector/vendor-connection.ts';
import { EntraConnector } from '../../vendors/entra/entra-connector.ts';
import type { AssignedGroup } from '../../vendors/entra/groups.ts';
import type { EntraMode } from '../../vendors/entra/states.ts';
import type { Account } from '../../vendors/entra/users.ts';
import type { AccessCheck } from '../arrange/access-check.ts';
import type { Arrange } from '../arrange/arrange.ts';
import type { ArrangedGroup, ArrangedUser } from '../arrange/scim-resources.ts';
import type { Tenant } from '../tenant.ts';

export { additionText } from '../../vendors/entra/bodies.ts';
export { queryValue } from '../../vendors/entra/query.ts';
export { answerTo } from './answer-to.ts';
export { CIPHERS, handshake } from './entra-tls.ts';

/** Both dialects of Entra, for tests that run in each. */
export const MODES = ['default', 'flag'] as const satisfies EntraMode[];

/** Single requests of Entra, byte for byte. */
export function requests(tenant: Tenant): VendorConnection {
  return new VendorConnection('entra', tenant.scim.wire);
}

/** Entra's provisioning service with its decisions. */
export function connector(
  tenant: Tenant,
  mode: EntraMode,
  { log = new JourneyLog(), namesAtCreationOnly = false } = {},
): EntraConnector {
  return new EntraConnector({ mode, namesAtCreationOnly }, requests(tenant), log);
}

/** The body of a template as a value that a test may change, and then send as text. */
export function bodyOfTemplate(id: string, values: PlaceholderValues): Record<string, unknown> {
  return JSON.parse(filledBody(requestTemplate('entra', id), values) ?? '{}') as Record<string, unknown>;
}

/** Somebody new in the directory, as values of the templates. */
export function personOf(arrange: Arrange, what = 'person') {
  const userName = arrange.unique(what);
  return {
    userName,
    ext: randomUUID(),
    email: `${userName}@contoso.example`,
    givenName: 'Ada',
    familyName: 'Lovelace',
    formatted: 'Ada Lovelace',
    displayName: 'Ada Lovelace',
    title: 'Engineer',
    department: 'Engineering',
  };
}

/** A random name, as the connection test asks for. */
export function randomName(): string {
  return randomUUID();
}

/** A user that was arranged, as Entra would know it. */
export function accountOf({ id, userName, externalId }: ArrangedUser): Account {
  return { uid: id, person: { userName, ext: externalId } };
}

/** A group that was arranged, as Entra would know it. */
export function groupOf({ id, displayName }: ArrangedGroup): AssignedGroup {
  return { gid: id, name: displayName, ext: `ext-${displayName}` };
}

/** Lets those sign in who were provisioned: the sign-in of anybody else would make an entity. @throws ArrangeError */
export async function enrol(access: AccessCheck, tenant: Tenant, ...accounts: Account[]): Promise<void> {
  for (const { uid, person } of accounts) if (uid !== null) await access.enrol(tenant, person.userName);
}

/** Every name of an attribute and of a member in schema documents, and the members that are null. */
export function namesAndNulls(documents: unknown): { names: string[]; nulls: string[] } {
  const [names, nulls] = [new Set<string>(), new Set<string>()];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [member, inner] of Object.entries(value)) {
      names.add(member);
      if (inner === null) nulls.add(member);
      const isAttribute = member === 'name' && 'type' in value;
      if (isAttribute && typeof inner === 'string') names.add(inner);
      visit(inner);
    }
  };
  visit(documents);
  return { names: [...names], nulls: [...nulls] };
}
