import { faultById } from '../faults/all-faults.ts';
import type { Fault } from '../faults/fault.ts';
import { DEFAULT_VAULT_VERSION, VAULT_VERSIONS, type VaultVersion } from '../protocol/vault.ts';
import { rowById } from '../rulebook/rulebook.ts';
import { mutantSelection } from '../run/mutant-selection.ts';
import { openFaultyDouble } from '../targets/faulty-double.ts';
import { openFaultyScimServer } from '../targets/faulty-scim-server.ts';
import type { FaultyServer } from '../targets/faulty-server.ts';
import { compareVersions } from '../verdicts/versions.ts';
import { benchFor, type TargetBench } from './bench.ts';

/**
 * More than there are defects, since tests come to them in no order and starting one takes as long as a test. Each has
 * two servers, some connections and about 1.5 MB: far below the number of files that a process may have open.
 */
const OPEN_AT_ONCE = 2_000;

type Opened = { server: FaultyServer; bench: TargetBench };

/** The servers with seeded defects that one worker has open: one a defect, the latest used ones. */
export class FaultyServers {
  readonly #worker: number;
  /** In the order of their last use. */
  readonly #open = new Map<string, Promise<Opened>>();

  constructor(worker: number) {
    this.#worker = worker;
  }

  async benchOf(id: string): Promise<TargetBench> {
    const opened = this.#open.get(id) ?? this.#start(faultById(id));
    this.#open.delete(id);
    this.#open.set(id, opened);
    if (this.#open.size > OPEN_AT_ONCE) await this.#closeOldest();
    return (await opened).bench;
  }

  async close(): Promise<void> {
    for (const opened of this.#open.values()) await close(opened);
  }

  async #closeOldest(): Promise<void> {
    for (const [id, opened] of this.#open) {
      this.#open.delete(id);
      // One that never came up has failed its own test.
      await close(opened).catch(() => {});
      return;
    }
  }

  async #start(fault: Fault | null): Promise<Opened> {
    const server = await open(fault, this.#worker);
    return { server, bench: benchFor({ context: server.context, expectations: [] }, 0) };
  }
}

/** @param worker counted among those that run at the same time: each has tenants of its own */
function open(fault: Fault | null, worker: number): Promise<FaultyServer> {
  const given = mutantSelection()?.server;
  if (given === undefined)
    return openFaultyDouble(fault, fault === null ? DEFAULT_VAULT_VERSION : versionFor(fault), worker);
  const tenants = given.tenants[worker];
  if (tenants === undefined) throw new Error(`the server has no tenants for worker ${worker}`);
  return openFaultyScimServer(fault, { baseUrl: given.baseUrl, ...tenants }, worker);
}

async function close(opened: Promise<Opened>): Promise<void> {
  const { bench, server } = await opened;
  await bench.removals.stop();
  await server.close();
}

/** The newest version in which a row that the defect breaks applies. */
export function versionFor(fault: Fault): VaultVersion {
  const newestFirst = [...VAULT_VERSIONS].reverse();
  const applies = (version: VaultVersion) =>
    fault.breaks
      .map(rowById)
      .some(
        ({ since, until }) =>
          (since === undefined || compareVersions(version, since) >= 0) &&
          (until === undefined || compareVersions(version, until) < 0),
      );
  const version = newestFirst.find(applies);
  if (!version) throw new Error(`no Vault version has what ${fault.id} breaks`);
  return version;
}
