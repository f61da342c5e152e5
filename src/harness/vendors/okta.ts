import { randomBytes } from 'node:crypto';
import { JourneyLog } from '../../vendors/connector/journey-log.ts';
import { filledBody, type PlaceholderValues, requestTemplate } from '../../vendors/connector/request-template.ts';
import { VendorConnection } from '../../vendors/connector/vendor-connection.ts';
import type { Member, Person } from '../../vendors/okta/bodies.ts';
import type { PushedGroup } from '../../vendors/okta/groups.ts';
import { OktaConnector, type OktaMode } from '../../vendors/okta/okta-connector.ts';
import type { Account } from '../../vendors/okta/users.ts';
import type { Arrange } from '../arrange/arrange.ts';
import type { ArrangedGroup, ArrangedUser } from '../arrange/scim-resources.ts';
import type { Tenant } from '../tenant.ts';

export { answerTo } from './answer-to.ts';

/** Both modes of Okta's client, for tests that run in each. */
export const MODES = ['AIW', 'OIN'] as const satisfies OktaMode[];

/** Single requests of Okta, byte for byte. */
export function requests(tenant: Tenant): VendorConnection {
  return new VendorConnection('okta', tenant.scim.wire);
}

/** Okta's client with its decisions; its pauses take no time, `waited` gets their seconds. */
export function connector(
  tenant: Tenant,
  mode: OktaMode,
  { log = new JourneyLog(), waited = [] as number[] } = {},
): OktaConnector {
  return new OktaConnector(mode, requests(tenant), log, async (seconds) => {
    waited.push(seconds);
  });
}

/** The body of a template as a value that a test may change, and then send as text. */
export function bodyOfTemplate(id: string, values: PlaceholderValues): Record<string, unknown> {
  return JSON.parse(filledBody(requestTemplate('okta', id), values) ?? '{}') as Record<string, unknown>;
}

/** A person as values of the templates. */
type NewPerson = { [Name in keyof Person | 'title' | 'department']: string };

/** Somebody new in Okta. */
export function personOf(arrange: Arrange, what = 'person'): NewPerson {
  const userName = arrange.unique(what);
  return {
    userName,
    givenName: 'Ava',
    familyName: 'Nguyen',
    displayName: 'Ava Nguyen',
    ext: `00u-${userName}`,
    password: randomBytes(6).toString('base64url'),
    title: 'Engineer',
    department: 'Engineering',
  };
}

/** A user that was arranged, as Okta would know it. */
export function accountOf({ id, userName, externalId }: ArrangedUser): Account {
  const names = { givenName: 'Ava', familyName: 'Nguyen', displayName: 'Ava Nguyen' };
  return { uid: id, person: { userName, ext: externalId, password: '', ...names } };
}

export function memberOf({ id, userName }: ArrangedUser): Member {
  return { uid: id, userName };
}

/** Those who have an account: Okta pushes nobody else. */
export function membersOf(...accounts: Account[]): Member[] {
  return accounts.flatMap(({ uid, person }) => (uid === null ? [] : [{ uid, userName: person.userName }]));
}

/** A group that was arranged, as Okta would know it. */
export function pushedGroup({ id, displayName }: ArrangedGroup, members: ArrangedUser[]): PushedGroup {
  return { name: displayName, members: members.map(memberOf), gid: id, isStopped: false };
}
