import { setTimeout as pause } from 'node:timers/promises';
import PQueue from 'p-queue';
import { SchemaUrn } from '../protocol/scim.ts';
import type { Answer } from '../scim/answer.ts';
import type { ScimClient } from '../scim/scim-client.ts';
import { idIn } from '../vendors/connector/answer-members.ts';
import { JourneyLog } from '../vendors/connector/journey-log.ts';
import { VendorConnection } from '../vendors/connector/vendor-connection.ts';
import { EntraConnector } from '../vendors/entra/entra-connector.ts';
import type { AssignedGroup } from '../vendors/entra/groups.ts';
import type { Account as EntraAccount } from '../vendors/entra/users.ts';
import type { PushedGroup } from '../vendors/okta/groups.ts';
import { OktaConnector } from '../vendors/okta/okta-connector.ts';
import type { Account as OktaAccount } from '../vendors/okta/users.ts';
import type { Account as SailPointAccount } from '../vendors/sailpoint/accounts.ts';
import { SailPointConnector } from '../vendors/sailpoint/sailpoint-connector.ts';
import { settingsOf } from '../vendors/sailpoint/settings.ts';
import type { LoadVendor } from './plan.ts';

/** The answer that ended a vendor's sequence; null when the vendor sent nothing. */
type Step = { answer: Answer } | null;

/** What came of creating somebody or something: without an id the vendor goes no further. */
interface Made {
  id: string | null;
  last: Step;
}

/** One person or group as a vendor's connector deals with it. Handles are the connector's own records. */
export interface Provisioner<Person, Group> {
  /** Whether somebody who leaves is deleted, or only made inactive. */
  leaversAreDeleted: boolean;
  createGroup(displayName: string): Promise<Made & { group: Group }>;
  /** Assignment of the app: whatever the vendor asks before, then the creation. */
  join(userName: string): Promise<Made & { person: Person }>;
  addMember(group: Group, person: Person): Promise<Step>;
  removeMember(group: Group, person: Person): Promise<Step>;
  leave(person: Person): Promise<Step>;
}

/** Erased, because a run works with one vendor and never mixes the handles of two. */
export type AnyProvisioner = Provisioner<unknown, unknown>;

/** A pushed group, and the changes of it that wait. */
interface Pushed {
  group: PushedGroup;
  queue: PQueue;
}

/** Traffic shaped as that vendor's, by the simulator that the suites use. */
export function provisionerOf(vendor: LoadVendor, scim: ScimClient): AnyProvisioner {
  const connection = new VendorConnection(vendor, scim.wire);
  switch (vendor) {
    case 'okta':
      return okta(connection) as AnyProvisioner;
    case 'entra':
      return entra(connection) as AnyProvisioner;
    case 'sailpoint':
      return sailPoint(connection, scim) as AnyProvisioner;
  }
}

const NAMES = { givenName: 'Ava', familyName: 'Nguyen', displayName: 'Ava Nguyen' };

async function wait(seconds: number): Promise<void> {
  await pause(seconds * 1_000);
}

/**
 * Mode AIW, whose group requests Vault documents as served: those of mode OIN name the id in a change, which it
 * refuses. A change sends the whole membership, so that Okta pushes a group one change after another.
 */
function okta(connection: VendorConnection): Provisioner<OktaAccount, Pushed> {
  const connector = () => new OktaConnector('AIW', connection, new JourneyLog(), wait);
  const change = ({ group, queue }: Pushed, { uid, person }: OktaAccount, key: 'added' | 'removed') =>
    sent(uid, (id) =>
      queue.add(() => connector().groups.change(group, { [key]: [{ uid: id, userName: person.userName }] })),
    );
  return {
    leaversAreDeleted: false,
    createGroup: async (displayName) => {
      const { group, last } = await connector().groups.push(displayName, []);
      return { group: { group, queue: new PQueue({ concurrency: 1 }) }, id: group.gid, last };
    },
    join: async (userName) => {
      const person = { userName, ext: `00u-${userName}`, password: 'Load-only-1', ...NAMES };
      const { account, last } = await connector().users.provision(person);
      return { person: account, id: account.uid, last };
    },
    addMember: (group, account) => change(group, account, 'added'),
    removeMember: (group, account) => change(group, account, 'removed'),
    leave: (account) => connector().users.deactivate(account),
  };
}

/** With the flag `aadOptscim062020`: without it Entra writes `active` as a text. */
function entra(connection: VendorConnection): Provisioner<EntraAccount, AssignedGroup> {
  const connector = () =>
    new EntraConnector({ mode: 'flag', namesAtCreationOnly: false }, connection, new JourneyLog());
  return {
    leaversAreDeleted: false,
    createGroup: async (displayName) => {
      const { group, last } = await connector().groups.provision(displayName, `ext-${displayName}`, []);
      return { group, id: group.gid, last };
    },
    join: async (userName) => {
      const { account, last } = await connector().users.provision({ userName, ext: `ext-${userName}` });
      return { person: account, id: account.uid, last };
    },
    addMember: (group, account) => connector().groups.add(group, [account]),
    removeMember: (group, account) => connector().groups.remove(group, [account]),
    leave: (account) => connector().users.disable(account),
  };
}

/** SailPoint makes no groups: it finds them. So they are made by a plain SCIM request. */
function sailPoint(connection: VendorConnection, scim: ScimClient): Provisioner<SailPointAccount, string | null> {
  const connector = () => new SailPointConnector(settingsOf('VA'), connection, new JourneyLog(), wait);
  return {
    leaversAreDeleted: true,
    createGroup: async (displayName) => {
      const answer = await scim.post('/Groups', { schemas: [SchemaUrn.group], displayName });
      const id = answer.status === 201 ? idIn(answer.body) : null;
      return { group: id, id, last: { answer } };
    },
    join: async (userName) => {
      const identity = { userName, ext: `2c91-${userName}`, email: `${userName}@example.com`, ...NAMES };
      const { account, last } = await connector().accounts.create(identity);
      return { person: account, id: account.uid, last };
    },
    addMember: (group, account) => sent(group, (gid) => connector().entitlements.add(account, gid)),
    removeMember: (group, account) => sent(group, (gid) => connector().entitlements.remove(account, gid)),
    leave: (account) => connector().accounts.terminate(account),
  };
}

async function sent(id: string | null, send: (id: string) => Promise<Step>): Promise<Step> {
  return id === null ? null : send(id);
}
