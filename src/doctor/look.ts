import type { Look } from '../run/client-look.ts';

/** As it should be. */
export function well(topic: string, found: string, vendor: string | null = null): Look {
  return { topic, state: 'ok', found, advice: null, vendor };
}

/** Works, and somebody should know it. */
export function warning(topic: string, found: string, advice: string, vendor: string | null = null): Look {
  return { topic, state: 'warning', found, advice, vendor };
}

/** Will not work, or not as it has to. */
export function problem(topic: string, found: string, advice: string, vendor: string | null = null): Look {
  return { topic, state: 'problem', found, advice, vendor };
}

/** Could not be looked at. */
export function unread(topic: string, why: string, advice: string): Look {
  return { topic, state: 'unknown', found: `not looked at: ${why}`, advice, vendor: null };
}
