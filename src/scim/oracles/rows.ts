/**
 * Which requirement each oracle decides, and in which stable words its findings speak.
 * `vault` holds rows of the Vault catalogue; they are named only for a target that is Vault.
 */

interface OracleRows {
  /** Stable words: the reason of a verdict is built from them. */
  what: string;
  rfc: readonly string[];
  vault: readonly string[];
}

const rows = (what: string, rfc: string | readonly string[], vault: readonly string[] = []): OracleRows => ({
  what,
  rfc: typeof rfc === 'string' ? [rfc] : rfc,
  vault,
});

/** What a write leaves: the oracles that need to know of every write to the server. */
export const WRITE_ORACLES = {
  'created-user-name': rows('created user has the userName that was sent', 'RFC7644-3.3-05', ['VAULT-USER-02']),
  'created-external-id': rows('created user has the externalId that was sent', [], ['VAULT-USER-03']),
  'created-active': rows('created user has the active flag that was sent', 'RFC7644-3.3-05', ['VAULT-USER-04']),
  'created-display-name': rows('created group has the displayName that was sent', 'RFC7644-3.3-05', ['VAULT-GROUP-02']),
  'created-members': rows('created group has the members that were sent', 'RFC7644-3.3-05', ['VAULT-GROUP-03']),
  'created-value': rows('created resource has the values that were sent', 'RFC7644-3.3-05'),
  'replaced-user-name': rows('replace changes userName', 'RFC7644-3.5.1-02', ['VAULT-USER-13']),
  'replaced-inactive': rows('replace changes active to false', 'RFC7644-3.5.1-02', ['VAULT-USER-14']),
  'replaced-active': rows('replace changes active to true', 'RFC7644-3.5.1-02', ['VAULT-USER-15']),
  'replaced-display-name': rows('replace changes displayName', 'RFC7644-3.5.1-02', ['VAULT-GROUP-16']),
  'replaced-members-added': rows('replace adds new members', 'RFC7644-3.5.1-02', ['VAULT-GROUP-17']),
  'replaced-members-removed': rows('replace removes other members', 'RFC7644-3.5.1-02', ['VAULT-GROUP-18']),
  'replaced-value': rows('replace changes the values that were sent', 'RFC7644-3.5.1-02'),
  'patched-inactive': rows('replace of active with false deactivates', 'RFC7644-3.5.2.3-04', ['VAULT-UPATCH-01']),
  'patched-active': rows('replace of active with true activates', 'RFC7644-3.5.2.3-04', ['VAULT-UPATCH-02']),
  'patched-user-else': rows('patch of active changes nothing else', [], ['VAULT-UPATCH-03']),
  'patched-member-added': rows('add adds the member', 'RFC7644-3.5.2.1-16', ['VAULT-GPATCH-01']),
  'patched-members-added': rows('add adds the members', 'RFC7644-3.5.2.1-09', ['VAULT-GPATCH-02']),
  'patched-members-kept': rows('add keeps the members that were there', 'RFC7644-3.5.2.1-08', ['VAULT-GPATCH-03']),
  'patched-members-removed': rows('remove with a list removes those members', [], ['VAULT-GPATCH-04']),
  'patched-member-filtered-out': rows('remove with a filter removes that member', [], ['VAULT-GPATCH-06']),
  'patched-members-not-filtered-out': rows('remove with a filter keeps other members', [], ['VAULT-GPATCH-07']),
  'patched-group-else': rows('patch of members keeps the name', [], ['VAULT-GPATCH-08']),
} as const satisfies Record<string, OracleRows>;

/** What an administrator of Vault sees of what a SCIM client is shown (Vault documentation, SCIM). */
export const MAPPING_ORACLES = {
  'entity-of-user': rows('user has an entity of its id', [], ['VAULT-MAP-01']),
  'entity-name': rows('entity has the userName as name', [], ['VAULT-MAP-02']),
  'entity-renamed': rows('entity is renamed with its user', [], ['VAULT-MAP-16']),
  'entity-external-id': rows('entity has the externalId as external id', [], ['VAULT-MAP-03']),
  'entity-created-enabled': rows('entity of an active user is enabled', [], ['VAULT-MAP-04']),
  'entity-created-disabled': rows('entity of a user created inactive is disabled', [], ['VAULT-MAP-05']),
  'entity-disabled-by-patch': rows('deactivation by patch disables the entity', [], ['VAULT-MAP-19']),
  'entity-disabled-by-replace': rows('deactivation by replace disables the entity', [], ['VAULT-MAP-20']),
  'entity-enabled': rows('reactivation enables the entity', [], ['VAULT-MAP-21']),
  'entity-activity-kept': rows('only a change of active changes whether the entity is disabled', [], ['VAULT-MAP-47']),
  'entity-metadata': rows('entity has the metadata of its user', [], ['VAULT-MAP-06']),
  'entity-metadata-replaced': rows('replace replaces the metadata of the entity', [], ['VAULT-MAP-22']),
  'entity-mark': rows('entity is marked with a SCIM client', [], ['VAULT-MAP-07']),
  'entity-mark-of-client': rows('entity is marked with its own SCIM client', [], ['VAULT-MAP-08']),
  'entity-policies': rows('SCIM gives the entity no policies', [], ['VAULT-MAP-09']),
  'entity-groups': rows('entity lists the groups of its user', [], ['VAULT-MAP-41']),
  'entity-of-deleted-user': rows('entity of a deleted user is gone', [], ['VAULT-MAP-25']),
  'alias-count': rows('user has one alias', [], ['VAULT-MAP-10']),
  'alias-kept': rows('replaced user keeps its one alias', [], ['VAULT-MAP-18']),
  'alias-name': rows('alias has the userName as name', [], ['VAULT-MAP-11']),
  'alias-renamed': rows('alias is renamed with its user', [], ['VAULT-MAP-17']),
  'alias-mount': rows('alias is on the alias mount of the SCIM client', [], ['VAULT-MAP-12']),
  'alias-owner': rows('alias belongs to the entity of the user', [], ['VAULT-MAP-13']),
  'alias-mark': rows('alias has the mark of its entity', [], ['VAULT-MAP-14']),
  'no-alias': rows('user without alias mount has no alias', [], ['VAULT-MAP-15']),
  'vault-group': rows('group has a Vault group of its id', [], ['VAULT-MAP-27']),
  'vault-group-name': rows('Vault group has the displayName as name', [], ['VAULT-MAP-28']),
  'vault-group-renamed': rows('Vault group is renamed with its group', [], ['VAULT-MAP-34']),
  'vault-group-type': rows('Vault group is internal', [], ['VAULT-MAP-29']),
  'vault-group-members': rows('Vault group has the members of its group', [], ['VAULT-MAP-30']),
  'vault-group-members-replaced': rows('replace replaces the members of the Vault group', [], ['VAULT-MAP-35']),
  'vault-group-member-added': rows('patch adds the member to the Vault group', [], ['VAULT-MAP-36']),
  'vault-group-member-removed': rows('patch removes the member from the Vault group', [], ['VAULT-MAP-37']),
  'vault-group-mark': rows('Vault group is marked with a SCIM client', [], ['VAULT-MAP-31']),
  'vault-group-mark-of-client': rows('Vault group is marked with its own SCIM client', [], ['VAULT-MAP-32']),
  'vault-group-policies': rows('SCIM gives the Vault group no policies', [], ['VAULT-MAP-33']),
  'vault-group-of-deleted-group': rows('Vault group of a deleted group is gone', [], ['VAULT-MAP-40']),
} as const satisfies Record<string, OracleRows>;

/** What a write leaves of everything that it was not addressed to. */
export const BYSTANDER_ORACLES = {
  'activity-of-others': rows('write changes no other user to active or inactive', [], ['VAULT-MAP-47']),
  'others-of-group-replace': rows('replace of a group changes no user and no other group', [], ['VAULT-GROUP-29']),
  'others-of-group-delete': rows('deletion of a group changes no user and no other group', [], ['VAULT-GROUP-30']),
  'others-of-group-patch': rows('patch of a group changes no user and no other group', [], ['VAULT-GPATCH-24']),
  'groups-of-replaced-user': rows('replace of a user leaves its groups', [], ['VAULT-MAP-43']),
  'groups-of-patched-user': rows('patch of a user leaves its groups', [], ['VAULT-MAP-44']),
  'deleted-user-read': rows('deleted user stays unreadable', 'RFC7644-3.6-03', ['VAULT-USER-20']),
  'deleted-group-read': rows('deleted group stays unreadable', 'RFC7644-3.6-03', ['VAULT-GROUP-22']),
  'groups-of-deleted-user': rows('deletion of a user leaves the other members', [], ['VAULT-USER-44']),
} as const satisfies Record<string, OracleRows>;

/** What a filter by an exact value finds (Vault documentation, SCIM API, filtering). */
export const SEARCH_ORACLES = {
  'found-by-user-name': rows('filter on userName finds the user', [], ['VAULT-FILTER-01']),
  'found-by-external-id': rows('filter on externalId finds the user', [], ['VAULT-FILTER-03']),
  'found-by-new-user-name': rows('filter on userName follows a rename', [], ['VAULT-FILTER-08']),
  'deleted-user-found': rows('filter finds no deleted user', 'RFC7644-3.6-07', ['VAULT-FILTER-10']),
  'found-by-display-name': rows('filter on displayName finds the group', [], ['VAULT-FILTER-19']),
  'found-by-new-display-name': rows('filter on displayName follows a rename', [], ['VAULT-FILTER-21']),
  'deleted-group-found': rows('filter finds no deleted group', 'RFC7644-3.6-07', ['VAULT-GROUP-23']),
} as const satisfies Record<string, OracleRows>;

export const ORACLES = {
  // Form of the answer.
  'media-type': rows('answer is labelled application/scim+json', 'RFC7644-3.1-04'),
  'default-media-type': rows('answer to a request without Accept is application/scim+json', 'RFC7644-3.8-06'),
  'error-media-type': rows('error is labelled application/scim+json', 'RFC7644-3.12-06', ['VAULT-MEDIA-06']),
  'media-type-of-user': rows('user is labelled application/scim+json', [], ['VAULT-MEDIA-01']),
  'media-type-of-created-user': rows('created user is labelled application/scim+json', [], ['VAULT-MEDIA-02']),
  'media-type-of-list': rows('list is labelled application/scim+json', [], ['VAULT-MEDIA-03']),
  'media-type-of-group': rows('group is labelled application/scim+json', [], ['VAULT-MEDIA-04']),
  'media-type-of-discovery': rows('discovery document is labelled application/scim+json', [], ['VAULT-MEDIA-05']),
  'media-type-named': rows('answer with content names its media type', 'RFC9110-8.3-01'),
  'json-utf8': rows('body is JSON in UTF-8', 'RFC7644-3.8-02'),
  'no-byte-order-mark': rows('JSON does not start with a byte-order mark', 'RFC7159-8.1-01'),
  'unique-members': rows('JSON objects have unique member names', 'RFC7159-4-01'),
  'message-urn': rows('message names a message schema', 'RFC7644-3.1-01'),

  // HTTP.
  'no-content': rows('204 has no body', 'RFC9110-15.3.5-01'),
  'delete-no-content': rows('204 of a delete has no body', 'RFC7644-3.6-02'),
  'delete-status': rows('successful delete answers 204', 'RFC7644-3.6-01'),
  'create-status': rows('successful create answers 201', 'RFC7644-3.3-04'),
  'create-location': rows('201 has a Location', 'RFC7644-3.3-06'),
  'create-location-same': rows('meta.location equals Location', 'RFC7644-3.3-07'),
  'create-body': rows('201 holds the new resource', 'RFC7644-3.3-05'),
  'replace-status': rows('successful PUT answers 200 with the resource', 'RFC7644-3.5.1-12'),
  'patch-status': rows('successful PATCH answers 200 with the resource or 204', 'RFC7644-3.5.2-28'),
  'patch-projected-status': rows('successful PATCH with attributes answers 200', 'RFC7644-3.5.2-29'),
  'no-server-error': rows('client mistake is not answered with 5xx', 'RFC7644-3.12-17'),
  'server-error-internals': rows('server error shows no internals', 'RFC7644-3.12-18'),
  'redirect-status': rows('redirect is 307 or 308 with a Location', 'RFC7644-3.12-16'),
  'date-header': rows('answer has a Date', 'RFC9110-6.6.1-01'),
  'allow-header': rows('405 has an Allow', 'RFC9110-15.5.6-01'),
  'content-location': rows('meta.location equals Content-Location', 'RFC7643-3.1-22'),

  // Error messages (RFC 7644 section 3.12).
  'error-form': rows('error has a body in the SCIM error form', 'RFC7644-3.12-01'),
  'patch-error-form': rows('failed PATCH has a body in the SCIM error form', 'RFC7644-3.5.2-27'),
  'error-status-present': rows('error body has a status', 'RFC7644-3.12-03'),
  'error-status-string': rows('status of the error body is a JSON string', 'RFC7644-3.12-02'),
  'error-status-repeated': rows('status of the error body equals the HTTP status', 'RFC7644-3.2-06'),
  'error-status-honest': rows('error body travels with an error status', 'RFC7644-3.2-05'),
  'error-scim-type': rows('scimType is a defined keyword', 'RFC7644-3.12-04'),
  'error-detail': rows('detail is a non-empty text', 'RFC7644-3.12-05'),

  // ListResponse (RFC 7644 section 3.4.2).
  'list-urn': rows('query answer is a ListResponse', 'RFC7644-3.4.2-02'),
  'schemas-list': rows('/Schemas answers a ListResponse', 'RFC7644-4-03'),
  'resource-types-list': rows('/ResourceTypes answers a ListResponse', 'RFC7644-4-05'),
  'list-total': rows('totalResults is an integer', 'RFC7644-3.4.2-03'),
  'list-total-counts-all': rows('totalResults is not below the size of the page', 'RFC7644-3.4.2-08'),
  'list-resources': rows('Resources is an array, present when totalResults is not zero', 'RFC7644-3.4.2-04'),
  'list-start-index': rows('startIndex is present in a partial list', 'RFC7644-3.4.2-05'),
  'list-items-per-page': rows('itemsPerPage is present in a partial list', 'RFC7644-3.4.2-06'),
  'list-page-counted': rows('itemsPerPage is the number of resources on the page', 'RFC7644-3.4.2.4-08'),
  'list-page-limit': rows('page holds no more than count', 'RFC7644-3.4.2.4-03'),
  'list-start-honoured': rows('startIndex is the index of the first resource', 'RFC7644-3.4.2.4-10'),
  'list-entry-form': rows('each entry has its own schemas and id', 'RFC7644-3.4.2-09'),
  'list-own-type': rows('list holds resources of the endpoint only', 'RFC7644-3.4.2-11'),

  // One resource in several places.
  'created-as-read': rows('answer to a create shows what a read by id shows', 'RFC7644-3.3-05'),
  'replaced-as-read': rows('answer to a replace shows what a read by id shows', 'RFC7644-3.5.1-12'),
  'patched-as-read': rows('answer to a patch shows what a read by id shows', 'RFC7644-3.5.2-28'),
  'listed-as-read': rows('entry of a list shows what a read by id shows', 'RFC7644-3.4.2-09'),
  'read-again': rows('second read shows what the first one shows', 'RFC7644-3.4.1-05'),

  ...WRITE_ORACLES,
  ...MAPPING_ORACLES,
  ...BYSTANDER_ORACLES,
  ...SEARCH_ORACLES,

  // schemas and common attributes (RFC 7643 sections 3 and 3.1).
  'resource-object': rows('resource is a bare JSON object', 'RFC7644-3.4.1-01'),
  'schemas-present': rows('schemas is a non-empty array of URIs', ['RFC7643-3-01', 'RFC7643-2.1-02']),
  'schemas-unique': rows('schemas has no duplicates', 'RFC7643-3-04'),
  'schemas-declared': rows('schemas holds declared URNs only', 'RFC7643-3-03'),
  'schemas-base': rows('schemas holds the base schema of the type', 'RFC7643-3.3-01'),
  'schemas-user': rows('schemas of a user holds the core User URN', 'RFC7643-4.1-01'),
  'schemas-group': rows('schemas of a group holds the core Group URN', 'RFC7643-4.2-01'),
  'schemas-extension': rows('URN of an extension with data is in schemas', 'RFC7643-3-08'),
  'extension-container': rows('extension data is an object keyed by its URN', 'RFC7643-3.3-02'),
  'extension-top-level': rows('extension attribute is not at top level', 'RFC7643-3-07'),
  'extension-required': rows('required extension is present', 'RFC7643-6-08'),
  'id-present': rows('resource has a non-empty id', 'RFC7643-3.1-03'),
  'id-bulk': rows('id does not hold "bulkId"', 'RFC7643-3.1-08'),
  'meta-on-create': rows('new resource has meta with its sub-attributes', 'RFC7643-3.1-02'),
  'meta-resource-type': rows('meta.resourceType matches the endpoint', ['RFC7644-3.3.1-01', 'RFC7643-6-03']),
  'meta-location': rows('meta.location is the URI of the resource', 'RFC7643-3.1-23'),
  'uri-in-base': rows('URIs stay within the base URI', 'RFC7644-3.13-04'),
  'uri-syntax': rows('URIs are valid and percent-encoded', 'RFC7644-1.2-02'),

  // Values against the server's own schema (RFC 7643 sections 2 and 7).
  'declared-only': rows('every attribute is declared', 'RFC7643-7-12'),
  'value-type': rows('values have the JSON type of their attribute', 'RFC7643-2.3-02'),
  'boolean-form': rows('booleans are JSON literals', 'RFC7643-2.3.2-01'),
  'integer-form': rows('integers have no fraction', 'RFC7643-2.3.4-01'),
  'date-time-form': rows('dateTime values are valid xsd:dateTime', 'RFC7643-2.3.5-01'),
  'binary-form': rows('binary values are base64', 'RFC7643-2.3.6-01'),
  'reference-form': rows('references are URIs', 'RFC7643-2.3.7-01'),
  'multi-valued-form': rows('multi-valued attributes are arrays', ['RFC7644-3.8-12', 'RFC7643-2.4-01']),
  'singular-form': rows('complex attributes are objects, simple ones plain values', 'RFC7644-3.8-13'),
  'required-value': rows('required attributes have a value', 'RFC7643-7-14'),
  'required-user-name': rows('user has a non-empty userName', 'RFC7643-4.1.1-01'),
  'required-display-name': rows('group has a displayName', 'RFC7643-4.2-02'),
  'minimum-set': rows('required attributes that are always returned are there', ['RFC7644-3.9-03', 'RFC7643-7-22']),
  'never-returned': rows('attributes with returned never are absent', 'RFC7643-7-23'),
  'write-only-absent': rows('writeOnly attributes are absent', 'RFC7643-7-21'),
  'canonical-value': rows('canonical values', 'RFC7643-2.3.1-02'),
  'primary-once': rows('at most one value is primary', 'RFC7643-2.4-03'),
  'entries-distinct': rows('no pair of type and value is returned twice', 'RFC7643-2.4-07'),
  'member-once': rows('a member is listed once', 'RFC7643-4.2-12'),
  'member-reference': rows('members.$ref is the URI of the member', 'RFC7643-4.2-06'),
  'group-reference': rows('groups.$ref is the URI of the group', 'RFC7643-4.1.2-09'),

  // Secrets.
  'password-absent': rows('password is not returned', 'RFC7643-4.1.1-15'),
  'password-in-error': rows('error does not repeat the password', 'RFC7643-4.1.1-16'),
  'credential-absent': rows('no credential in the body', 'RFC7644-7.5.2-03'),

  // Discovery (RFC 7644 section 4, RFC 7643 sections 5 to 7).
  'config-urn': rows('configuration names its schema', 'RFC7644-4-01'),
  'config-object': rows('configuration is a single object', 'RFC7644-4-02'),
  'config-patch': rows('patch.supported is a boolean', 'RFC7643-5-01'),
  'config-bulk': rows('bulk.supported is a boolean', 'RFC7643-5-02'),
  'config-filter': rows('filter.supported is a boolean', 'RFC7643-5-03'),
  'config-change-password': rows('changePassword.supported is a boolean', 'RFC7643-5-04'),
  'config-sort': rows('sort.supported is a boolean', 'RFC7643-5-05'),
  'config-etag': rows('etag.supported is a boolean', 'RFC7643-5-06'),
  'config-bulk-limits': rows('limits of bulk are integers', ['RFC7643-5-07', 'RFC7644-3.7.4-01']),
  'config-filter-limit': rows('filter.maxResults is an integer', 'RFC7643-5-08'),
  'config-urls': rows('URLs of the configuration are HTTP URLs', 'RFC7643-5-15'),
  'config-schemes': rows('authenticationSchemes is a non-empty array', 'RFC7643-5-10'),
  'config-scheme-form': rows('each scheme has type, name and description', 'RFC7643-5-11'),
  'config-scheme-type': rows('type of each scheme is a defined one', 'RFC7643-5-12'),
  'discovery-entry-form': rows('discovery entry has schemas and a matching meta', 'RFC7644-4-12'),
  'type-urn': rows('resource type names its schema', 'RFC7643-6-01'),
  'type-name': rows('resource type has a name', 'RFC7643-6-02'),
  'type-endpoint': rows('resource type has an endpoint', 'RFC7643-6-04'),
  'type-schema': rows('resource type has a schema', 'RFC7643-6-05'),
  'type-extension-schema': rows('schema extension names a schema', 'RFC7643-6-06'),
  'type-extension-required': rows('schema extension has a boolean required', 'RFC7643-6-07'),
  'schema-urn': rows('schema names the Schema schema', 'RFC7643-7-02'),
  'schema-id': rows('schema has its URN as id', 'RFC7643-7-01'),
  'schema-no-message': rows('message schemas are not listed', 'RFC7644-3.1-02'),
  'schema-attribute-form': rows('attribute definition has its characteristics', 'RFC7643-7-04'),
  'schema-attribute-name': rows('attribute names follow the grammar', 'RFC7643-2.1-03'),
  'schema-attribute-type': rows('type is one of the data types', 'RFC7643-7-05'),
  'schema-sub-attributes': rows('complex attribute lists its subAttributes', 'RFC7643-7-06'),
  'schema-no-nesting': rows('sub-attribute is not complex', 'RFC7643-2.3.8-02'),
  'schema-mutability': rows('mutability is a defined one', 'RFC7643-7-07'),
  'schema-returned': rows('returned is a defined one', 'RFC7643-7-08'),
  'schema-uniqueness': rows('uniqueness is a defined one', 'RFC7643-7-09'),
  'schema-reference-types': rows('referenceTypes is an array', 'RFC7643-7-10'),
} as const satisfies Record<string, OracleRows>;

export type OracleName = keyof typeof ORACLES;
