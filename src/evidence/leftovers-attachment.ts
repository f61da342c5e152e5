/** Media type of the attachment by which the clean-up test says what it could not remove. */
export const LEFTOVERS_MEDIA_TYPE = 'application/vnd.scim-conformance.leftovers+json';
