import type { Answer } from '../../scim/answer.ts';
import { expect } from '../expect.ts';

/**
 * The answer that ended a client's sequence. A client that sends nothing was stopped by an answer before, so this
 * counts against the server like any other finding.
 */
export function answerTo(step: { answer: Answer } | null): Answer {
  expect(step, 'what the client sends next').not.toBeNull();
  return (step as { answer: Answer }).answer;
}
