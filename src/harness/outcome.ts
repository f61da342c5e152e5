import type { Answer } from '../scim/answer.ts';
import { equivalent } from '../scim/models/equivalence.ts';
import type { VaultClient } from '../vault/vault-client.ts';
import { activeRecord } from './active-record.ts';
import { bodyOf, valuesOf } from './answers.ts';
import { type Subjects, storedSubjects } from './arrange/each-request.ts';
import { expect } from './expect.ts';
import type { ObserveOptions } from './fixtures.ts';

type State = Record<string, unknown>;

/** What a request that no promise covers may lead to: everything or nothing. */
export interface Alternatives {
  /** A read of the resource before the request. */
  before: Answer;
  /** The same read after it. */
  after: Answer;
  /** Attributes in which the state differs when the request was executed completely; members and groups as ids. */
  executed: State;
}

/**
 * An answer in words that are the same in every run: `200`, `400 invalidPath`, `404 in Vault's form`, `no answer`.
 */
export function wordsOf(answer: Answer): string {
  if (answer.status === 0) return 'no answer';
  const { scimType } = bodyOf(answer);
  const type = typeof scimType === 'string' && answer.status >= 400 ? ` ${scimType}` : '';
  const form =
    answer.status < 400 || answer.layer === 'scim'
      ? ''
      : answer.layer === 'vault'
        ? " in Vault's form"
        : ' in no known form';
  return `${answer.status}${type}${form}`;
}

/** A resource as it was read, without `schemas` and `meta`; members and groups as sorted ids. */
export function stateOf(answer: Answer): State {
  const { schemas: _schemas, meta: _meta, members, groups, ...attributes } = bodyOf(answer);
  return { ...attributes, members: valuesOf(members), groups: valuesOf(groups) };
}

/** Whether the server says that it has done what was asked. */
export function isAccepted(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/**
 * Asserts that a request was refused without any effect, or executed with all of it. A success without the
 * change, or with a part of it, fails.
 *
 * @returns What the server did, in stable words.
 */
export function expectAllOrNothing(answer: Answer, { before, after, executed }: Alternatives): string {
  if (isAccepted(answer)) {
    const wanted = { ...stateOf(before), ...executed };
    expect(equivalent(wanted, stateOf(after)), 'what differs from the complete effect after a success').toEqual([]);
    return `${wordsOf(answer)}, executed`;
  }
  expect(answer).toBeRefused();
  expect(after.body, 'the state after the refusal').toEqual(before.body);
  return `${wordsOf(answer)}, nothing changed`;
}

/**
 * Judges a request that documentation calls unsupported: a refusal that changes nothing passes, a complete execution
 * is recorded and held against nobody, anything between fails.
 */
export function expectUnsupported(answer: Answer, alternatives: Alternatives): void {
  expectAllOrNothing(answer, alternatives);
  if (!isAccepted(answer)) return;
  activeRecord().judge({ outcome: 'observed', what: 'documented as unsupported, but executed completely' });
}

/** Asserts that each request was served, and that what it asked for is what Vault stores. */
export async function expectEachServed(
  asked: readonly { request: string; answer: Answer }[],
  { vault, subjects }: { vault: VaultClient; subjects: Subjects },
): Promise<void> {
  for (const { request, answer } of asked) expect(answer, request).toHaveStatus([200, 201, 204]);
  const stored = await storedSubjects(vault, subjects);
  expect(
    stored.map(({ status }) => status),
    'the reads of what was deleted and of what was created',
  ).toEqual([404, 404, 200, 200]);
}

/** Options of an observation that an operator has to decide on when `bad` holds. */
export function highRiskWhen(bad: boolean): ObserveOptions {
  return bad ? { risk: 'high' } : {};
}

/** How two refusals differ but for the ids themselves: in words that are the same in every run. */
export function differenceOf(
  what: string,
  { foreign, unknown }: { foreign: Answer; unknown: Answer },
  foreignId: string,
  unknownId: string,
): string[] {
  const [one, two] = [wordsOf(foreign), wordsOf(unknown)];
  if (one !== two) return [`${what}: ${one} for foreign, ${two} for unknown`];
  const sameText = foreign.text.replaceAll(foreignId, '') === unknown.text.replaceAll(unknownId, '');
  return sameText ? [] : [`${what}: ${one} for both, with other texts`];
}

/** What a comparison found, in words: `alike`, or each difference. */
export function alikeOr(differences: readonly string[]): string {
  return differences.length === 0 ? 'alike' : differences.join('; ');
}
