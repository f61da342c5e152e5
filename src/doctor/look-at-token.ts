import type { Look } from '../run/client-look.ts';
import { textIn } from '../vault/vault-client.ts';
import { compareVersions } from '../verdicts/versions.ts';
import type { ClientFacts } from './client-facts.ts';
import { problem, unread, warning, well } from './look.ts';

const DAY = 86_400;
/** An identity provider's administrator has to put a new token into its form by hand. */
const SOON_DAYS = 14;
const SCIM_TOKENS_SINCE = '2.2.0';

/** Looks at the entity that the token of the identity provider has to belong to. */
export function lookAtPrincipal({ principal, client }: ClientFacts): Look[] {
  const topic = 'principal';
  const id = textIn(client, 'access_grant_principal') ?? 'none';
  if (!principal.known) {
    if (!principal.absent) return [unread(topic, principal.why, `VAULT_TOKEN needs ${principal.needs}`)];
    return [problem(topic, `there is no entity ${id}`, 'set access_grant_principal to an entity of this namespace')];
  }
  const name = textIn(principal.value, 'name') ?? id;
  if (principal.value.disabled === true) {
    return [problem(topic, `the entity ${name} is disabled`, 'enable it: every SCIM request is refused')];
  }
  return [well(topic, `entity ${name}, enabled`)];
}

/** Looks at kind, owner and life of the token that the identity provider holds. */
export function lookAtToken(facts: ClientFacts): Look[] {
  const topic = 'token';
  const { token, client } = facts;
  if (token === null) {
    return [unread(topic, 'nobody named it', 'set SCIM_TOKEN, or name its accessor with --accessor')];
  }
  if (!token.known) {
    return token.absent
      ? [
          problem(
            topic,
            `it is not valid in this namespace (${token.why})`,
            "issue a new one in the client's namespace",
          ),
        ]
      : [unread(topic, token.why, `VAULT_TOKEN needs ${token.needs}`)];
  }
  const { value } = token;
  const principal = textIn(client, 'access_grant_principal');
  const owner =
    textIn(value, 'entity_id') === principal
      ? well(topic, 'belongs to the principal')
      : problem(topic, 'does not belong to the principal', 'issue it with entity_alias of the principal');
  return [owner, kind(facts, String(value.type)), ...life(facts, value), ...bounds(value)];
}

function kind({ health }: ClientFacts, type: string): Look {
  const topic = 'token type';
  if (type === 'scim') return well(topic, 'scim: confined to the SCIM paths');
  if (type === 'batch') {
    return warning(topic, 'batch: it cannot be revoked', 'issue a token that can be revoked when it leaks');
  }
  if (compareVersions(health.version, SCIM_TOKENS_SINCE) < 0) return well(topic, type);
  return warning(
    topic,
    `${type}: it counts neither for max_active_tokens nor for max_token_ttl`,
    'issue it with type=scim, which is confined to the SCIM paths',
  );
}

function life({ client, now }: ClientFacts, token: Record<string, unknown>): Look[] {
  const topic = 'token TTL';
  const limit = numberIn(client.max_token_ttl);
  const given = Math.max(numberIn(token.creation_ttl), numberIn(token.period));
  const left = numberIn(token.ttl);
  const looks: Look[] = [];
  if (limit > 0 && (given > limit || given === 0)) {
    const lasts = given === 0 ? 'never expires' : `lasts ${words(given)}`;
    const found = `${lasts}, more than the client's max_token_ttl of ${words(limit)}`;
    looks.push(problem(topic, found, 'issue a new one within max_token_ttl, or change that'));
  }
  if (given === 0 && left === 0) {
    looks.push(warning(topic, 'never expires', 'give it a TTL and a date for its change'));
  } else {
    const end = new Date(now.getTime() + left * 1000).toISOString().slice(0, 10);
    const found = `${words(left)} left, until ${end}${token.renewable === true ? ', renewable' : ''}`;
    const advice = "provisioning stops then: put a new one into the identity provider's form before";
    looks.push(left < SOON_DAYS * DAY ? warning(topic, found, advice) : well(topic, found));
  }
  if (client.max_active_tokens === 1) {
    const found = 'max_active_tokens is 1: the old token has to be revoked before the new one exists';
    looks.push(warning(topic, found, 'set max_active_tokens to 2, so that tokens change without a gap'));
  }
  return looks;
}

function bounds(token: Record<string, unknown>): Look[] {
  const topic = 'token';
  const looks: Look[] = [];
  if (numberIn(token.num_uses) > 0) {
    looks.push(problem(topic, `can be used ${token.num_uses} times more`, 'issue one without a limit of uses'));
  }
  if (token.orphan === false) {
    const advice = 'issue it through a token role with orphan=true';
    looks.push(warning(topic, 'has a parent, with which it will be revoked', advice));
  }
  return looks;
}

function numberIn(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Seconds in words that keep two digits at least: `3 days`, `50 hours`, `90 s`. */
function words(seconds: number): string {
  if (seconds >= 3 * DAY) return `${Math.floor(seconds / DAY)} days`;
  return seconds >= 7_200 ? `${Math.floor(seconds / 3_600)} hours` : `${seconds} s`;
}
