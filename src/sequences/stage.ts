import { jsonOf, objectsIn } from './difference.ts';
import type { Limits } from './limits.ts';
import type { Party, Step } from './operation.ts';
import { runSteps, type StepsResult } from './run-steps.ts';
import type { Actor, Scene } from './snapshot.ts';

export interface StageOptions {
  /** Makes two SCIM clients without users and groups: at the beginning, and after a failure. */
  freshScene: () => Promise<Scene>;
  /** Runs what tidies up, so that it is no part of the evidence. */
  unrecorded: <Result>(work: () => Promise<Result>) => Promise<Result>;
  limits: Limits;
  /** Start of the names of a run, used once. */
  prefix: () => string;
}

const PARTIES: readonly Party[] = ['tenant', 'other'];

/**
 * Runs one sequence after the other, each from clients that have nothing: it removes what a sequence left, and takes
 * other clients where that does not succeed. A server with a defect must not let an earlier sequence spoil a later one.
 */
export class Stage {
  readonly #options: StageOptions;
  #scene: Scene | null = null;

  constructor(options: StageOptions) {
    this.#options = options;
  }

  async run(steps: readonly Step[]): Promise<StepsResult> {
    const { limits, prefix, freshScene, unrecorded } = this.#options;
    const scene = this.#scene ?? (await freshScene());
    this.#scene = null;
    const result = await runSteps(scene, steps, { limits, prefix: prefix() });
    const isClean = (await unrecorded(() => this.#clear(scene))) && result.divergence === null;
    if (isClean) this.#scene = scene;
    return result;
  }

  /** @returns whether nothing is left */
  async #clear({ actors }: Scene): Promise<boolean> {
    const clean = await Promise.all(PARTIES.map((party) => clearActor(actors[party])));
    return clean.every((one) => one);
  }
}

async function clearActor({ scim }: Actor): Promise<boolean> {
  for (const path of ['/Groups', '/Users']) {
    const listed = objectsIn(jsonOf((await scim.get(path)).body).Resources);
    for (const { id } of listed) {
      const { status } = await scim.delete(`${path}/${String(id)}`);
      if (status < 200 || status > 299) return false;
    }
    if (jsonOf((await scim.get(path)).body).totalResults !== 0) return false;
  }
  return true;
}
