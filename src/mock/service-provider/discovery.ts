import { SchemaUrn } from '../../protocol/scim.ts';
import type { Behaviour } from '../behaviour.ts';
import type { RequestContext } from '../request.ts';
import type { ScimClient } from './client-registry.ts';
import { extensionUrn } from './extension.ts';
import { listResponse, pageLimit } from './list-response.ts';
import { schemaDefinitions } from './schemas.ts';
import { resourceNotFound, ScimError } from './scim-error.ts';
import { locationBase } from './scim-request.ts';

/**
 * Answers the discovery endpoints (RFC 7644 section 4). Query parameters have no influence, but a filter is refused.
 *
 * @param client null where no token was needed
 * @throws ScimError 403 for a filter, 404 for an unknown id
 */
export function discover(ctx: RequestContext, client: ScimClient | null, behaviour: Behaviour): object {
  const [endpoint, id] = splitPath(ctx.fullPath);
  if (ctx.query.has('filter') && behaviour.assume['discovery-filter'] === '403') {
    throw new ScimError(403, 'discovery endpoints cannot be filtered');
  }
  if (endpoint === 'ServiceProviderConfig') return serviceProviderConfig(ctx, behaviour);
  const resources = endpoint === 'Schemas' ? schemas(ctx, client, behaviour) : resourceTypes(ctx, client, behaviour);
  if (id === undefined) return listResponse(resources, resources.length, 1);
  const wanted = endpoint === 'Schemas' ? id.toLowerCase() : id;
  const found = resources.find(
    (resource) => (endpoint === 'Schemas' ? resource.id.toLowerCase() : resource.id) === wanted,
  );
  if (!found) throw resourceNotFound(id);
  return found;
}

function splitPath(fullPath: string): [endpoint: string, id: string | undefined] {
  const [, , , endpoint = '', ...rest] = fullPath.split('/');
  const id = rest.join('/');
  return [endpoint, id === '' ? undefined : id];
}

/** Bulk, sort, ETag and password change are documented as unsupported (S1); filtering is advertised from 2.0.4 on. */
function serviceProviderConfig(ctx: RequestContext, behaviour: Behaviour): object {
  return {
    schemas: [SchemaUrn.serviceProviderConfig],
    documentationUri: 'https://developer.hashicorp.com/vault/api-docs/secret/identity/scim',
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: behaviour.advertisesFilter, maxResults: pageLimit(behaviour) },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Vault token',
        description: 'A Vault token in the Authorization header as a bearer token, or in X-Vault-Token',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    ...meta(ctx, behaviour, 'ServiceProviderConfig', 'ServiceProviderConfig'),
  };
}

function schemas(ctx: RequestContext, client: ScimClient | null, behaviour: Behaviour) {
  return schemaDefinitions(extensionUrn(client, behaviour), behaviour).map((schema) => {
    const id = String(schema.id);
    return { ...schema, id, ...meta(ctx, behaviour, 'Schema', `Schemas/${id}`) };
  });
}

function resourceTypes(ctx: RequestContext, client: ScimClient | null, behaviour: Behaviour) {
  const extension = { schema: extensionUrn(client, behaviour), required: false };
  const types = [
    { id: 'User', endpoint: '/Users', schema: SchemaUrn.user, schemaExtensions: [extension] },
    { id: 'Group', endpoint: '/Groups', schema: SchemaUrn.group, schemaExtensions: [] },
  ];
  return types.map(({ id, ...type }) => ({
    schemas: [SchemaUrn.resourceType],
    id,
    name: id,
    description: id === 'User' ? 'Vault entities' : 'Internal Vault groups',
    ...type,
    ...meta(ctx, behaviour, 'ResourceType', `ResourceTypes/${id}`),
  }));
}

function meta(ctx: RequestContext, behaviour: Behaviour, resourceType: string, path: string): object {
  const location = `${locationBase(ctx, behaviour)}${path}`;
  return { meta: { resourceType, ...(behaviour.assume.location === 'absent' ? {} : { location }) } };
}
