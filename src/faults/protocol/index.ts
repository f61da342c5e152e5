import type { Fault } from '../fault.ts';
import { activationFaults } from './activation.ts';
import { activationFormFaults } from './activation-forms.ts';
import { addressFaults } from './addresses.ts';
import { answerTurnFaults } from './answer-turns.ts';
import { concurrencyFaults } from './concurrency.ts';
import { discoveryFaults } from './discovery.ts';
import { earlierRequestFaults } from './earlier-requests.ts';
import { errorFaults } from './errors.ts';
import { mediaTypeFaults } from './media-type.ts';
import { protocolAnswerFaults } from './protocol-answers.ts';
import { setupFaults } from './setup.ts';
import { unroutedRequestFaults } from './unrouted-requests.ts';

/** Seeded defects of activation, discovery, errors, media type and set-up. */
export const PROTOCOL_FAULTS: readonly Fault[] = [
  ...activationFaults,
  ...activationFormFaults,
  ...addressFaults,
  ...answerTurnFaults,
  ...concurrencyFaults,
  ...discoveryFaults,
  ...earlierRequestFaults,
  ...errorFaults,
  ...mediaTypeFaults,
  ...protocolAnswerFaults,
  ...setupFaults,
  ...unroutedRequestFaults,
];
