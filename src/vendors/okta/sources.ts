/** Where Okta documents, or a capture shows, what its SCIM client does. */
export const SOURCES = {
  reference: 'Okta: SCIM 2.0 protocol reference https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20',
  concepts: 'Okta: Understanding SCIM https://developer.okta.com/docs/concepts/scim/',
  questions: 'Okta: SCIM technical questions https://developer.okta.com/docs/concepts/scim/faqs/',
  testPlan: 'Okta: OIN test plan https://developer.okta.com/standards/SCIM/SCIMFiles/okta-scim-test-plan-v2.xlsx',
  noResults:
    'Okta Support: No results for users returned https://support.okta.com/help/s/article/okta-scim-connector-error-no-results-for-users-returned-when-testing-connection',
  review: 'Okta engineers, requests with headers https://github.com/oktadeveloper/okta-blog-archive/pull/1956',
  lab: 'Capture of an AIW app beside the System Log https://github.com/Timothy-itayi/okta-iam-lifecycle-lab',
  totals: 'Capture: totals of pages https://github.com/ory/polis/pull/4054',
  pathLess:
    'Capture: path-less replace of a group https://github.com/Metatavu/keycloak-scim-server/pull/113 https://github.com/Metatavu/keycloak-scim-server/pull/101',
  secondPost: 'Report: second POST after reactivation https://github.com/better-auth/better-auth/issues/11111',
  /** Nobody documents or shows it. */
  inferred: 'Inferred from the documented behaviour beside it',
} as const;
