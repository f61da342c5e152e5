import { isIP } from 'node:net';
import { generate } from 'selfsigned';

const VALID_MS = 24 * 60 * 60 * 1000;

/** PEM texts of a certificate that vouches for itself, and its key. */
export interface OwnCertificate {
  cert: string;
  key: string;
}

/** A certificate for these hosts, for the life of one run: who trusts just this one trusts nothing else. */
export async function makeCertificate(hosts: readonly string[]): Promise<OwnCertificate> {
  const altNames = [...new Set(hosts)].map((host) =>
    isIP(host) === 0 ? { type: 2 as const, value: host } : { type: 7 as const, ip: host },
  );
  const made = await generate([{ name: 'commonName', value: 'vault-scim-conformance' }], {
    keyType: 'ec',
    // The library's default is SHA-1, which clients with a strict policy refuse.
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + VALID_MS),
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { cert: made.cert, key: made.private };
}
