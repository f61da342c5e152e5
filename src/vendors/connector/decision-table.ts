/** How an integration is afterwards: it goes on, it limps, or it has stopped or drifted. */
export type JourneyOutcome = 'works' | 'degraded' | 'broken';

/** One line of a vendor's decision table: what it does next when it has read this in that state. */
export interface Decision<State extends string, Reading extends string, Action extends string> {
  state: State;
  reading: Reading;
  action: Action;
  outcome: JourneyOutcome;
  /** Where the vendor says or shows so. */
  source: string;
}

export type DecisionTable<State extends string, Reading extends string, Action extends string> = readonly Decision<
  State,
  Reading,
  Action
>[];

/** What follows from a reading, whatever the state. */
export type Consequence<Action extends string> = readonly [action: Action, outcome: JourneyOutcome, source: string];

/** Lines of one state, a reading each; a table is put together from them. */
export function linesOf<State extends string, Reading extends string, Action extends string>(
  state: State,
  consequences: Readonly<Partial<Record<Reading, Consequence<Action>>>>,
): Decision<State, Reading, Action>[] {
  return (Object.entries(consequences) as [Reading, Consequence<Action>][]).map(
    ([reading, [action, outcome, source]]) => ({ state, reading, action, outcome, source }),
  );
}

/** @throws Error when the table has no line: every reading must have been thought of. */
export function decide<State extends string, Reading extends string, Action extends string>(
  table: DecisionTable<State, Reading, Action>,
  state: State,
  reading: Reading,
): Decision<State, Reading, Action> {
  const decision = table.find((line) => line.state === state && line.reading === reading);
  if (!decision) throw new Error(`no decision for "${reading}" in state "${state}"`);
  return decision;
}
