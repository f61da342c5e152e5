import type { Fault } from '../fault.ts';
import { connectorTurnFaults } from './connector-turns.ts';
import { entraFaults } from './entra.ts';
import { formerAndLaterFaults } from './former-and-later.ts';
import { oktaFaults } from './okta.ts';
import { otherClientFaults } from './other-clients.ts';
import { providerJourneyFaults } from './provider-journeys.ts';
import { provisioningCycleFaults } from './provisioning-cycles.ts';
import { sailpointFaults } from './sailpoint.ts';
import { vendorFormFaults } from './vendor-forms.ts';

/** Seeded defects of what identity providers' connectors do. */
export const CONNECTOR_FAULTS: readonly Fault[] = [
  ...connectorTurnFaults,
  ...entraFaults,
  ...formerAndLaterFaults,
  ...oktaFaults,
  ...otherClientFaults,
  ...providerJourneyFaults,
  ...provisioningCycleFaults,
  ...sailpointFaults,
  ...vendorFormFaults,
];
