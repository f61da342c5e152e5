/** Where Microsoft documents, or a capture shows, what its provisioning service does. */
export const SOURCES = {
  develop:
    'Microsoft: Develop and plan provisioning for a SCIM endpoint https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups',
  flags:
    'Microsoft: Known issues with SCIM 2.0 compliance https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility',
  works:
    'Microsoft: How provisioning works https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works',
  quarantine:
    'Microsoft: Quarantine status https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-quarantine-status',
  html: 'Report: an answer in HTML https://github.com/snipe/snipe-it/issues/14138',
  assignment: 'Microsoft Q&A: unassign and re-assign https://learn.microsoft.com/en-us/answers/questions/5646806',
  /** Nobody documents or shows it. */
  inferred: 'Inferred from the documented behaviour beside it',
} as const;
