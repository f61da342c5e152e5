/** Where SailPoint documents, or a capture shows, what its SCIM connectors do. */
export const SOURCES = {
  prerequisites:
    'SailPoint: SCIM 2.0 SaaS, prerequisites https://documentation.sailpoint.com/connectors/saas/scim_2_0/help/saas_connectivity/scim_2_0_saas/prerequisites.html',
  features:
    'SailPoint: SCIM 2.0, supported features https://documentation.sailpoint.com/connectors/scim_2_0/help/integrating_scim2/supported_features.html',
  settings:
    'SailPoint: SCIM 2.0, additional settings https://documentation.sailpoint.com/connectors/scim_2_0/help/integrating_scim2/additional_settings.html',
  aggregation:
    'SailPoint: SCIM 2.0, aggregation settings https://documentation.sailpoint.com/connectors/scim_2_0/help/integrating_scim2/aggregation_settings.html',
  troubleshooting:
    'SailPoint: SCIM 2.0, troubleshooting https://documentation.sailpoint.com/connectors/scim_2_0/help/integrating_scim2/troubleshooting.html',
  patchForm: 'SailPoint forum: SCIM API patch op, captured body https://developer.sailpoint.com/discuss/t/7752',
  noSchemas: 'SailPoint forum: aggregation fails without /Schemas https://developer.sailpoint.com/discuss/t/91746',
  patchAnswers: 'SailPoint forum: 204 on PATCH Groups https://developer.sailpoint.com/discuss/t/32455',
  lab: 'Measured IdentityIQ 8.5 lab https://github.com/mlanger87/SailPoint_IdentityIQ_Docker_Setup',
  /** Nobody documents or shows it. */
  inferred: 'Inferred from the documented behaviour beside it',
} as const;
