import type { VaultClient } from '../../vault/vault-client.ts';
import type { Arrange } from './arrange.ts';
import { issueFrom, type Person } from './people.ts';
import type { Grants } from './policies.ts';

/** What a sign-in must be allowed so that its holder has tokens of each kind. */
export const HOLDING_TOKENS: Grants = {
  'auth/token/create': ['create', 'update'],
  'auth/token/revoke-orphan': ['create', 'update', 'sudo'],
};

/** A token that somebody has in hand. */
export interface HeldToken {
  /** Stable words: `a batch token`. */
  kind: string;
  session: VaultClient;
}

/**
 * Tokens of each kind that all stand for the entity of a person (Vault documentation, Tokens): of the sign-in, a child of
 * it, a batch token, and a child whose parent was revoked alone.
 *
 * @param person May sign in with the policy `HOLDING_TOKENS`. @throws ArrangeError
 */
export async function heldTokens(arrange: Arrange, person: Person): Promise<HeldToken[]> {
  const [{ session }, parent] = [await arrange.signedIn(person), await arrange.signedIn(person)];
  return arrange.during(async () => {
    const child = await issueFrom(session, 'auth/token/create');
    const batch = await issueFrom(session, 'auth/token/create', { type: 'batch' });
    const orphan = await issueFrom(parent.session, 'auth/token/create');
    const own = { token: parent.auth?.client_token };
    await parent.session.writeOrThrow('revoke a parent alone', 'auth/token/revoke-orphan', own);
    return [
      { kind: 'the token of a sign-in', session },
      { kind: 'a child token', session: child.session },
      { kind: 'a batch token', session: batch.session },
      { kind: 'a token whose parent is revoked', session: orphan.session },
    ];
  });
}
