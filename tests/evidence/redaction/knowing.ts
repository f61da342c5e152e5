import { Redaction } from '../../../src/evidence/redaction.ts';

/** A redaction that was told these secrets. */
export function knowing(...secrets: [value: string, kind: string][]): Redaction {
  const redaction = new Redaction();
  for (const [value, kind] of secrets) redaction.register(value, kind);
  return redaction;
}
