/** A defect of the double's own state, which an HTTP layer in front of it could not imitate. */
export interface StateFault {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export const STATE_FAULTS: readonly StateFault[] = [
  // Users
  {
    id: 'state-create-half',
    title: 'A refused create leaves an entity',
    text: 'POST of a user whose alias name is taken answers 409, but the entity has been made and is listed.',
  },
  {
    id: 'state-put-half-applied',
    title: 'A refused PUT changes active',
    text: 'PUT of a user with a new userName sets active before it finds the alias name taken.',
  },
  {
    id: 'state-rename-keeps-alias',
    title: 'A rename leaves the alias behind',
    text: 'PUT with a new userName renames the entity; the alias keeps the old name, so that the new sign-in fails.',
  },
  {
    id: 'state-filter-finds-old-name',
    title: 'A filter finds the old userName',
    text: 'After a rename the index still leads from the old userName to the user.',
  },
  {
    id: 'state-external-id-mutable',
    title: 'PUT changes externalId',
    text: 'A PUT with another externalId stores it instead of refusing it.',
  },
  {
    id: 'state-update-clears-policies',
    title: 'SCIM writes wipe policies',
    text: 'PUT or PATCH of a user and PUT of a group remove the policies that administrators attached.',
  },
  {
    id: 'state-disable-shows-only',
    title: 'Disabling is only shown',
    text: 'active false is shown by SCIM, but the entity stays enabled: logins and tokens still work.',
  },
  {
    id: 'state-enable-shows-only',
    title: 'Enabling is only shown',
    text: 'active true is shown by SCIM after a reactivation, but the entity stays disabled.',
  },
  {
    id: 'state-disable-drops-memberships',
    title: 'Disabling drops memberships',
    text: 'active false removes the user from all groups; a reactivation does not bring them back.',
  },
  {
    id: 'state-user-delete-keeps-entity',
    title: 'A deleted user keeps the entity',
    text: 'DELETE of a user gives up the ownership alone: entity, alias, memberships and access stay.',
  },
  {
    id: 'state-user-delete-only-disables',
    title: 'A deleted user blocks the name',
    text: 'DELETE of a user disables the entity and hides it: a new user of this name gets 409.',
  },
  {
    id: 'state-user-delete-keeps-memberships',
    title: 'A deleted user stays a member',
    text: 'DELETE of a user leaves the id in the members of its groups.',
  },
  {
    id: 'state-user-groups-stale',
    title: 'User.groups does not follow the groups',
    text: 'groups of a user stays what it was when first read with a membership.',
  },
  {
    id: 'state-last-modified-frozen',
    title: 'lastModified never advances',
    text: 'meta.lastModified, and the filters on it, always give the time of creation.',
  },
  {
    id: 'state-total-never-shrinks',
    title: 'totalResults does not shrink',
    text: 'The total of an unfiltered list of users stays at the largest number ever listed.',
  },
  // Groups
  {
    id: 'state-concurrent-patch-lost-update',
    title: 'Concurrent PATCHes lose members',
    text: 'A group PATCH reads the members, waits, and writes all of them back: of two at once, one is lost.',
  },
  {
    id: 'state-patch-not-atomic',
    title: 'A refused PATCH is half applied',
    text: 'The operations of a group PATCH take effect one by one, also when a later one is refused.',
  },
  {
    id: 'state-member-removal-shows-only',
    title: 'A removal is only shown',
    text: 'A removed member is no longer shown by SCIM, but stays in the Vault group and keeps its access.',
  },
  {
    id: 'state-member-add-shows-only',
    title: 'An added member is only shown',
    text: 'A member added by PATCH is shown in the group by SCIM, but is not in the Vault group.',
  },
  {
    id: 'state-group-list-stale',
    title: 'A deleted group stays listed',
    text: 'The list of groups without filter still holds groups that were deleted.',
  },
  {
    id: 'state-group-delete-keeps-group',
    title: 'A deleted group keeps giving access',
    text: 'DELETE of a group gives up the ownership alone: the Vault group and its policies stay.',
  },
  {
    id: 'state-group-delete-takes-users',
    title: 'A deleted group takes its users along',
    text: 'DELETE of a group deletes the entities of its members too.',
  },
  // Isolation
  {
    id: 'state-cross-client-members',
    title: 'Foreign members are accepted',
    text: 'A group takes and shows entities that its SCIM client does not own.',
  },
  {
    id: 'state-list-shows-foreign',
    title: 'The list of users shows all clients',
    text: "Lists of users hold other clients' users too.",
  },
  {
    id: 'state-read-foreign',
    title: 'Foreign resources can be read',
    text: "GET by id answers with another client's user or group.",
  },
  {
    id: 'state-write-foreign',
    title: 'Foreign resources can be changed',
    text: "PUT, PATCH and DELETE by id change another client's user or group.",
  },
  {
    id: 'state-any-namespace-principal',
    title: 'Principals work in every namespace',
    text: "A token selects a SCIM client of another namespace than the request's.",
  },
  // SCIM clients
  {
    id: 'state-client-delete-leaves-entities',
    title: 'Client deletion leaves entities',
    text: 'The deletion of a SCIM client with its resources leaves the entities, unmanaged.',
  },
  {
    id: 'state-client-delete-leaves-groups',
    title: 'Client deletion leaves groups',
    text: 'The deletion of a SCIM client with its resources leaves the groups, unmanaged.',
  },
  {
    id: 'state-client-delete-takes-principal',
    title: 'Client deletion takes the principal',
    text: 'The deletion of a SCIM client with its resources also deletes the principal entity.',
  },
  {
    id: 'state-client-deletion-stuck',
    title: 'Client deletion never ends',
    text: 'A SCIM client stays at deleting true for ever and its resources stay.',
  },
  {
    id: 'state-deleting-client-serves',
    title: 'A deleting client still serves',
    text: 'SCIM requests are served while their client is being deleted.',
  },
  {
    id: 'state-refused-delete-unlinks',
    title: 'A refused client deletion unlinks',
    text: 'DELETE of a SCIM client that owns resources answers 400, but has given up all of them.',
  },
  {
    id: 'state-unlink-resources-deletes',
    title: 'unlink-resources deletes',
    text: 'DELETE with unlink-resources=true deletes what it should keep.',
  },
  {
    id: 'state-unlink-strips-aliases',
    title: 'unlink-entity strips aliases silently',
    text: 'With remove_memberships and without unlink_aliases the aliases lose their owner, and the answer says null (2.2.0-beta1).',
  },
  {
    id: 'state-principal-change-new-id',
    title: 'A new principal means a new client_id',
    text: 'A change of access_grant_principal makes a new client_id, and all resources are lost to the client.',
  },
  {
    id: 'state-old-principal-accepted',
    title: 'The old principal still works',
    text: 'After a change of access_grant_principal the tokens of the old entity keep selecting the client.',
  },
  // Adoption and SCIM tokens
  {
    id: 'state-adoption-ignores-switch',
    title: 'Users are adopted without leave',
    text: 'POST of a user adopts an entity although allow_user_adoption is false.',
  },
  {
    id: 'state-adoption-clears-policies',
    title: 'Adoption wipes policies',
    text: 'The adoption of a user removes the policies of the entity.',
  },
  {
    id: 'state-adoption-skips-alias',
    title: 'Adoption forgets the alias',
    text: 'The adoption of a user leaves its alias unmanaged.',
  },
  {
    id: 'state-scim-token-quota-ignored',
    title: 'max_active_tokens is ignored',
    text: 'SCIM tokens are issued beyond max_active_tokens.',
  },
  {
    id: 'state-scim-token-ttl-ignored',
    title: 'max_token_ttl is ignored',
    text: 'A SCIM token lives as long as it was asked for, whatever max_token_ttl says.',
  },
  {
    id: 'state-scim-token-unconfined',
    title: 'SCIM tokens work everywhere',
    text: 'A SCIM token is accepted on paths outside the SCIM protocol.',
  },
  // Administrators
  {
    id: 'state-entity-guard-off',
    title: 'Entities are unguarded',
    text: 'The identity API changes and deletes SCIM-managed entities.',
  },
  {
    id: 'state-alias-guard-off',
    title: 'Aliases are unguarded',
    text: 'The identity API changes and deletes SCIM-managed aliases.',
  },
  {
    id: 'state-group-guard-off',
    title: 'Groups are unguarded',
    text: 'The identity API changes and deletes SCIM-managed groups.',
  },
  {
    id: 'state-merge-guard-off',
    title: 'Merge is unguarded',
    text: 'The identity API merges SCIM-managed entities.',
  },
];
