/** Where the clients document, or a capture or their source shows, what they do. */
export const SOURCES = {
  onelogin: 'OneLogin: Implement SCIM APIs https://developers.onelogin.com/scim/implement-scim-api',
  onelogincapture: 'Capture of OneLogin https://github.com/goauthentik/authentik/issues/11249',
  jumpcloud:
    'JumpCloud: Custom SCIM integration https://jumpcloud.com/support/provision-and-manage-users-and-groups-in-apps-using-custom-scim-identity-management-integration',
  ping: 'Ping: PingFederate SCIM provisioner https://docs.pingidentity.com/integrations/scim/pf_scim_connector_user_and_group_management.html',
  google: 'Google: automatic provisioning https://support.google.com/a/answer/7681608',
  rippling: 'WorkOS: Rippling SCIM https://workos.com/docs/integrations/rippling-scim',
  ripplingcapture: 'Capture of the Rippling group flow https://github.com/valon-technologies/gestalt/pull/3171',
  cyberark:
    'CyberArk: SCIM API requirements https://identity-developer.cyberark.com/docs/for-more-information-about-scim-provisioning-redirected',
  servicenow:
    'ServiceNow: SCIM client https://www.servicenow.com/docs/r/platform-security/identity/explore-scim-client.html',
  keycloak: 'Source of mitodl/keycloak-scim https://github.com/mitodl/keycloak-scim',
  authentik: 'Source of authentik https://github.com/goauthentik/authentik',
  /** Nobody documents or shows it. */
  inferred: 'Inferred from the documented behaviour beside it',
} as const;
