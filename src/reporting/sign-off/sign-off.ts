import type { Level } from '../../verdicts/row.ts';
import type { Conformance, Verdict } from '../../verdicts/verdict.ts';

export type Answer = 'compatible' | 'compatible with deviations' | 'not compatible' | 'incomplete';

/** What a vendor's connector went through from end to end in one mode. */
export interface JourneyResult {
  client: string;
  mode: string;
  /** Setting of the connector; null for the vendor's default. */
  variant: string | null;
  outcome: 'works' | 'degraded' | 'broken';
  /** Step and request that decided, or the last step. */
  decidedBy: string;
  moverKeepsAccess: string;
  leaverStaysActive: string;
}

/** The answer for one way in which the vendor connects. */
export interface ModeAnswer {
  client: string;
  /** Empty for a client with one way only. */
  mode: string;
  answer: Answer;
  /** Sentences; those that decided the answer. */
  reasons: string[];
  /** Passes that rest on a request form which no vendor documents and nobody captured. */
  unprovenPasses: number;
  journeys: JourneyResult[];
}

/** Something that will not work in daily operation. */
export interface Limit {
  id: string;
  collision: string | null;
  level: Level;
  verdict: Verdict;
  modes: string[];
  /** What the vendor's administrator will see. */
  effect: string;
  /** What Vault documents; empty for a finding that it does not. */
  documented: string;
  /** Setting of the connector that avoids it; null when there is none. */
  setting: string | null;
}

export interface ChecklistEntry {
  id: string;
  level: Level;
  area: string;
  requirement: string;
  modes: string[];
  verdict: Verdict;
  reason: string;
  source: string;
  links: { name: string; url: string }[];
  /** Paths below the reports directory. */
  evidence: string[];
}

/** Look of `npm run doctor -- --client NAME` at the SCIM client that production will use. */
export interface ClientLook {
  state: 'clean' | 'findings' | 'not looked at' | 'not applicable';
  client: string | null;
  summary: string;
  /** RFC 3339; null without a look. */
  lookedAt: string | null;
  /** Settings of the client that the run's tenants copied or should have. */
  settings: Record<string, unknown>;
  /** What was not just as it should be. */
  looks: { topic: string; state: string; found: string; advice: string | null }[];
}

/** `sign-off/<profile>.json`, of which the page and the PDF are pictures. */
export interface SignOff {
  schemaVersion: 1;
  kind: 'sign-off';
  profile: string;
  vendor: string;
  question: string;
  answers: ModeAnswer[];
  /** What the server says of itself when it is a double: then this is a demonstration. */
  demonstration: string | null;
  /** Why nobody may sign; empty when somebody may. */
  notSignable: string[];
  unprovenPasses: number;
  target: Conformance['target'];
  client: ClientLook;
  harness: Conformance['harness'];
  run: Conformance['run'];
  /** Observations of high risk that somebody has to decide by name. */
  decisions: { id: string; profile: string; finding: string; reason: string }[];
  limits: Limit[];
  accepted: { id: string; requirement: string; reason: string; acceptable: boolean }[];
  checklist: ChecklistEntry[];
  leftovers: Conformance['leftovers'];
  reproduce: { command: string; environment: Record<string, string>; secrets: string[] };
  /** Every file that the sign-off rests on, below the reports directory, in order of path. */
  evidence: { path: string; sha256: string }[];
  /** SHA-256 over the JSON text of all of the above without white space: it seals evidence and content. */
  rootSha256: string;
}

/** The bytes of `sign-off/<profile>.json`. */
export function signOffText(signOff: SignOff): string {
  return `${JSON.stringify(signOff, null, 2)}\n`;
}
