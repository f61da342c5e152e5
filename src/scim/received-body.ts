import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

/** Longer answers are cut off, packed or unpacked: no correct answer of a suite comes near it. */
export const BODY_LIMIT = 8 * 1024 * 1024;

type Unpack = (packed: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const UNPACK: Record<string, Unpack> = {
  gzip: promisify(gunzip) as Unpack,
  'x-gzip': promisify(gunzip) as Unpack,
  deflate: promisify(inflate) as Unpack,
  br: promisify(brotliDecompress) as Unpack,
};

/**
 * The text of a body, unpacked. A test that asks for a packed answer, as Okta does with `Accept-Encoding`, gets the text.
 *
 * @param encoding Value of Content-Encoding; '' for none.
 * @throws Error when the body is longer than 8 MiB unpacked, packed in an unknown way or broken.
 */
export async function unpackedText(bytes: Buffer, encoding: string): Promise<string> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity' || bytes.length === 0) return bytes.toString('utf8');
  const unpack = UNPACK[name];
  if (!unpack) throw new Error(`the answer is packed as "${name}", which nobody asked for`);
  return (await unpack(bytes, { maxOutputLength: BODY_LIMIT })).toString('utf8');
}
