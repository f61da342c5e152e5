import type { VaultClient } from '../../vault/vault-client.ts';
import type { Arrange } from './arrange.ts';
import { issueFrom, type Person, type SignIn } from './people.ts';
import type { Grants } from './policies.ts';

/** What a sign-in must be allowed so that its holder has tokens of each kind. */
export const HOLDING_TOKENS: Grants = {
  'auth/token/create': ['create', 'update'],
  'auth/token/renew-self': ['update'],
  'auth/token/revoke-orphan': ['create', 'update', 'sudo'],
};

/** A token that somebody has in hand. */
export interface HeldToken {
  /** Stable words: `a batch token`. */
  kind: string;
  session: VaultClient;
}

/** Further tokens that the holder of a token has issued, by the words for them. */
const DERIVATIONS = {
  'a child token': async ({ session }: SignIn) => (await issueFrom(session, 'auth/token/create')).session,
  'a batch token': async ({ session }: SignIn) =>
    (await issueFrom(session, 'auth/token/create', { type: 'batch' })).session,
  'a token whose parent is revoked': async ({ session, auth }: SignIn) => {
    const orphan = await issueFrom(session, 'auth/token/create');
    const own = { token: auth?.client_token };
    await session.writeOrThrow('revoke a parent alone', 'auth/token/revoke-orphan', own);
    return orphan.session;
  },
};

/**
 * A token of one kind that stands for the entity of a person (Vault documentation, Tokens).
 *
 * @param person May sign in with the policy `HOLDING_TOKENS`. @throws ArrangeError
 */
export async function heldToken(
  arrange: Arrange,
  person: Person,
  kind: keyof typeof DERIVATIONS,
): Promise<VaultClient> {
  const signIn = await arrange.signedIn(person);
  return arrange.during(() => DERIVATIONS[kind](signIn));
}

/**
 * Tokens of each kind that all stand for the entity of a person (Vault documentation, Tokens): of the sign-in, renewed
 * since, a child of it, a batch token, and a child whose parent was revoked alone.
 *
 * @param person May sign in with the policy `HOLDING_TOKENS`. @throws ArrangeError
 */
export async function heldTokens(arrange: Arrange, person: Person): Promise<HeldToken[]> {
  const [signIn, parent] = [await arrange.signedIn(person), await arrange.signedIn(person)];
  await arrange.during(() => signIn.session.writeOrThrow('renew a token', 'auth/token/renew-self', {}));
  const derived = (kind: keyof typeof DERIVATIONS, from: SignIn) =>
    arrange.during(async () => ({ kind, session: await DERIVATIONS[kind](from) }));
  return [
    { kind: 'the token of a sign-in, renewed since', session: signIn.session },
    await derived('a child token', signIn),
    await derived('a batch token', signIn),
    await derived('a token whose parent is revoked', parent),
  ];
}
