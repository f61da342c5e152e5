/** Media type of the attachment by which a test tells what a vendor's connector went through. */
export const JOURNEY_MEDIA_TYPE = 'application/vnd.scim-conformance.journey+json';

/** Body of such an attachment; the names are those of `fixtures/expected/`. */
export interface JourneyAttachment {
  client: string;
  mode: string;
  variant?: string;
  outcome: 'works' | 'degraded' | 'broken';
  /** Step of the scenario that decided, the last one when all worked. */
  step: number;
  /** Request that decided; absent when all worked. */
  request?: string;
  mover_keeps_access: Kept;
  leaver_stays_active: Kept;
  events: { step: number; request: string; status: number; reading: string; action: string; outcome: string }[];
}

export type Kept = 'yes' | 'no' | 'not-reached';
