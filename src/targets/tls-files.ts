import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Environment } from './environment.ts';
import type { TlsOptions } from './run-context.ts';
import { SetupError } from './setup-error.ts';

/**
 * TLS material by the variables of the Vault CLI (Vault documentation, "Vault commands",
 * environment variables); VAULT_CACERT wins over VAULT_CAPATH as it does there.
 *
 * @throws SetupError naming the variable when a file cannot be read or holds no PEM.
 */
export function readTlsOptions(environment: Environment): TlsOptions {
  const ca = certificateAuthority(environment);
  const certPath = environment.optional('VAULT_CLIENT_CERT');
  const keyPath = environment.optional('VAULT_CLIENT_KEY');
  if ((certPath === null) !== (keyPath === null)) {
    const missing = certPath === null ? 'VAULT_CLIENT_CERT' : 'VAULT_CLIENT_KEY';
    throw new SetupError(`${missing} is not set: a client certificate needs VAULT_CLIENT_CERT and VAULT_CLIENT_KEY.`);
  }
  const servername = environment.optional('VAULT_TLS_SERVER_NAME');
  const options: TlsOptions = {
    ...(ca === null ? {} : { ca }),
    ...(certPath === null ? {} : { cert: pem('VAULT_CLIENT_CERT', certPath) }),
    ...(keyPath === null ? {} : { key: pem('VAULT_CLIENT_KEY', keyPath) }),
    ...(servername === null ? {} : { servername }),
    ...(environment.flag('VAULT_SKIP_VERIFY') ? { insecure: true } : {}),
  };
  requireUsable(options);
  return options;
}

function certificateAuthority(environment: Environment): string | null {
  const file = environment.optional('VAULT_CACERT');
  if (file !== null) return pem('VAULT_CACERT', file);
  const folder = environment.optional('VAULT_CAPATH');
  if (folder === null) return null;
  const found = filesIn(folder)
    .map((path) => readFileSync(path, 'utf8'))
    .filter((text) => text.includes('-----BEGIN CERTIFICATE-----'));
  if (found.length === 0) {
    throw new SetupError(`VAULT_CAPATH: ${folder} holds no PEM certificate; name a folder with the CA's certificates.`);
  }
  return found.join('\n');
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(folder, entry.name))
      .sort();
  } catch {
    throw new SetupError(`VAULT_CAPATH: ${folder} cannot be read; name a folder with the CA's certificates.`);
  }
}

function pem(variable: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new SetupError(`${variable}: the file ${path} cannot be read; name a readable PEM file.`);
  }
  if (!text.includes('-----BEGIN ')) {
    throw new SetupError(`${variable}: the file ${path} is not PEM; name a file with a "-----BEGIN" line.`);
  }
  return text;
}

/** A refusal now is clearer than a failed handshake later. */
function requireUsable({ ca, cert, key }: TlsOptions): void {
  const check = (variables: string, use: () => unknown) => {
    try {
      use();
    } catch {
      throw new SetupError(`${variables} cannot be used: check that the PEM is whole and that its parts match.`);
    }
  };
  if (ca !== undefined) check('VAULT_CACERT or VAULT_CAPATH', () => certificatesIn(ca));
  if (cert !== undefined && key !== undefined) {
    check('VAULT_CLIENT_CERT with VAULT_CLIENT_KEY', () => createSecureContext({ cert, key }));
  }
}

/** OpenSSL skips what it does not understand; parsing each certificate does not. */
function certificatesIn(text: string): X509Certificate[] {
  return text
    .split(/(?=-----BEGIN CERTIFICATE-----)/)
    .filter((part) => part.includes('-----BEGIN CERTIFICATE-----'))
    .map((part) => new X509Certificate(part));
}
