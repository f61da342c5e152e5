import { ArrangeError } from '../../vault/arrange-error.ts';
import type { VaultAnswer, VaultClient } from '../../vault/vault-client.ts';
import { issuedToken } from './credentials.ts';
import type { LoginWay } from './logins.ts';

/** The answer to a sign-in, whatever it is, with what its token can do. */
export interface SignIn extends VaultAnswer {
  /** Vault's API with the token of the answer; without a token when there is none. */
  session: VaultClient;
}

/** Somebody who knows a credential at an auth mount. */
export interface Person {
  /** Name of the alias that the sign-in stands for. */
  name: string;
  /** Signs in. With a watched administrator an entity that this makes is removed after the test. */
  signIn(): Promise<SignIn>;
}

/** @param vault the administrator; watched, unless the entity behind the login belongs to a tenant */
export function personOf(vault: VaultClient, way: LoginWay): Person {
  const anonymous = vault.with({ token: null, actor: 'login' });
  return {
    name: way.aliasName,
    signIn: async () => {
      const answer = await anonymous.write(way.path, way.body);
      return { ...answer, session: sessionOf(vault, answer) };
    },
  };
}

/** Vault's API with the token of an answer; without a token when it holds none. */
export function sessionOf(vault: VaultClient, answer: VaultAnswer): VaultClient {
  const token = issuedToken(answer);
  if (token !== null) vault.recorder.redaction.register(token, 'token');
  return vault.with({ token, actor: 'person' });
}

/** Reads a secret, so that a later refusal of the same read means something. @throws ArrangeError when it is refused */
export async function readSecret(session: VaultClient, secret: string): Promise<void> {
  await session.readData('read a secret as a member', secret);
}

/** Another token that the holder of a token issues itself. @throws ArrangeError when it is refused */
export async function issueFrom(
  session: VaultClient,
  path: 'auth/token/create' | 'auth/token/create-orphan',
  fields: Record<string, unknown> = {},
): Promise<VaultAnswer & { session: VaultClient }> {
  const answer = await session.write(path, { ttl: '15m', ...fields });
  if (answer.auth === null) throw new ArrangeError('issue a token as a person', answer.exchange);
  return { ...answer, session: sessionOf(session, answer) };
}
