import { type Operation, operationsIn, type Step } from './operation.ts';

type Fails = (steps: Step[]) => Promise<boolean>;

/**
 * Makes a failing sequence shorter as long as it still fails: first long stretches go, then shorter ones, then single
 * operations and single members of groups. At the end none of these can be spared.
 *
 * @param fails Runs a sequence; true when it still fails.
 */
export async function shortest(steps: readonly Step[], fails: Fails): Promise<Step[]> {
  let best = [...steps];
  for (let stretch = Math.floor(best.length / 2); stretch > 1; stretch = Math.floor(stretch / 2)) {
    best = await withoutStretches(best, stretch, fails);
  }
  for (;;) {
    const shorter = await firstFailing(withoutOne(best), fails);
    if (shorter === null) return best;
    best = shorter;
  }
}

async function withoutStretches(steps: Step[], stretch: number, fails: Fails): Promise<Step[]> {
  let best = steps;
  // From the end: what failed late needs its beginning more than what lies between.
  for (let start = best.length - stretch; start > -stretch; start -= stretch) {
    const candidate = [...best.slice(0, Math.max(start, 0)), ...best.slice(start + stretch)];
    if (candidate.length > 0 && (await fails(candidate))) best = candidate;
  }
  return best;
}

async function firstFailing(candidates: Step[][], fails: Fails): Promise<Step[] | null> {
  for (const candidate of candidates) if (await fails(candidate)) return candidate;
  return null;
}

/** The sequences with one operation or one member less. */
function withoutOne(steps: readonly Step[]): Step[][] {
  const replaced = (at: number, operations: Operation[]): Step[] => {
    const [only] = operations;
    const kept: Step[] = only === undefined ? [] : operations.length === 1 ? [only] : [{ together: operations }];
    return [...steps.slice(0, at), ...kept, ...steps.slice(at + 1)];
  };
  const lessOperations = steps.flatMap((step, i) =>
    operationsIn(step).map((gone) =>
      replaced(
        i,
        operationsIn(step).filter((one) => one !== gone),
      ),
    ),
  );
  const lessMembers = steps.flatMap((step, i) =>
    operationsIn(step).flatMap((operation) =>
      withoutOneMember(operation).map((less) =>
        replaced(
          i,
          operationsIn(step).map((one) => (one === operation ? less : one)),
        ),
      ),
    ),
  );
  return [...lessOperations.filter(({ length }) => length > 0), ...lessMembers];
}

function withoutOneMember(operation: Operation): Operation[] {
  if (!('members' in operation)) return [];
  const { members } = operation;
  const left = members.map((gone) => ({ ...operation, members: members.filter((one) => one !== gone) }));
  return operation.kind === 'add members' ? left.filter((one) => one.members.length > 0) : left;
}
