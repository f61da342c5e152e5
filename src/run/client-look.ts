/** File below the reports directory in which `doctor --client` leaves what it saw. */
export const CLIENT_LOOK = 'doctor-client.json';

/** `problem` and `unknown` keep a look from being clean; a `warning` is told and left to the reader. */
export type LookState = 'ok' | 'warning' | 'problem' | 'unknown';

/** One thing that was looked at. */
export interface Look {
  /** Stable word for programs: `rights`, `token`, `alias mount`. */
  topic: string;
  state: LookState;
  /** What was found, one sentence or phrase. */
  found: string;
  /** What to do; null when nothing is to be done. */
  advice: string | null;
  /** Profile of the only vendor that it concerns; null when it concerns every vendor. */
  vendor: string | null;
}

/** The whole of `doctor-client.json`: what one look at a SCIM client of production saw. Holds no credential. */
export interface ClientLookFile {
  schemaVersion: 1;
  kind: 'client-look';
  /** RFC 3339. */
  lookedAt: string;
  client: string;
  clientId: string | null;
  address: string;
  /** '' is root. */
  namespace: string;
  vaultVersion: string;
  clusterId: string | null;
  /** What the server says of itself when it is our double. */
  double: string | null;
  /** Settings of the client that the tenants of a run can copy. */
  settings: Record<string, unknown>;
  looks: Look[];
}

/** The looks that concern a vendor. */
export function looksFor(looks: readonly Look[], vendor: string): Look[] {
  return looks.filter((look) => look.vendor === null || look.vendor === vendor);
}

export function isClean(looks: readonly Look[]): boolean {
  return looks.every(({ state }) => state === 'ok' || state === 'warning');
}

/** `clean`, or how much there is: `2 problems, 1 thing could not be looked at, 1 warning`. */
export function looksInWords(looks: readonly Look[]): string {
  const count = (state: LookState, one: string, many: string) => {
    const number = looks.filter((look) => look.state === state).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  };
  const open = [
    ...count('problem', 'problem', 'problems'),
    ...count('unknown', 'thing could not be looked at', 'things could not be looked at'),
  ];
  const told = count('warning', 'warning', 'warnings');
  return [...(open.length === 0 ? ['clean'] : open), ...told].join(', ');
}
