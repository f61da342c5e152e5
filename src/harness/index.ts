/**
 * All that a spec imports: Playwright's `test` and `expect`, extended with targets, tenants,
 * arranging, and the recording of judgements.
 */
import { mutantSelection } from '../run/mutant-selection.ts';
import { harnessTest } from './fixtures.ts';

export { expectedPage, expectedWalk } from '../scim/models/paging.ts';
export { resolvedReference } from '../scim/oracles/uri-difference.ts';
export { concurrentSequences, sequences as sequentialSequences } from '../sequences/generate.ts';
export type { VaultClient } from '../vault/vault-client.ts';
export { isFields } from '../vault/vault-client.ts';
export {
  aliasesOf,
  bodyOf,
  flagsOf,
  idOf,
  idsOf,
  memberIdsOf,
  representationIn,
  resourcesOf,
  valuesOf,
} from './answers.ts';
export { ACTIVITY_FORMS, setActive } from './arrange/activity.ts';
export {
  adoptGroup,
  adoptingTenant,
  adoptPerson,
  switchAdoption,
  unmanagedGroup,
  unmanagedPerson,
} from './arrange/adoption.ts';
export { aliasIdOf } from './arrange/aliases.ts';
export type { Arrange } from './arrange/arrange.ts';
export { type AttributePlace, placeWhere } from './arrange/attribute-places.ts';
export { changed, groupsChangedApart, usersChangedApart } from './arrange/changed-apart.ts';
export { ownCollection } from './arrange/collection.ts';
export type { Credential } from './arrange/credentials.ts';
export { issuedToken, REVOCATIONS, roleFields, tokenFields, unknownToken } from './arrange/credentials.ts';
export { CROWD_SIZE } from './arrange/crowd.ts';
export { cursorBed } from './arrange/cursor-bed.ts';
export { sendEachRequest, storedSubjects, subjectsOf } from './arrange/each-request.ts';
export {
  isRefusedAsWeak,
  isWeak,
  outdate,
  tagOf,
  VERSIONED,
  VERSIONED_WRITES,
  type Versioned,
  waitPastVersion,
} from './arrange/entity-tags.ts';
export { failingOperations } from './arrange/failing-operations.ts';
export { filterBed } from './arrange/filter-bed.ts';
export { freshTenant } from './arrange/fresh-tenant.ts';
export { GROUP_PASTS, groupWithoutMembers, UNUSUAL_NAMES } from './arrange/group-pasts.ts';
export { groupWithUsers } from './arrange/group-with-users.ts';
export { HOLDING_TOKENS, heldToken, heldTokens } from './arrange/held-tokens.ts';
export { INNER_NAMESPACES } from './arrange/inner-namespaces.ts';
export { linkPath, linkToClient, unlinkFromClient } from './arrange/links.ts';
export { LOSE_PRINCIPAL } from './arrange/lost-principals.ts';
export { many } from './arrange/many.ts';
export { reversed } from './arrange/member-order.ts';
export { inEachPlace } from './arrange/member-places.ts';
export { addMember, type Removal, removeByFilter, removeByValueList, removeMember } from './arrange/memberships.ts';
export { CLIENT_CHANGES, PRINCIPAL_CHANGES, RENEWAL, TOKEN_CHANGES } from './arrange/ordinary-changes.ts';
export { issueFrom, readSecret } from './arrange/people.ts';
export { policyText } from './arrange/policies.ts';
export { failedSteps, followPrintedSetup, mayIssueAnyPolicy } from './arrange/printed-setup.ts';
export { memberForEachForm, provisionedMember } from './arrange/provisioned-member.ts';
export { sampleUser } from './arrange/sample-resources.ts';
export { DELETIONS, OTHER_SETTINGS, putClient, scimClientPath } from './arrange/scim-clients.ts';
export {
  type ArrangedGroup,
  type ArrangedUser,
  groupBody,
  METADATA,
  metadataOf,
  metadataUrnIn,
  userBody,
} from './arrange/scim-resources.ts';
export { waitPast } from './arrange/server-clock.ts';
export { attributesWhere, changeOf, optionalText } from './arrange/substitutes.ts';
export { takingTenant, WAYS_OVER } from './arrange/taken-over.ts';
export { changedUsers, usersOfEachPast, usersOfShortPasts } from './arrange/user-pasts.ts';
export { createVaultEntity } from './arrange/vault-entities.ts';
export { createVaultGroup } from './arrange/vault-groups.ts';
export { type WritableList, writableLists } from './arrange/writable-lists.ts';
export {
  type BulkOperation,
  bulkBody,
  bulkResults,
  isRefusedIn,
  resultOf,
  sendBulk,
  statusOf,
} from './bulk.ts';
export { presentCapabilities, supportedIn } from './capabilities.ts';
export { challengeParameters } from './challenges.ts';
export { absolute, afterPatch, differences, metaOf, order, pathBelow, projectionDifferences } from './comparing.ts';
export { cursorOf, cursorPages } from './cursor-pages.ts';
export { endRun } from './end-of-run.ts';
export { entityStateOf } from './entity-state.ts';
export { expect } from './expect.ts';
export { foundByName, readByName } from './found-by-name.ts';
export { expectGone, expectNoClient, ownerOf, waitUntilGone } from './gone.ts';
export { documentsIn, listAll, listed, listOf } from './listed.ts';
export { mentionsIn } from './mentions.ts';
export {
  alikeOr,
  differenceOf,
  expectAllOrNothing,
  expectEachServed,
  expectUnsupported,
  highRiskWhen,
  isAccepted,
  stateOf,
  wordsOf,
} from './outcome.ts';
export { row } from './row.ts';
export { rowIn } from './row-in-mode.ts';
export { searchBody } from './search.ts';
export { storedGroupOf, storedObjects } from './stored-objects.ts';
export type { Tenant } from './tenant.ts';
export { policiesOf } from './tenant.ts';
export * as Entra from './vendors/entra.ts';
export { completePage, listPage } from './vendors/list-page.ts';
export * as Okta from './vendors/okta.ts';
export * as Others from './vendors/other-clients.ts';
export * as SailPoint from './vendors/sailpoint.ts';

/** Loads the seeded defects, which takes longer than all else here, only where they are tried. */
export const test =
  mutantSelection() === null ? harnessTest : (await import('./mutants.ts')).againstFaults(harnessTest);
