import { faultById } from '../faults/all-faults.ts';
import type { Fault } from '../faults/fault.ts';
import { DEFAULT_VAULT_VERSION, VAULT_VERSIONS, type VaultVersion } from '../protocol/vault.ts';
import { rowById } from '../rulebook/rulebook.ts';
import { type FaultyDouble, openFaultyDouble } from '../targets/faulty-double.ts';
import { compareVersions } from '../verdicts/versions.ts';
import { benchFor, type TargetBench } from './bench.ts';

/** The doubles with seeded defects that one worker has open: one a defect, as long as the worker lives. */
export class FaultyDoubles {
  readonly #worker: number;
  readonly #open = new Map<string, Promise<{ double: FaultyDouble; bench: TargetBench }>>();

  constructor(worker: number) {
    this.#worker = worker;
  }

  async benchOf(id: string): Promise<TargetBench> {
    let opened = this.#open.get(id);
    if (!opened) {
      opened = this.#start(faultById(id));
      this.#open.set(id, opened);
    }
    return (await opened).bench;
  }

  async close(): Promise<void> {
    for (const opened of this.#open.values()) {
      const { bench, double } = await opened;
      await bench.removals.done();
      await double.close();
    }
  }

  async #start(fault: Fault | null): Promise<{ double: FaultyDouble; bench: TargetBench }> {
    const double = await openFaultyDouble(
      fault,
      fault === null ? DEFAULT_VAULT_VERSION : versionFor(fault),
      this.#worker,
    );
    return { double, bench: benchFor({ context: double.context, expectations: [] }, 0) };
  }
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
