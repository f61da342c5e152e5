import type { Fault } from '../fault.ts';
import { aclFaults } from './acl.ts';
import { changedGrantFaults } from './changed-grants.ts';
import { changedPolicyFaults } from './changed-policies.ts';
import { policyPatternFaults } from './policy-patterns.ts';
import { policyStanzaFaults } from './policy-stanzas.ts';

/** Seeded defects of policies in front of SCIM. */
export const ACL_FAULTS: readonly Fault[] = [
  ...aclFaults,
  ...changedGrantFaults,
  ...changedPolicyFaults,
  ...policyPatternFaults,
  ...policyStanzaFaults,
];
