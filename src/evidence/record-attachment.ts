import type { Observation } from '../verdicts/verdict.ts';
import type { Exchange } from './exchange.ts';

/** Type of the static annotation that says which row a test decides: it survives a crash of the worker. */
export const ROW_ANNOTATION = 'row';

/** Type of the static annotation that says which seeded defect the server has during the test. */
export const FAULT_ANNOTATION = 'fault';

/** Type of the static annotation that says in which mode of a vendor's connector a test runs. */
export const MODE_ANNOTATION = 'mode';

/** Media type of the attachments by which a test tells the reporter what it found. */
export const RECORD_MEDIA_TYPE = 'application/vnd.scim-conformance.record+json';

/** Content of such an attachment, in its body or in a piece of its file. */
export interface RecordAttachment {
  /** `partial`: made at the moment of a finding; `final`: made when the test ended. */
  stage: 'partial' | 'final';
  rows: string[];
  observations: Observation[];
  exchanges: Exchange[];
  /** The seeded defect that the server had, or null. */
  fault: string | null;
}
