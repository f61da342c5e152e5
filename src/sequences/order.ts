import type { Call } from './call.ts';
import type { Difference } from './difference.ts';
import type { Limits } from './limits.ts';
import { type Outcome, stateAfter } from './model.ts';
import { keyOf, type ModelState } from './state.ts';

/** A call that was sent at the same time as others, and how it came out. */
export interface Finished {
  call: Call;
  outcome: Outcome;
}

export interface Explanation {
  /** State that an order of the calls leads to and that the server has; null when no order explains it. */
  state: ModelState | null;
  /** For the report, where no order does: what is unexplained by the order that leaves least unexplained. */
  nearest: Difference[];
}

/**
 * Looks for an order of simultaneous calls in which each has the outcome that it had and which ends in the state that
 * the server has (linearizability; all calls overlap, so every order counts).
 *
 * Two calls next to each other that may be swapped without any change are tried in one order only, and a state that
 * was reached with the same calls done is not looked at again: sixteen additions to a group are one order, not 16!.
 *
 * @param differences What of the server's state a state does not explain.
 */
export function explainingOrder(
  start: ModelState,
  calls: readonly Finished[],
  limits: Limits,
  differences: (state: ModelState) => Difference[],
): Explanation {
  const seen = new Set<string>();
  let nearest: Difference[] | null = null;

  const after = (state: ModelState, index: number): ModelState | null => {
    const finished = calls[index];
    return finished === undefined ? null : stateAfter(state, finished.call, finished.outcome, limits);
  };
  const mayBeSwapped = (before: ModelState, first: number, second: number, both: ModelState): boolean => {
    const other = after(before, second);
    const swapped = other === null ? null : after(other, first);
    return swapped !== null && keyOf(swapped) === keyOf(both);
  };
  const search = (
    state: ModelState,
    done: number,
    previous: { index: number; before: ModelState } | null,
  ): ModelState | null => {
    if (done === 2 ** calls.length - 1) {
      const found = differences(state);
      if (nearest === null || found.length < nearest.length) nearest = found;
      return found.length === 0 ? state : null;
    }
    for (let index = 0; index < calls.length; index += 1) {
      if ((done & (1 << index)) !== 0) continue;
      const next = after(state, index);
      if (next === null) continue;
      if (previous && index < previous.index && mayBeSwapped(previous.before, previous.index, index, next)) continue;
      const key = `${done | (1 << index)} ${index} ${keyOf(next)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const found = search(next, done | (1 << index), { index, before: state });
      if (found !== null) return found;
    }
    return null;
  };

  return { state: search(start, 0, null), nearest: nearest ?? [] };
}
