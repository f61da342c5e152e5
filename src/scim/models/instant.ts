/** XML Schema dateTime (RFC 7643 section 2.3.5): the zone may be missing, the T may not be lower case. */
const DATE_TIME = /^(-?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

const NANOSECONDS = 9;

/**
 * The instant that an xsd:dateTime denotes, in nanoseconds since 1970, because servers write more digits than
 * a `Date` holds. A text without a zone is read as UTC. Undefined when the text is no valid dateTime.
 */
export function instantOf(text: string): bigint | undefined {
  const parts = DATE_TIME.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const isMidnight = h === 24 && mi + s === 0 && !/[1-9]/.test(fraction);
  if ((h > 23 && !isMidnight) || mi > 59 || s > 59 || mo < 1 || mo > 12) return undefined;
  if (d < 1 || d > new Date(Date.UTC(y, mo, 0)).getUTCDate()) return undefined;
  const milliseconds = Date.UTC(y, mo - 1, d, h, mi, s) - offsetMilliseconds(zone);
  const nanoseconds = fraction.padEnd(NANOSECONDS, '0').slice(0, NANOSECONDS);
  return BigInt(milliseconds) * 1_000_000n + BigInt(nanoseconds);
}

function offsetMilliseconds(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
