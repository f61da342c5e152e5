import { fileURLToPath } from 'node:url';

/** A capture of Okta's traffic that was made up for tests. */
export const MADE_UP = fileURLToPath(new URL('../../fixtures/traffic/okta-made-up.har', import.meta.url));

/** What of it must not appear in any output: token, cookie, password, a private header, names. */
export const PRIVATE = /castellano|Zk4pass9Qw|syntheticsynthetic|s3cr3t|very-private|Payments Engineers|00uNEW|00uOLD/i;
