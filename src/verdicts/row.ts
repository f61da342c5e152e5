/** The catalogue's vocabulary (README, "How to read verdicts"). */

export type Authority = 'rfc' | 'vault' | 'vendor';
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY' | 'IMPLIED';
export type Kind = 'read' | 'write' | 'refusal';

/** One requirement: a line of a file in `fixtures/catalogue/`. */
export interface Row {
  /** Stable: never renumbered, never reused. */
  id: string;
  authority: Authority;
  /** The Playwright project that runs it: `vault`, `rfc`, `okta`, … */
  profile: string;
  area: string;
  level: Level;
  kind: Kind;
  /** First Vault version that the statement holds for, if it has one. */
  since?: string;
  /** First Vault version that the statement no longer holds for. */
  until?: string;
  /** The requirement in our own words. */
  statement: string;
  /** Where it is written: RFC section, documentation page. */
  source: string;
  /** Terms joined by ` & `, `not ` negates; all must hold for the row to apply. */
  gate: string;
  /** False when no authority speaks: the row is `observed`, whatever the server does. */
  decides: boolean;
  /** True when the notes tolerate another behaviour: a failure warns (level IMPLIED). */
  tolerant: boolean;
  notes: string;
  /** The vendor's request is inferred or told by third parties only: a pass counts as *unproven form*. */
  unproven: boolean;
  /** Modes of the vendor's connector that the row concerns; empty for all. */
  modes: string[];
  /** `X-nn`: the collision with Vault's documented limits, for a vendor row. */
  collision?: string;
}

/** What a vendor would like to have and can do without. */
export function isWish({ authority, level }: Row): boolean {
  return authority === 'vendor' && level === 'SHOULD';
}
