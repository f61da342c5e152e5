import { createDouble, type Double, type DoubleOptions } from '../../src/mock/double.ts';

export interface ApiAnswer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests compare literal bodies
  body: any;
}

export interface Call {
  /** Left out: the root token; null: none. */
  token?: string | null;
  namespace?: string;
  headers?: Record<string, string>;
}

/** A double in this process and raw HTTP to it. */
export interface VaultApi extends AsyncDisposable {
  double: Double;
  call(verb: string, path: string, body?: unknown, call?: Call): Promise<ApiAnswer>;
  /** As `call`, but anything but a 2xx is an error of the test. */
  arrange(verb: string, path: string, body?: unknown, call?: Call): Promise<ApiAnswer>;
  /** A service token with these policies. */
  tokenWith(...policies: string[]): Promise<string>;
  /** Writes a policy of that text and hands out a token with it alone. */
  tokenFor(policy: string): Promise<string>;
}

export async function startVaultApi(options: Partial<DoubleOptions> = {}): Promise<VaultApi> {
  const double = await createDouble({ version: '2.2.0', ...options });
  const address = await double.listen(0);
  let policies = 0;

  async function call(
    verb: string,
    path: string,
    body?: unknown,
    { token, namespace, headers }: Call = {},
  ): Promise<ApiAnswer> {
    const secret = token === undefined ? double.rootToken : token;
    const response = await fetch(`${address}/v1/${path}`, {
      method: verb,
      headers: {
        ...(secret === null ? {} : { 'x-vault-token': secret }),
        ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: jsonOf(text) };
  }

  async function arrange(verb: string, path: string, body?: unknown, options?: Call) {
    const answer = await call(verb, path, body, options);
    if (answer.status >= 300) throw new Error(`${verb} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  async function tokenWith(...names: string[]) {
    const answer = await arrange('POST', 'auth/token/create', { policies: names, no_default_policy: true });
    return answer.body.auth.client_token as string;
  }

  return {
    double,
    call,
    arrange,
    tokenWith,
    async tokenFor(policy) {
      policies += 1;
      await arrange('PUT', `sys/policies/acl/of-test-${policies}`, { policy });
      return tokenWith(`of-test-${policies}`);
    },
    [Symbol.asyncDispose]: () => double.close(),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
