import type { Answer } from '../../scim/answer.ts';
import { JourneyLog } from '../../vendors/connector/journey-log.ts';
import { filledBody, type PlaceholderValues, requestTemplate } from '../../vendors/connector/request-template.ts';
import { VendorConnection } from '../../vendors/connector/vendor-connection.ts';
import type { Account } from '../../vendors/sailpoint/accounts.ts';
import type { Identity } from '../../vendors/sailpoint/bodies.ts';
import { SailPointConnector } from '../../vendors/sailpoint/sailpoint-connector.ts';
import {
  type SailPointClient,
  type SailPointMode,
  type SailPointSettings,
  settingsOf,
} from '../../vendors/sailpoint/settings.ts';
import type { Arrange } from '../arrange/arrange.ts';
import type { ArrangedUser } from '../arrange/scim-resources.ts';
import type { Tenant } from '../tenant.ts';

export { answerTo } from './answer-to.ts';

/** Both ways in which a source writes, for tests that run in each. */
export const MODES = ['patch', 'put'] as const satisfies SailPointMode[];

/** Single requests of SailPoint, byte for byte. */
export function requests(tenant: Tenant): VendorConnection {
  return new VendorConnection('sailpoint', tenant.scim.wire);
}

/** The same from a source whose administrator has set both media types to `application/json`. */
export function overriddenRequests(tenant: Tenant): VendorConnection {
  return new VendorConnection('sailpoint', tenant.scim.wire, { get: 'override-get', body: 'override-body' });
}

interface SourceOptions extends Partial<SailPointSettings> {
  client?: SailPointClient;
  log?: JourneyLog;
}

/** A source of SailPoint with its decisions; its pauses take no time. */
export function connector(tenant: Tenant, { client = 'VA', log, ...settings }: SourceOptions = {}): SailPointConnector {
  const wait = async (): Promise<void> => {};
  return new SailPointConnector(settingsOf(client, settings), requests(tenant), log ?? new JourneyLog(), wait);
}

/** The body of a template as a value that a test may change, and then send as text. */
export function bodyOfTemplate(id: string, values: PlaceholderValues): Record<string, unknown> {
  return JSON.parse(filledBody(requestTemplate('sailpoint', id), values) ?? '{}') as Record<string, unknown>;
}

/** An identity as values of the templates. */
type NewIdentity = { [Name in keyof Identity]: string };

/** Somebody new in SailPoint. */
export function identityOf(arrange: Arrange, what = 'identity'): NewIdentity {
  const userName = arrange.unique(what);
  return {
    userName,
    ext: `2c91-${userName}`,
    givenName: 'Ada',
    familyName: 'Lovelace',
    email: `${userName}@example.com`,
    displayName: 'Ada Lovelace',
  };
}

/** A user that was arranged, as SailPoint knows it after an aggregation. */
export function accountOf({ id, userName, externalId }: ArrangedUser, groups: readonly { id: string }[] = []): Account {
  const names = { givenName: 'Ada', familyName: 'Lovelace', displayName: 'Ada Lovelace' };
  const identity = { userName, ext: externalId, email: `${userName}@example.com`, ...names };
  return { identity, uid: id, entitlements: new Set(groups.map((group) => group.id)) };
}

/**
 * The instant that a later delta aggregation asks from, by the server's own clock: a second before the answer, as
 * the header `Date` knows whole seconds only.
 */
export function deltaSince(answer: Answer): string {
  const date = Date.parse(answer.header('date') ?? '');
  return new Date((Number.isNaN(date) ? Date.now() : date) - 1_000).toISOString();
}
