import type { Secret } from '../evidence/secret.ts';
import { ArrangeError } from '../vault/arrange-error.ts';
import type { Leftover } from '../vault/clean-up.ts';
import { readSettingsToCopy } from '../vault/copied-settings.ts';
import { Journal } from '../vault/journal.ts';
import { createNamespace } from '../vault/namespaces.ts';
import { type PreflightFacts, preflight } from '../vault/preflight.ts';
import { provisionTenant } from '../vault/provisioning.ts';
import { cleanUpRun } from '../vault/run-clean-up.ts';
import { prepareTokenIssue, type TokenIssue } from '../vault/token-issue.ts';
import { type Fields, VaultClient } from '../vault/vault-client.ts';
import { expectedSideEffects, requireConsent } from './consent.ts';
import { type ContractChoice, chooseContract } from './contract-choice.ts';
import { readDiscovery } from './discovery.ts';
import { commonFacts, type Opening, type OpenTarget } from './opening.ts';
import { roundTripOf } from './round-trip.ts';
import type { RunContext } from './run-context.ts';
import { SetupError } from './setup-error.ts';

/** A Vault to work on, started by the harness or not. */
export interface VaultAccess {
  address: string;
  token: Secret;
  /** Namespace that the user named; '' is root. */
  namespace: string;
  isolate: 'namespace' | 'prefix';
  ownServer: boolean;
  /** SCIM client in that namespace whose settings the tenants copy. */
  copyClient?: string;
  /** Ends the server if the harness started it. */
  stop(): Promise<void>;
}

/** A server that the harness started for this run alone: nothing on it has to be kept apart. */
export function ownServer(
  server: Pick<VaultAccess, 'address' | 'token' | 'stop'> & { namespace?: string },
): VaultAccess {
  return { namespace: '', isolate: 'prefix', ownServer: true, ...server };
}

/** @throws SetupError, after removing what was made and stopping what was started. */
export async function openVault(opening: Opening, access: VaultAccess): Promise<OpenTarget> {
  const { configuration, recorder, prefix, journalPath } = opening;
  recorder.redaction.register(access.token, 'token');
  const given = new VaultClient({ ...access, recorder, tls: configuration.tls });
  let journal: Journal | null = null;
  let closing: Promise<Leftover[]> | null = null;
  const close = () => {
    closing ??= recorder
      .during('clean-up', () => closeVault(given, journal, access))
      .finally(() => {
        closing = null;
      });
    return closing;
  };
  try {
    const facts = await preflight(given, { prefix, isolate: access.isolate, ownServer: access.ownServer });
    if (!access.ownServer) requireOwnersConsent(opening, access);
    const namespace = access.isolate === 'namespace' ? childOf(access.namespace, `${prefix}ns`) : access.namespace;
    const contract = chooseContract(configuration.contract, facts.version);
    const { copyClient } = access;
    const clientFields = copyClient === undefined ? {} : await readSettingsToCopy(given, copyClient);
    journal = startJournal(opening, access, namespace, facts.clockOffsetMs);
    if (access.isolate === 'namespace') await createNamespace(given, journal, `${prefix}ns`);
    const vault = given.with({ namespace });
    // All SCIM clients of the run have the same rights: one policy and one role serve them.
    const before = recorder.exchanges.length;
    const issue = await prepareTokenIssue(vault, journal, { name: `${prefix}connector`, aliases: `${prefix}*` });
    const exchanges = recorder.exchanges.slice(before).filter(({ method }) => method !== 'GET');
    const slots = await provisionSlots(vault, journal, opening, { clientFields, issue });
    const first = slots[0]?.tenant;
    const context: RunContext = {
      ...commonFacts(opening),
      target: {
        kind: configuration.target.kind,
        address: access.address,
        vaultVersion: facts.reportedVersion,
        edition: 'enterprise',
        namespace,
        contract: contract.basis === 'assumed' ? `${contract.name} (assumed)` : contract.name,
        double: facts.double,
        clusterId: facts.clusterId,
      },
      address: access.address,
      namespace,
      facts: {
        controlPlane: true,
        version: facts.version,
        rootNamespace: facts.rootNamespace,
        childNamespaces: facts.childNamespaces,
        ownServer: access.ownServer,
        beyondKnown: contract.beyondKnown,
        eventuallyConsistent: facts.eventuallyConsistent,
        discovery: await readDiscovery(first, recorder, configuration.tls),
      },
      storageIndex: vault.index.newest,
      tokenIssue: { ...issue, exchanges },
      adminToken: access.token.reveal(),
      slots,
      journal: journalPath,
      roundTripMs: roundTripOf(recorder.exchanges),
    };
    return { context, contract, notes: notesOf(facts, contract, opening), close };
  } catch (error) {
    const leftovers = await close().catch(() => []);
    throw setupErrorOf(error, leftovers);
  }
}

async function provisionSlots(
  vault: VaultClient,
  journal: Journal,
  { options, prefix, recorder }: Opening,
  common: { clientFields: Fields; issue: TokenIssue },
): Promise<RunContext['slots']> {
  const tenant = async (slot: number, role: string, aliasMount: 'userpass' | false) => {
    const facts = await provisionTenant(vault, journal, { name: `${prefix}s${slot}-${role}`, aliasMount, ...common });
    recorder.redaction.register(facts.token, 'token');
    return facts;
  };
  // All of them are waited for, so that nothing is made any more when a failed set-up is cleaned up.
  const made = await Promise.allSettled(
    Array.from({ length: options.slots }, (_, slot) => slot).flatMap((slot) => [
      tenant(slot, 'tenant', 'userpass'),
      tenant(slot, 'other', 'userpass'),
      tenant(slot, 'unaliased', false),
    ]),
  );
  const tenants = made.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  return Array.from({ length: options.slots }, (_, slot) => {
    const [own, other = null, unaliased = null] = tenants.slice(3 * slot, 3 * slot + 3);
    if (own === undefined) throw new RangeError(`slot ${slot} has no tenant`);
    return { tenant: own, other, unaliased };
  });
}

async function closeVault(vault: VaultClient, journal: Journal | null, access: VaultAccess): Promise<Leftover[]> {
  try {
    if (journal === null) return [];
    // A server of ours that died took everything with it; on one that ends now nothing is left to remove later.
    const died = access.ownServer && (await vault.read('sys/health')).status === 0;
    const leftovers = died ? [] : await cleanUpRun(vault, journal, { madeHere: true });
    if (access.ownServer) journal.discard();
    return leftovers;
  } finally {
    await access.stop();
  }
}

function requireOwnersConsent({ configuration, options, prefix }: Opening, access: VaultAccess): void {
  const where =
    access.isolate === 'namespace'
      ? `the child namespace ${childOf(access.namespace, `${prefix}ns`)} that it creates and deletes`
      : `the namespace ${access.namespace || 'root'} under names that start with ${prefix}`;
  const effects = options.sideEffects ?? expectedSideEffects(options.slots, configuration.sequences.count);
  requireConsent(configuration.consent, access.address, where, effects);
}

function startJournal(
  { options, prefix, journalPath, configuration }: Opening,
  access: VaultAccess,
  namespace: string,
  clockOffsetMs: number,
) {
  return Journal.start(journalPath, {
    runId: options.runId,
    prefix,
    kind: configuration.target.kind,
    address: access.address,
    namespace,
    startedAt: new Date().toISOString(),
    clockOffsetMs,
  });
}

function notesOf(facts: PreflightFacts, contract: ContractChoice, { configuration }: Opening): string[] {
  const notes: string[] = [];
  if (facts.double !== null) notes.push(`The server is a double, not a Vault: it says "${facts.double}".`);
  if (facts.role !== 'active') notes.push(`The server is a ${facts.role}.`);
  if (facts.eventuallyConsistent) {
    notes.push('Performance standbys answer here, and may serve reads late: what rests on such a read is not decided.');
  }
  if (contract.basis === 'assumed') {
    notes.push(`The harness has no contract for ${facts.version}: ${contract.name} is assumed.`);
  }
  if (contract.beyondKnown) notes.push(`${facts.version} is newer than every version that the harness knows.`);
  if (configuration.tls.insecure) notes.push('VAULT_SKIP_VERIFY: the certificate of the server was not verified.');
  return notes;
}

function childOf(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** A set-up that stops half way is the user's to solve, also when it says so only while preparing. */
function setupErrorOf(error: unknown, leftovers: readonly Leftover[]): unknown {
  const left = leftovers.length === 0 ? '' : ` ${leftovers.length} objects are left, "npm run clean-up" removes them.`;
  if (error instanceof ArrangeError) return new SetupError(`${error.message}.${left}`);
  if (error instanceof SetupError && left !== '') return new SetupError(`${error.message}${left}`);
  return error;
}
