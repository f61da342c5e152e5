import { jsonOf } from './difference.ts';
import type { Limits } from './limits.ts';
import type { Party, Step } from './operation.ts';
import { runSteps, type StepsResult } from './run-steps.ts';
import type { Actor, Scene } from './snapshot.ts';
import { groupsOf, type ModelState, usersOf } from './state.ts';

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
    const { divergence, state } = result;
    const isClean = divergence === null && (await unrecorded(() => clear(scene, state)));
    if (isClean) this.#scene = scene;
    return result;
  }
}

/** @param state what the server has, as it was compared @returns whether nothing is left */
async function clear({ actors }: Scene, state: ModelState): Promise<boolean> {
  const clean = await Promise.all(
    PARTIES.map((party) =>
      clearActor(actors[party], { '/Groups': groupsOf(state, party), '/Users': usersOf(state, party) }),
    ),
  );
  return clean.every((one) => one);
}

async function clearActor({ scim }: Actor, left: Record<string, readonly { id: string }[]>): Promise<boolean> {
  for (const [path, resources] of Object.entries(left)) {
    for (const { id } of resources) {
      const { status } = await scim.delete(`${path}/${id}`);
      if (status < 200 || status > 299) return false;
    }
    if (jsonOf((await scim.get(path)).body).totalResults !== 0) return false;
  }
  return true;
}
