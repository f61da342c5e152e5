import { VaultContainer } from '@testcontainers/vault';
import type { Secret } from '../../evidence/secret.ts';
import type { VaultContainerTarget } from '../configuration.ts';
import type { OwnCertificate } from './certificate.ts';
import { SERVER_PORT } from './engine.ts';

const LICENCE_FILE = '/vault/license/vault.hclic';
const CERT_FILE = '/vault/tls/cert.pem';
const KEY_FILE = '/vault/tls/key.pem';

/**
 * Vault's image with the configuration that the target asks for. Licence and key travel as files, since an environment
 * shows in `docker inspect` (Vault documentation: "Vault license", "dev server mode", "integrated storage").
 *
 * @param rootToken Of the dev mode; integrated storage makes its own.
 */
export function vaultServer(
  { image, licence, storage }: VaultContainerTarget,
  rootToken: Secret,
  certificate: OwnCertificate | null,
): VaultContainer {
  const container = new VaultContainer(image)
    .withEnvironment({
      VAULT_LICENSE_PATH: LICENCE_FILE,
      VAULT_LOCAL_CONFIG: JSON.stringify(configuration(storage, certificate !== null)),
    })
    .withCopyContentToContainer([
      { content: licence.reveal(), target: LICENCE_FILE, mode: 0o444 },
      ...(certificate === null
        ? []
        : [
            { content: certificate.cert, target: CERT_FILE, mode: 0o444 },
            { content: certificate.key, target: KEY_FILE, mode: 0o444 },
          ]),
    ])
    .withCommand(storage === 'dev' ? ['server', '-dev'] : ['server']);
  if (storage === 'raft') return container;
  container.withVaultToken(rootToken.reveal());
  // The dev listener speaks no TLS: it makes room for one that does.
  return certificate === null ? container : container.withEnvironment({ VAULT_DEV_LISTEN_ADDRESS: '127.0.0.1:8202' });
}

function configuration(storage: VaultContainerTarget['storage'], tls: boolean): object {
  const listener = {
    tcp: {
      address: `0.0.0.0:${SERVER_PORT}`,
      ...(tls ? { tls_cert_file: CERT_FILE, tls_key_file: KEY_FILE } : { tls_disable: true }),
    },
  };
  if (storage === 'dev') return tls ? { listener: [listener] } : {};
  return {
    listener: [listener],
    storage: { raft: { path: '/vault/file', node_id: 'vault-scim-conformance' } },
    api_addr: `${tls ? 'https' : 'http'}://127.0.0.1:${SERVER_PORT}`,
    cluster_addr: 'https://127.0.0.1:8201',
    disable_mlock: true,
  };
}
