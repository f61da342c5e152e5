import type { Answer } from '../scim/answer.ts';

/**
 * Which values stand anywhere in an answer, by the names that the caller gives them: `['userName']`. An answer about
 * something that its reader must not see mentions none.
 */
export function mentionsIn(answer: Answer, values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => (value !== '' && answer.text.includes(value) ? [name] : []));
}
