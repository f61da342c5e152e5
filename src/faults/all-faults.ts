import { ACCESS_FAULTS } from './access/index.ts';
import { ACL_FAULTS } from './acl/index.ts';
import { ADMIN_BOUNDARY_FAULTS } from './admin-boundary/index.ts';
import { ADOPTION_FAULTS } from './adoption/index.ts';
import { AUTHENTICATION_FAULTS } from './authentication/index.ts';
import { CLIENT_DELETION_FAULTS } from './client-deletion/index.ts';
import { CLIENT_FAULTS } from './clients/index.ts';
import { CONNECTOR_FAULTS } from './connectors/index.ts';
import type { Fault } from './fault.ts';
import { FULL_SERVER_FAULTS } from './full-server/index.ts';
import { GROUP_FAULTS } from './groups/index.ts';
import { ISOLATION_FAULTS } from './isolation/index.ts';
import { LINK_FAULTS } from './links/index.ts';
import { LIST_AND_FILTER_FAULTS } from './lists-and-filters/index.ts';
import { MAPPING_FAULTS } from './mapping/index.ts';
import { NAMESPACE_FAULTS } from './namespaces/index.ts';
import { PROTOCOL_FAULTS } from './protocol/index.ts';
import { RFC_FAULTS } from './rfc/index.ts';
import { SCIM_TOKEN_FAULTS } from './scim-tokens/index.ts';
import { USER_FAULTS } from './users/index.ts';

/** Every seeded defect that is tried on the double, by area. */
export const ALL_FAULTS: readonly Fault[] = [
  ...PROTOCOL_FAULTS,
  ...CLIENT_FAULTS,
  ...CLIENT_DELETION_FAULTS,
  ...USER_FAULTS,
  ...GROUP_FAULTS,
  ...LIST_AND_FILTER_FAULTS,
  ...MAPPING_FAULTS,
  ...ADMIN_BOUNDARY_FAULTS,
  ...NAMESPACE_FAULTS,
  ...ISOLATION_FAULTS,
  ...ADOPTION_FAULTS,
  ...LINK_FAULTS,
  ...ACCESS_FAULTS,
  ...AUTHENTICATION_FAULTS,
  ...ACL_FAULTS,
  ...SCIM_TOKEN_FAULTS,
  ...RFC_FAULTS,
  ...CONNECTOR_FAULTS,
];

/** Stands in the place of a defect's id where the server has none. */
export const NO_FAULT = 'F-NONE';

/** Null for `NO_FAULT`. @throws Error naming the id when there is no such defect. */
export function faultById(id: string): Fault | null {
  if (id === NO_FAULT) return null;
  const fault = [...ALL_FAULTS, ...FULL_SERVER_FAULTS].find((one) => one.id === id);
  if (!fault) throw new Error(`there is no seeded defect ${id}`);
  return fault;
}
