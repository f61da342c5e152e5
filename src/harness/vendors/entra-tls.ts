import { connect } from 'node:tls';

/** Ciphers of TLS 1.2 that Entra offers (Microsoft: Develop and plan provisioning for a SCIM endpoint). */
export const CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-RSA-AES256-SHA384',
];

const DEADLINE_MS = 5_000;

/** What a handshake as Entra makes it agrees on; null when there is none. Certificates are not judged here. */
export function handshake(url: string): Promise<{ protocol: string | null; cipher: string | null }> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: CIPHERS.join(':'),
      rejectUnauthorized: false,
    });
    const end = (protocol: string | null, cipher: string | null): void => {
      socket.destroy();
      resolve({ protocol, cipher });
    };
    socket.setTimeout(DEADLINE_MS, () => end(null, null));
    socket.on('error', () => end(null, null));
    socket.on('secureConnect', () => end(socket.getProtocol(), socket.getCipher().name));
  });
}
