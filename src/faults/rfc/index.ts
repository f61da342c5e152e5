import type { Fault } from '../fault.ts';
import { rfcCommonAttributeFaults } from './common-attributes.ts';
import { rfcCreateFaults } from './create.ts';
import { rfcDataTypeFaults } from './data-types.ts';
import { rfcDeleteFaults } from './delete.ts';
import { rfcDiscoveryFaults } from './discovery.ts';
import { rfcErrorFaults } from './errors.ts';
import { rfcFilterFaults } from './filters.ts';
import { rfcGroupFaults } from './groups.ts';
import { rfcHttpFaults } from './http.ts';
import { rfcListFaults } from './lists.ts';
import { rfcMediaTypeFaults } from './media-type.ts';
import { rfcMutabilityFaults } from './mutability.ts';
import { rfcPatchFaults } from './patch.ts';
import { rfcProjectionFaults } from './projection.ts';
import { rfcReadFaults } from './read.ts';
import { rfcReplaceFaults } from './replace.ts';
import { rfcSchemaFaults } from './schemas.ts';
import { unsortedFaults } from './sorting.ts';
import { rfcVersionFaults } from './versions.ts';

/** Seeded defects of what the RFCs ask of any server. */
export const RFC_FAULTS: readonly Fault[] = [
  ...rfcCommonAttributeFaults,
  ...rfcCreateFaults,
  ...rfcDataTypeFaults,
  ...rfcDeleteFaults,
  ...rfcDiscoveryFaults,
  ...rfcErrorFaults,
  ...rfcFilterFaults,
  ...rfcGroupFaults,
  ...rfcHttpFaults,
  ...rfcListFaults,
  ...rfcMediaTypeFaults,
  ...rfcMutabilityFaults,
  ...rfcPatchFaults,
  ...rfcProjectionFaults,
  ...rfcReadFaults,
  ...rfcReplaceFaults,
  ...rfcSchemaFaults,
  ...rfcVersionFaults,
  ...unsortedFaults,
];
