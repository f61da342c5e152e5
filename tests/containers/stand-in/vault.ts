import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer } from 'node:tls';
import { createDouble } from '../../../src/mock/double.ts';
import { VAULT_VERSIONS } from '../../../src/protocol/vault.ts';

// The double, started by what Vault's image is started by: arguments, VAULT_LOCAL_CONFIG, the file of the licence. The
// harness sets nothing else, so the text of the licence says what goes wrong:
//   good            it starts                     good slow=4     it starts after that many seconds
//   good deaf       it never answers              anything else   it is refused, in words like Vault's

interface Listener {
  address: string;
  tls_cert_file?: string;
  tls_key_file?: string;
}

const { VAULT_LICENSE_PATH = '', VAULT_LOCAL_CONFIG = '{}', VAULT_VERSION, VAULT_DEV_ROOT_TOKEN_ID } = process.env;
const dev = process.argv.includes('-dev');
const licence = existsSync(VAULT_LICENSE_PATH) ? readFileSync(VAULT_LICENSE_PATH, 'utf8') : '';
const [word, trouble = ''] = licence.split(' ');
process.on('SIGTERM', () => process.exit(0));
if (word !== 'good') {
  console.error('Error initializing core: licensing could not be initialized: 1 error occurred:');
  console.error(`\t* error decoding license "${licence}" (begins with ${licence.slice(0, 50)})`);
  process.exit(1);
}
await pause(1000 * Number(/^slow=(\d+)$/.exec(trouble)?.[1] ?? 0));
if (trouble === 'deaf') await pause(600_000);

const { listener = [], storage } = JSON.parse(VAULT_LOCAL_CONFIG) as {
  listener?: { tcp: Listener }[];
  storage?: { raft?: { path: string } };
};
if (!dev && storage?.raft === undefined) {
  console.error('A storage backend must be specified');
  process.exit(1);
}
const secure = listener.map(({ tcp }) => tcp).find(({ tls_cert_file }) => tls_cert_file !== undefined);
const version = VAULT_VERSIONS.find((known) => known === VAULT_VERSION);
if (version === undefined) throw new Error(`no double of Vault ${VAULT_VERSION}`);
const double = await createDouble({
  version,
  scheme: secure === undefined ? 'http' : 'https',
  start: dev ? 'not-activated' : 'uninitialised',
  ...(dev && VAULT_DEV_ROOT_TOKEN_ID !== undefined ? { rootToken: VAULT_DEV_ROOT_TOKEN_ID } : {}),
});
if (secure === undefined) await double.listen(8200, '0.0.0.0');
else endTls(secure, Number(new URL(await double.listen(0)).port));
console.log(`==> Vault server started! Root Token: ${double.rootToken}`);

function endTls({ tls_cert_file = '', tls_key_file = '' }: Listener, inner: number): void {
  const server = createServer({ cert: readFileSync(tls_cert_file), key: readFileSync(tls_key_file) }, (socket) => {
    const upstream = connect(inner, '127.0.0.1');
    socket.on('error', () => upstream.destroy()).pipe(upstream);
    upstream.on('error', () => socket.destroy()).pipe(socket);
  });
  server.on('tlsClientError', () => {});
  server.listen(8200, '0.0.0.0');
}
