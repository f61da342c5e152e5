import { ANSWER_ASSUMPTIONS } from './assumptions/answer-assumptions.ts';
import { CONTROL_ASSUMPTIONS } from './assumptions/control-assumptions.ts';
import { WRITE_ASSUMPTIONS } from './assumptions/write-assumptions.ts';

/**
 * What the double does where Vault's documentation is silent: one named switch for each open
 * question. The default is what the RFC demands or recommends, else what lets the vendors that
 * Vault names work. No alternative contradicts a documented fact.
 */
export const ASSUMPTIONS = [...ANSWER_ASSUMPTIONS, ...WRITE_ASSUMPTIONS, ...CONTROL_ASSUMPTIONS] as const;

type Listed = (typeof ASSUMPTIONS)[number];

/** Every assumption with the value that is in force. */
export type Assumed = {
  readonly [A in Listed as A['name']]: A['default'] | A['alternatives'][number];
};
