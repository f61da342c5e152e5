import { SchemaUrn } from '../../protocol/scim.ts';
import type { Behaviour } from '../behaviour.ts';
import type { ScimClient } from './client-registry.ts';

const VERSIONED_URN = SchemaUrn.vaultMetadata.replace(':2.0:', ':2.2:');

/** The URN under which the client sees entity metadata. Another one than the documented is an assumption alone. */
export function extensionUrn(client: ScimClient | null, behaviour: Behaviour): string {
  const versioned = behaviour.assume['extension-urn'] === 'versioned' && client?.defaultSchemaVersion === '2.2';
  return versioned ? VERSIONED_URN : SchemaUrn.vaultMetadata;
}

/** The URNs that a request may use for it: a request may name its version itself. */
export function acceptedExtensionUrns(client: ScimClient, behaviour: Behaviour): string[] {
  const used = extensionUrn(client, behaviour);
  return used === SchemaUrn.vaultMetadata ? [used] : [used, SchemaUrn.vaultMetadata];
}
