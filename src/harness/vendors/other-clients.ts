import { randomUUID } from 'node:crypto';
import { JourneyLog } from '../../vendors/connector/journey-log.ts';
import { filledBody, type PlaceholderValues, requestTemplate } from '../../vendors/connector/request-template.ts';
import { VendorConnection } from '../../vendors/connector/vendor-connection.ts';
import { nameOf } from '../../vendors/other-clients/client.ts';
import { OTHER_CLIENTS } from '../../vendors/other-clients/clients.ts';
import { OtherConnector } from '../../vendors/other-clients/other-connector.ts';
import type { Account, Person } from '../../vendors/other-clients/people.ts';
import type { AccessCheck } from '../arrange/access-check.ts';
import type { Arrange } from '../arrange/arrange.ts';
import type { ArrangedUser } from '../arrange/scim-resources.ts';
import type { Tenant } from '../tenant.ts';
import { answerTo } from './answer-to.ts';

export { answerTo };

/** Every client of the short form in every mode, each with a name for titles. */
export const CLIENTS = OTHER_CLIENTS.map((client) => ({ name: nameOf(client), ...client }));

/** Single requests of a client, byte for byte. */
export function requests(tenant: Tenant, vendor: string): VendorConnection {
  return new VendorConnection(vendor, tenant.scim.wire);
}

/** A client with its decisions; its pauses take no time. @param name `ping put` */
export function connector(tenant: Tenant, name: string, log = new JourneyLog()): OtherConnector {
  const client = CLIENTS.find((one) => one.name === name);
  if (!client) throw new Error(`no other client is called ${name}`);
  return new OtherConnector(client, requests(tenant, client.vendor), log, async () => {});
}

/** The body of a template as a value that a test may change, and then send as text. */
export function bodyOfTemplate(vendor: string, id: string, values: PlaceholderValues): Record<string, unknown> {
  return JSON.parse(filledBody(requestTemplate(vendor, id), values) ?? '{}') as Record<string, unknown>;
}

/** A person as values of the templates. */
type NewPerson = { [Name in keyof Person | 'active']: string };

/** Somebody new in the directory of a client. */
export function personOf(arrange: Arrange, what = 'person'): NewPerson {
  const userName = arrange.unique(what);
  return { ...namesOf(userName), userName, ext: randomUUID(), active: 'true' };
}

/** A user that was arranged, as values of the templates. */
export function valuesOf({ id, userName, externalId }: ArrangedUser): NewPerson & { uid: string } {
  return { ...namesOf(userName), userName, ext: externalId, active: 'true', uid: id };
}

/**
 * What JumpCloud does when a connector is activated: a test user and a test group are made, changed and deleted again
 * (JumpCloud: Custom SCIM integration; the order is inferred).
 */
export async function jumpCloudActivation(client: OtherConnector, arrange: Arrange) {
  const { users, groups } = client;
  const [person, groupName] = [personOf(arrange, 'test-user'), arrange.unique('test-group')];
  await client.testConnection(person.userName);
  const { account, last: created } = await users.provision(person);
  const changed = await users.change(account, { displayName: 'Test User' });
  const { group, last: added } = await groups.push(groupName, randomName(), [account]);
  const groupDeleted = await groups.delete(group);
  const userDeleted = await users.remove(account);
  return {
    person,
    groupName,
    created: answerTo(created),
    changed: answerTo(changed),
    added: answerTo(added),
    groupDeleted: answerTo(groupDeleted),
    userDeleted: answerTo(userDeleted),
  };
}

/** A name that nobody has. */
export function randomName(): string {
  return randomUUID();
}

/** Lets those sign in who were provisioned: the sign-in of anybody else would make an entity. @throws ArrangeError */
export async function enrol(access: AccessCheck, tenant: Tenant, ...accounts: Account[]): Promise<void> {
  for (const { uid, person } of accounts) if (uid !== null) await access.enrol(tenant, person.userName);
}

function namesOf(userName: string) {
  return {
    givenName: 'Ada',
    familyName: 'Lovelace',
    displayName: 'Ada Lovelace',
    formatted: 'Ada Lovelace',
    email: `${userName}@example.com`,
    title: 'Engineer',
    department: 'Engineering',
  };
}
