import { expect as playwrightExpect } from '@playwright/test';
import { expect as matching } from 'expect';
import { operationOf } from '../evidence/operation.ts';
import { activeRecord } from './active-record.ts';
import { JudgedFailure } from './judged-failure.ts';
import { isAnswer, scimMatchers } from './matchers.ts';

/** Steady, where Playwright's own intervals grow to a second. Milliseconds. */
const POLLING = { intervals: [100] };

const extended = playwrightExpect.extend(scimMatchers);
matching.extend(scimMatchers as unknown as Parameters<typeof matching.extend>[0]);

/**
 * Playwright's `expect` with SCIM matchers, evaluated by the library whose matchers Playwright
 * carries: Playwright's own call takes a stack for a step of its report, at every assertion,
 * which was a quarter of a run. Each assertion becomes a judgement on the rows of
 * the test. The second argument says in stable words what is looked at ("the entity's name"):
 * it is the reason that reports give, so it must not hold names or ids of the run. For an
 * `Answer` it may be left out.
 */
export const expect: typeof extended = new Proxy(extended, {
  apply(_target, _self, [subject, label]: [unknown, string?]) {
    return judging(matching(subject), subject, label);
  },
  get(target, name, receiver) {
    if (name !== 'soft' && name !== 'poll') return Reflect.get(target, name, receiver);
    const variant = target[name] as (subject: unknown, options?: unknown) => object;
    return (subject: unknown, options?: string | { message?: string }) => {
      const named = typeof options === 'string' ? { message: options } : options;
      return judging(variant(subject, name === 'poll' ? { ...POLLING, ...named } : options), subject, named?.message);
    };
  },
});

function judging(matchers: object, subject: unknown, label: string | undefined, negated = false): never {
  const proxy = new Proxy(matchers, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value === 'object' && value !== null) return judging(value, subject, label, negated || name === 'not');
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      return (...args: unknown[]) => {
        // What a test hands over by mistake must not count against the server.
        if (name in scimMatchers && !isAnswer(subject)) throw new TypeError(`${name} looks at an answer of the server`);
        const what = label ?? labelOf(subject, name, args, negated);
        return settle(
          () => value.apply(target, args),
          () => passed(what, subject, args[0]),
          (error) => failed(what, subject, args[0], error),
        );
      };
    },
  });
  return proxy as never;
}

function settle(run: () => unknown, onPass: () => void, onFail: (error: unknown) => Error): unknown {
  let outcome: unknown;
  try {
    outcome = run();
  } catch (error) {
    throw onFail(error);
  }
  if (!(outcome instanceof Promise)) {
    onPass();
    return outcome;
  }
  return outcome.then(onPass, (error: unknown) => {
    throw onFail(error);
  });
}

function labelOf(subject: unknown, matcher: string, args: unknown[], negated: boolean): string {
  const words = `${negated ? 'not ' : ''}${matcher
    .replace(/^to(Be)?/, '')
    .replace(/(?<!^)([A-Z])/g, ' $1')
    .toLowerCase()}`;
  if (!isAnswer(subject)) return words;
  const wanted = args.length === 0 ? '' : ` ${JSON.stringify(args[0])}`;
  return `${operationOf(subject.exchange)}: ${words}${wanted}`;
}

function passed(what: string, subject: unknown, expected: unknown): void {
  const answer = isAnswer(subject) ? subject : undefined;
  activeRecord().judge({
    outcome: 'passed',
    what,
    subject: answer,
    expected: typeof expected === 'function' ? undefined : expected,
  });
}

/** The error that goes on carries redacted words only: Playwright stores and prints it. */
function failed(what: string, subject: unknown, wanted: unknown, error: unknown): Error {
  const answer = isAnswer(subject) ? subject : undefined;
  const detail = (error as { matcherResult?: { expected?: unknown; actual?: unknown } }).matcherResult;
  const record = activeRecord();
  const expected = detail?.expected ?? wanted;
  const actual = detail?.actual ?? (answer ? `status ${answer.status}` : subject);
  const message = `${what}: expected ${record.printed(expected)}, got ${record.printed(actual)}`;
  record.judge({ outcome: 'failed', what, subject: answer, expected, actual, message });
  return new JudgedFailure(record.safe(message), error);
}
