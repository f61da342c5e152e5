import { accessFaults } from './access.ts';
import { aclFaults } from './acl.ts';
import { activationFaults } from './activation.ts';
import { activationFormFaults } from './activation-forms.ts';
import { addressFaults } from './addresses.ts';
import { adminBoundaryFaults } from './admin-boundary.ts';
import { administratorTurnFaults } from './administrator-turns.ts';
import { administratorFaults } from './administrators.ts';
import { adoptedObjectFaults } from './adopted-objects.ts';
import { adoptedUserFaults } from './adopted-users.ts';
import { adoptionFaults } from './adoption.ts';
import { adoptionWayFaults } from './adoption-ways.ts';
import { answerTurnFaults } from './answer-turns.ts';
import { answerOfListFaults } from './answers-of-lists.ts';
import { authenticationFaults } from './authentication.ts';
import { borderTurnFaults } from './border-turns.ts';
import { callerStateFaults } from './caller-states.ts';
import { changedGrantFaults } from './changed-grants.ts';
import { changedPolicyFaults } from './changed-policies.ts';
import { changedTokenLimitFaults } from './changed-token-limits.ts';
import { childAdministratorFaults } from './child-administrators.ts';
import { childGuardFaults } from './child-guards.ts';
import { childLocationFaults } from './child-locations.ts';
import { clientConfigurationFaults } from './client-configuration.ts';
import { clientCountFaults } from './client-counts.ts';
import { clientDeletionFaults } from './client-deletion.ts';
import { clientDeletionWayFaults } from './client-deletion-ways.ts';
import { clientDetailFaults } from './client-details.ts';
import { clientEffectFaults } from './client-effects.ts';
import { clientHalfFaults } from './client-halves.ts';
import { clientPutFaults } from './client-puts.ts';
import { clientRecordFaults } from './client-records.ts';
import { clientRemainFaults } from './client-remains.ts';
import { clientSequenceFaults } from './client-sequences.ts';
import { clientTurnFaults } from './client-turns.ts';
import { clientUpdateFaults } from './client-updates.ts';
import { clientWriteFaults } from './client-writes.ts';
import { clientFaults } from './clients.ts';
import { concurrencyFaults } from './concurrency.ts';
import { connectorTurnFaults } from './connector-turns.ts';
import { discoveryFaults } from './discovery.ts';
import { distantNamespaceFaults } from './distant-namespaces.ts';
import { earlierRequestFaults } from './earlier-requests.ts';
import { earlierStateFaults } from './earlier-states.ts';
import { entityOfTokenFaults } from './entities-of-tokens.ts';
import { entityDetailFaults } from './entity-details.ts';
import { entityOwnershipFaults } from './entity-ownership.ts';
import { entraFaults } from './entra.ts';
import { errorFaults } from './errors.ts';
import type { Fault } from './fault.ts';
import { filterFaults } from './filters.ts';
import { findingFaults } from './finding.ts';
import { formerAndLaterFaults } from './former-and-later.ts';
import { formerNameFaults } from './former-names.ts';
import { FULL_SERVER_FAULTS } from './full-server/full-server-faults.ts';
import { giftAfterAdoptionFaults } from './gifts-after-adoption.ts';
import { groupBorderFaults } from './group-borders.ts';
import { groupDeletionFaults } from './group-deletion.ts';
import { groupLifecycleFaults } from './group-lifecycle.ts';
import { groupOwnerTurnFaults } from './group-owner-turns.ts';
import { groupPatchFaults } from './group-patch.ts';
import { groupPlaceFaults } from './group-places.ts';
import { groupRecordTurnFaults } from './group-record-turns.ts';
import { groupRecordFaults } from './group-records.ts';
import { groupWriteTurnFaults } from './group-write-turns.ts';
import { groupFaults } from './groups.ts';
import { guardDetailFaults } from './guard-details.ts';
import { isolationFaults } from './isolation.ts';
import { issuedTokenFaults } from './issued-tokens.ts';
import { keptAccessFaults } from './kept-access.ts';
import { keptGiftFaults } from './kept-gifts.ts';
import { laterElementFaults } from './later-elements.ts';
import { linkEffectFaults } from './link-effects.ts';
import { linkedAgainFaults } from './linked-again.ts';
import { linkedObjectFaults } from './linked-objects.ts';
import { linkFaults } from './links.ts';
import { listTurnFaults } from './list-turns.ts';
import { listedPageFaults } from './listed-pages.ts';
import { lostWriteFaults } from './lost-writes.ts';
import { managedObjectFaults } from './managed-objects.ts';
import { manyClientFaults } from './many-clients.ts';
import { mappingFaults } from './mapping.ts';
import { mediaTypeFaults } from './media-type.ts';
import { memberEffectFaults } from './member-effects.ts';
import { memberStepFaults } from './member-steps.ts';
import { membershipEffectFaults } from './membership-effects.ts';
import { moverAndLeaverFaults } from './movers-and-leavers.ts';
import { namespaceDeletionFaults } from './namespace-deletions.ts';
import { namespaceNeighbourFaults } from './namespace-neighbours.ts';
import { namespaceTwinFaults } from './namespace-twins.ts';
import { namespaceFaults } from './namespaces.ts';
import { neighbourEffectFaults } from './neighbour-effects.ts';
import { nestedNamespaceFaults } from './nested-namespaces.ts';
import { nestedPrincipalFaults } from './nested-principals.ts';
import { oktaFaults } from './okta.ts';
import { onePlaceFaults } from './one-place.ts';
import { openedByAdoptionFaults } from './opened-by-adoption.ts';
import { otherClientFaults } from './other-clients.ts';
import { otherGroupFaults } from './other-groups.ts';
import { ownedResourceFaults } from './owned-resources.ts';
import { partialViewFaults } from './partial-views.ts';
import { pastTheGuardFaults } from './past-the-guards.ts';
import { patchShapeFaults } from './patch-shapes.ts';
import { patchValueFaults } from './patch-values.ts';
import { policyPatternFaults } from './policy-patterns.ts';
import { policyStanzaFaults } from './policy-stanzas.ts';
import { principalFaults } from './principals.ts';
import { protocolAnswerFaults } from './protocol-answers.ts';
import { providerJourneyFaults } from './provider-journeys.ts';
import { provisionedIdentityFaults } from './provisioned-identities.ts';
import { provisioningCycleFaults } from './provisioning-cycles.ts';
import { pushedGroupFaults } from './pushed-groups.ts';
import { putCheckFaults } from './put-checks.ts';
import { queryAnswerFaults } from './query-answers.ts';
import { readingTurnFaults } from './reading-turns.ts';
import { recreatedClientFaults } from './recreated-clients.ts';
import { refusedCallerFaults } from './refused-callers.ts';
import { refusedFilterFaults } from './refused-filters.ts';
import { renamedAndReturnedFaults } from './renamed-and-returned.ts';
import { replacedValueFaults } from './replaced-values.ts';
import { requestHistoryFaults } from './request-history.ts';
import { returningPeopleFaults } from './returning-people.ts';
import { reusedNameFaults } from './reused-names.ts';
import { rfcCommonAttributeFaults } from './rfc-common-attributes.ts';
import { rfcCreateFaults } from './rfc-create.ts';
import { rfcDataTypeFaults } from './rfc-data-types.ts';
import { rfcDeleteFaults } from './rfc-delete.ts';
import { rfcDiscoveryFaults } from './rfc-discovery.ts';
import { rfcErrorFaults } from './rfc-errors.ts';
import { rfcFilterFaults } from './rfc-filters.ts';
import { rfcGroupFaults } from './rfc-groups.ts';
import { rfcHttpFaults } from './rfc-http.ts';
import { rfcListFaults } from './rfc-lists.ts';
import { rfcMediaTypeFaults } from './rfc-media-type.ts';
import { rfcMutabilityFaults } from './rfc-mutability.ts';
import { rfcPatchFaults } from './rfc-patch.ts';
import { rfcProjectionFaults } from './rfc-projection.ts';
import { rfcReadFaults } from './rfc-read.ts';
import { rfcReplaceFaults } from './rfc-replace.ts';
import { rfcSchemaFaults } from './rfc-schemas.ts';
import { rotatedTokenFaults } from './rotated-tokens.ts';
import { sailpointFaults } from './sailpoint.ts';
import { scimTokenFaults } from './scim-tokens.ts';
import { scopeDetailFaults } from './scope-details.ts';
import { scopeHistoryFaults } from './scope-histories.ts';
import { scopeTurnFaults } from './scope-turns.ts';
import { secondChangeFaults } from './second-changes.ts';
import { secondMemberFaults } from './second-members.ts';
import { setupFaults } from './setup.ts';
import { shownGroupFaults } from './shown-groups.ts';
import { signInOfPrincipalFaults } from './sign-ins-of-principals.ts';
import { simultaneousWriteFaults } from './simultaneous-writes.ts';
import { specialCharacterFaults } from './special-characters.ts';
import { takenOverGuardFaults } from './taken-over-guards.ts';
import { tokenHistoryFaults } from './token-histories.ts';
import { tokenKindFaults } from './token-kinds.ts';
import { tokenLimitFaults } from './token-limits.ts';
import { tokenPlaceFaults } from './token-places.ts';
import { tokenSequenceFaults } from './token-sequences.ts';
import { tokenTurnFaults } from './token-turns.ts';
import { tornWriteFaults } from './torn-writes.ts';
import { turnOfAdoptionFaults } from './turns-of-adoption.ts';
import { turnOfIdentityFaults } from './turns-of-identity.ts';
import { turnOfLinkFaults } from './turns-of-links.ts';
import { turnOfRecordFaults } from './turns-of-records.ts';
import { unlinkedUnderGuardFaults } from './unlinked-under-guard.ts';
import { unmanagedInListFaults } from './unmanaged-in-lists.ts';
import { unroutedRequestFaults } from './unrouted-requests.ts';
import { unscopedWayFaults } from './unscoped-ways.ts';
import { unusualValueFaults } from './unusual-values.ts';
import { userAnswerFaults } from './user-answers.ts';
import { userEntityFaults } from './user-entities.ts';
import { userGroupFaults } from './user-groups.ts';
import { userLookupFaults } from './user-lookups.ts';
import { userPatchFaults } from './user-patch.ts';
import { userResourceFaults } from './user-resources.ts';
import { userStateFaults } from './user-states.ts';
import { userTokenFaults } from './user-tokens.ts';
import { userWriteFaults } from './user-writes.ts';
import { userFaults } from './users.ts';
import { useAndParentFaults } from './uses-and-parents.ts';
import { vendorFormFaults } from './vendor-forms.ts';
import { writtenValueFaults } from './written-values.ts';

/** Every seeded defect that is tried on the double, in the order of their ids within an area. */
export const ALL_FAULTS: readonly Fault[] = [
  ...activationFaults,
  ...clientFaults,
  ...clientDeletionFaults,
  ...userFaults,
  ...userGroupFaults,
  ...groupFaults,
  ...groupDeletionFaults,
  ...userPatchFaults,
  ...groupPatchFaults,
  ...filterFaults,
  ...refusedFilterFaults,
  ...mediaTypeFaults,
  ...errorFaults,
  ...discoveryFaults,
  ...mappingFaults,
  ...adminBoundaryFaults,
  ...namespaceFaults,
  ...isolationFaults,
  ...adoptionFaults,
  ...accessFaults,
  ...linkFaults,
  ...authenticationFaults,
  ...principalFaults,
  ...aclFaults,
  ...scimTokenFaults,
  ...setupFaults,
  ...concurrencyFaults,
  ...inOrderOfIds(rfcCommonAttributeFaults, rfcDataTypeFaults, rfcMutabilityFaults),
  ...rfcDiscoveryFaults,
  ...rfcErrorFaults,
  ...rfcFilterFaults,
  ...rfcGroupFaults,
  ...rfcHttpFaults,
  ...inOrderOfIds(rfcCreateFaults, rfcReadFaults, rfcReplaceFaults, rfcDeleteFaults),
  ...rfcListFaults,
  ...rfcMediaTypeFaults,
  ...rfcPatchFaults,
  ...rfcProjectionFaults,
  ...rfcSchemaFaults,
  ...oktaFaults,
  ...entraFaults,
  ...sailpointFaults,
  ...otherClientFaults,
  ...clientEffectFaults,
  ...formerNameFaults,
  ...keptAccessFaults,
  ...membershipEffectFaults,
  ...onePlaceFaults,
  ...pastTheGuardFaults,
  ...patchShapeFaults,
  ...earlierStateFaults,
  ...unscopedWayFaults,
  ...unusualValueFaults,
  ...adoptionWayFaults,
  ...clientDeletionWayFaults,
  ...clientUpdateFaults,
  ...groupPlaceFaults,
  ...namespaceTwinFaults,
  ...refusedCallerFaults,
  ...requestHistoryFaults,
  ...vendorFormFaults,
  ...secondChangeFaults,
  ...addressFaults,
  ...findingFaults,
  ...laterElementFaults,
  ...partialViewFaults,
  ...patchValueFaults,
  ...replacedValueFaults,
  ...specialCharacterFaults,
  ...writtenValueFaults,
  ...administratorFaults,
  ...adoptedObjectFaults,
  ...changedPolicyFaults,
  ...clientDetailFaults,
  ...entityDetailFaults,
  ...linkedObjectFaults,
  ...nestedNamespaceFaults,
  ...ownedResourceFaults,
  ...providerJourneyFaults,
  ...secondMemberFaults,
  ...tokenKindFaults,
  ...userStateFaults,
  ...userAnswerFaults,
  ...adoptedUserFaults,
  ...userTokenFaults,
  ...reusedNameFaults,
  ...activationFormFaults,
  ...callerStateFaults,
  ...clientRemainFaults,
  ...clientWriteFaults,
  ...guardDetailFaults,
  ...linkEffectFaults,
  ...namespaceNeighbourFaults,
  ...policyPatternFaults,
  ...renamedAndReturnedFaults,
  ...tokenLimitFaults,
  ...changedGrantFaults,
  ...childGuardFaults,
  ...childAdministratorFaults,
  ...childLocationFaults,
  ...nestedPrincipalFaults,
  ...namespaceDeletionFaults,
  ...unmanagedInListFaults,
  ...takenOverGuardFaults,
  ...linkedAgainFaults,
  ...giftAfterAdoptionFaults,
  ...keptGiftFaults,
  ...unlinkedUnderGuardFaults,
  ...distantNamespaceFaults,
  ...openedByAdoptionFaults,
  ...useAndParentFaults,
  ...groupRecordFaults,
  ...memberStepFaults,
  ...shownGroupFaults,
  ...groupLifecycleFaults,
  ...memberEffectFaults,
  ...listedPageFaults,
  ...groupBorderFaults,
  ...otherGroupFaults,
  ...unroutedRequestFaults,
  ...userLookupFaults,
  ...userWriteFaults,
  ...userEntityFaults,
  ...clientRecordFaults,
  ...entityOwnershipFaults,
  ...groupWriteTurnFaults,
  ...groupRecordTurnFaults,
  ...listTurnFaults,
  ...groupOwnerTurnFaults,
  ...clientTurnFaults,
  ...provisioningCycleFaults,
  ...formerAndLaterFaults,
  ...tokenTurnFaults,
  ...clientSequenceFaults,
  ...tokenSequenceFaults,
  ...clientCountFaults,
  ...tokenHistoryFaults,
  ...simultaneousWriteFaults,
  ...manyClientFaults,
  ...borderTurnFaults,
  ...answerTurnFaults,
  ...earlierRequestFaults,
  ...neighbourEffectFaults,
  ...userResourceFaults,
  ...queryAnswerFaults,
  ...protocolAnswerFaults,
  ...pushedGroupFaults,
  ...provisionedIdentityFaults,
  ...moverAndLeaverFaults,
  ...clientConfigurationFaults,
  ...issuedTokenFaults,
  ...managedObjectFaults,
  ...policyStanzaFaults,
  ...changedTokenLimitFaults,
  ...entityOfTokenFaults,
  ...clientPutFaults,
  ...recreatedClientFaults,
  ...rotatedTokenFaults,
  ...signInOfPrincipalFaults,
  ...clientHalfFaults,
  ...tokenPlaceFaults,
  ...returningPeopleFaults,
  ...putCheckFaults,
  ...lostWriteFaults,
  ...tornWriteFaults,
  ...administratorTurnFaults,
  ...scopeTurnFaults,
  ...scopeHistoryFaults,
  ...scopeDetailFaults,
  ...readingTurnFaults,
  ...answerOfListFaults,
  ...connectorTurnFaults,
  ...turnOfLinkFaults,
  ...turnOfIdentityFaults,
  ...turnOfRecordFaults,
  ...turnOfAdoptionFaults,
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

/** The defects of one area whose files are by topic. */
function inOrderOfIds(...topics: Fault[][]): Fault[] {
  return topics.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
}
