import { forgettingRevocations } from '../authentication/authentication.ts';
import { callerOf, fullTokenFor, knowingCallers, refusedTo, scimClients, withToken } from '../callers.ts';
import { jsonOf, matches, USER, USERS } from '../edits.ts';
import type { Fault, FaultContext } from '../fault.ts';
import { nestedIn, vaultError } from '../vault-requests.ts';

const CREATE = /\/auth\/token\/create\/[^/]+$/;
const REVOKE = /\/auth\/token\/revoke(-accessor)?$/;

/** A token that was issued while the defect looked on. */
interface Issued {
  token: string;
  /** The alias that it was asked for. */
  alias: unknown;
  entityId: string;
  type: string;
  isRevoked: boolean;
  /** Milliseconds since 1970. */
  endsAt: number;
}

/** Defects of tokens of type `scim` (2.2). */
export const scimTokenFaults: Fault[] = [
  {
    id: 'F-STOK-01',
    title: 'A SCIM token can read, but not create',
    breaks: ['VAULT-STOK-01'],
    ...refusedTo({ method: 'POST', path: USERS }, (_policies, { type }) => type === 'scim'),
  },
  {
    id: 'F-STOK-02',
    title: 'A SCIM token lists the users of another SCIM client',
    breaks: ['VAULT-STOK-02'],
    ...knowingCallers({
      request: async (request, context) => {
        if (!matches({ method: 'GET', path: USERS }, request)) return request;
        const caller = await callerOf(context, request);
        if (caller?.type !== 'scim') return request;
        const principals = (await scimClients(context)).map((client) => String(client.access_grant_principal));
        const token = await fullTokenFor(context, principals.find((id) => id !== caller.entityId) ?? '');
        return token === '' ? request : withToken(request, token);
      },
    }),
  },
  {
    id: 'F-STOK-03',
    title: 'max_active_tokens is not enforced',
    breaks: ['VAULT-STOK-03'],
    state: 'state-scim-token-quota-ignored',
  },
  {
    id: 'F-STOK-04',
    title: 'A SCIM client never has more than two SCIM tokens, whatever max_active_tokens says',
    breaks: ['VAULT-STOK-04'],
    ...refusingToIssue((own) => own.filter(isLive).length >= 2),
  },
  {
    id: 'F-STOK-05',
    title: 'A revoked SCIM token keeps its place under the limit',
    breaks: ['VAULT-STOK-05'],
    ...refusingToIssue((own) => own.length >= 2 && own.some(({ isRevoked }) => isRevoked)),
  },
  {
    id: 'F-STOK-06',
    title: 'One counter limits the SCIM tokens of all clients together',
    breaks: ['VAULT-STOK-06'],
    ...refusingToIssue(
      (own, all) => own.length === 0 && all.filter((one) => one.type === 'scim' && isLive(one)).length >= 2,
    ),
  },
  {
    id: 'F-STOK-07',
    title: 'max_token_ttl is ignored',
    breaks: ['VAULT-STOK-07'],
    state: 'state-scim-token-ttl-ignored',
  },
  {
    id: 'F-STOK-08',
    title: 'Service tokens of the principal count as SCIM tokens',
    breaks: ['VAULT-STOK-08'],
    ...refusingToIssue(
      (_own, all, alias) => all.filter((one) => one.alias === alias && one.type === 'service').length > 2,
    ),
  },
  {
    id: 'F-STOK-09',
    title: 'The revocation of a SCIM token is acknowledged, but not carried out',
    breaks: ['VAULT-STOK-09', 'VAULT-STOK-05'],
    ...forgettingRevocations((type) => type === 'scim'),
  },
  {
    id: 'F-STOK-10',
    title: 'Issuing a SCIM token takes the users away from the older one',
    breaks: ['VAULT-STOK-10'],
    ...watchingTokens({
      request: async (request, context) => {
        if (!matches({ path: USER }, request)) return request;
        const caller = await callerOf(context, request);
        const newest = issuedIn(context).findLast(
          ({ type, entityId }) => type === 'scim' && entityId === caller?.entityId,
        );
        const isOlder = caller?.type === 'scim' && newest?.token !== caller.token;
        return isOlder ? vaultError(403, 'permission denied') : request;
      },
    }),
  },
  {
    id: 'F-STOK-15',
    title: 'A client with SCIM tokens takes no others',
    breaks: ['VAULT-STOK-15'],
    ...watchingTokens({
      request: async (request, context) => {
        if (!matches({ method: 'GET', path: USERS }, request)) return request;
        const caller = await callerOf(context, request);
        const hasScimToken = issuedIn(context).some(
          (one) => one.type === 'scim' && isLive(one) && one.entityId === caller?.entityId,
        );
        return hasScimToken && caller?.type !== 'scim' ? vaultError(403, 'permission denied') : request;
      },
    }),
  },
];

function isLive({ isRevoked, endsAt }: Issued): boolean {
  return !isRevoked && endsAt > Date.now();
}

function issuedIn({ memory }: FaultContext): Issued[] {
  return [...memory.values()].filter((value): value is Issued => typeof value === 'object' && value !== null);
}

/** A defect that remembers which tokens were issued and revoked. */
function watchingTokens(hooks: Pick<Fault, 'request'>): ReturnType<typeof knowingCallers> {
  return knowingCallers({
    ...hooks,
    response: (response, request, context) => {
      const { memory } = context;
      if (matches({ method: 'POST', path: CREATE, status: 200 }, request, response)) {
        const auth = nestedIn(jsonOf(response), 'auth');
        memory.set(`issued ${auth.accessor}`, {
          token: auth.client_token,
          alias: jsonOf(request)?.entity_alias,
          entityId: auth.entity_id,
          type: auth.token_type,
          isRevoked: false,
          endsAt: Date.now() + Number(auth.lease_duration) * 1000,
        });
      }
      if (matches({ method: 'POST', path: REVOKE }, request)) {
        const { accessor, token } = jsonOf(request) ?? {};
        const byAccessor = memory.get(`issued ${accessor}`) as Issued | undefined;
        const issued = byAccessor ?? issuedIn(context).find((one) => one.token === token);
        if (issued) issued.isRevoked = true;
      }
      return response;
    },
  });
}

/**
 * Refuses to issue a SCIM token.
 *
 * @param applies what holds then, by the SCIM tokens of the same alias and by all tokens that were issued
 */
function refusingToIssue(applies: (own: Issued[], all: Issued[], alias: unknown) => boolean): Pick<Fault, 'request'> {
  return watchingTokens({
    request: (request, context) => {
      const body = matches({ method: 'POST', path: CREATE }, request) ? jsonOf(request) : null;
      if (body?.type !== 'scim') return request;
      const all = issuedIn(context);
      const own = all.filter((one) => one.alias === body.entity_alias && one.type === 'scim');
      const isRefused = applies(own, all, body.entity_alias);
      return isRefused ? vaultError(400, 'the SCIM client has reached max_active_tokens') : request;
    },
  });
}
