import { entraRows } from './rules/entra.ts';
import { oktaRows } from './rules/okta.ts';
import type { PassiveRows } from './rules/rule.ts';
import { sailpointRows } from './rules/sailpoint.ts';

/** Vendors whose needs can be judged from exchanges, by the name of their profile; each call starts afresh. */
export const PASSIVE_ROWS: Readonly<Record<string, () => PassiveRows>> = {
  okta: oktaRows,
  sailpoint: sailpointRows,
  entra: entraRows,
};
