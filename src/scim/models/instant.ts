/** XML Schema dateTime (RFC 7643 section 2.3.5): the zone may be missing, the T may not be lower case. */
const DATE_TIME = /^(-?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

const NANOSECONDS = 9;

/**
 * The instant that an xsd:dateTime denotes, in nanoseconds since 1970, because servers write more digits than
 * a `Date` holds. A text without a zone is read as UTC. Undefined when the text is no valid dateTime.
 */
export function instantOf(text: string): bigint | undefined {
  const parts = partsOf(text);
  if (!parts) return undefined;
  const { milliseconds, fraction } = parts;
  const nanoseconds = fraction.padEnd(NANOSECONDS, '0').slice(0, NANOSECONDS);
  return BigInt(milliseconds) * 1_000_000n + BigInt(nanoseconds);
}

/** Whether a text is a valid xsd:dateTime. */
export function isDateTime(text: string): boolean {
  return partsOf(text) !== undefined;
}

/** The instant without the fraction of its second, and that fraction's digits. */
function partsOf(text: string): { milliseconds: number; fraction: string } | undefined {
  const parts = DATE_TIME.exec(text);
  if (!parts) return undefined;
  const { 7: fraction = '', 8: zone = 'Z' } = parts;
  const y = Number(parts[1]);
  const mo = Number(parts[2]);
  const d = Number(parts[3]);
  const h = Number(parts[4]);
  const mi = Number(parts[5]);
  const s = Number(parts[6]);
  const isMidnight = h === 24 && mi + s === 0 && !/[1-9]/.test(fraction);
  if ((h > 23 && !isMidnight) || mi > 59 || s > 59 || mo < 1 || mo > 12) return undefined;
  if (d < 1 || (d > 28 && d > new Date(Date.UTC(y, mo, 0)).getUTCDate())) return undefined;
  return { milliseconds: Date.UTC(y, mo - 1, d, h, mi, s) - offsetMilliseconds(zone), fraction };
}

function offsetMilliseconds(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
