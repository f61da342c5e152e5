import { type ClientLookFile, type Look, type LookState, looksInWords } from '../run/client-look.ts';

const MARKS: Record<LookState, string> = { ok: 'ok', warning: 'warning', problem: 'PROBLEM', unknown: 'UNKNOWN' };

/** A look as a table for a terminal, readable without colour: state, topic, what was found; below it what to do. */
export function lookTable({ looks, client, address }: ClientLookFile): string {
  const state = width(looks, (look) => MARKS[look.state]);
  const topic = width(looks, (look) => look.topic);
  const lines = looks.flatMap((look) => [
    `${MARKS[look.state].padEnd(state)}  ${look.topic.padEnd(topic)}  ${look.found}`,
    ...(look.advice === null ? [] : [`${' '.repeat(state + topic + 4)}-> ${look.advice}`]),
  ]);
  return [...lines, '', `SCIM client ${client} at ${address}: ${looksInWords(looks)}`].join('\n');
}

function width(looks: readonly Look[], text: (look: Look) => string): number {
  return Math.max(...looks.map((look) => text(look).length));
}
