import { setTimeout as after } from 'node:timers/promises';
import { createDouble } from '../../../src/mock/double.ts';
import type { VaultVersion } from '../../../src/protocol/vault.ts';

/** An answer as it came; `body` is its JSON, in whatever form, or undefined. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests compare literal bodies
  body: any;
}

export interface Sent {
  /** Null sends none; left out: the tenant's or the root token. */
  token?: string | null;
  /** An empty value leaves the header out. */
  headers?: Record<string, string>;
  /** Sent as it is instead of JSON. */
  raw?: string | Buffer;
  namespace?: string;
}

export interface Principal {
  readonly entityId: string;
  readonly token: string;
}

/** A SCIM client with a token of its principal. */
export interface Tenant {
  readonly clientId: string;
  readonly principalId: string;
  readonly token: string;
  /** Of the mount where users get aliases; empty when there is none. */
  readonly accessor: string;
  scim(verb: string, path: string, body?: unknown, sent?: Sent): Promise<Answer>;
}

export type ScimDouble = Awaited<ReturnType<typeof startScimDouble>>;

const POLICY = [
  'path "identity/scim/v2/*" { capabilities = ["create", "read", "update", "patch", "delete", "list"] }',
  'path "auth/token/lookup-self" { capabilities = ["read"] }',
].join('\n');

/** Starts a double with SCIM activated, in this process, and speaks HTTP to it. Closing it fails when it had a defect. */
export async function startScimDouble(
  options: { version?: VaultVersion; assume?: Record<string, string>; faults?: readonly string[] } = {},
) {
  const double = await createDouble({
    version: options.version ?? '2.2.0',
    assumptions: options.assume ?? {},
    stateFaults: new Set(options.faults),
  });
  const address = await double.listen(0);
  const { rootToken, state } = double;

  async function send(verb: string, path: string, body: unknown, type: string, sent: Sent): Promise<Answer> {
    const content = sent.raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const token = sent.token === undefined ? rootToken : sent.token;
    const headers: Record<string, string> = {
      ...(content === undefined ? {} : { 'content-type': type }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(sent.namespace === undefined ? {} : { 'x-vault-namespace': sent.namespace }),
      ...sent.headers,
    };
    const response = await fetch(`${address}/v1/${path}`, {
      method: verb,
      headers: Object.entries(headers).filter(([, value]) => value !== ''),
      ...(content === undefined ? {} : { body: content }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: jsonOf(text) };
  }

  const api = (verb: string, path: string, body?: unknown, sent: Sent = {}) =>
    send(verb, path, body, 'application/json', sent);
  const scim = (verb: string, path: string, body?: unknown, sent: Sent = {}) =>
    send(verb, `identity/scim/v2/${path}`, body, 'application/scim+json', sent);

  /** As the set-up instructions say: entity, alias on the token mount, token role, token (Vault documentation, S2, S4). */
  async function principal(name: string): Promise<Principal> {
    await arrange('PUT', `sys/policies/acl/scim-${name}`, { policy: POLICY });
    const entityId = (await arrange('POST', 'identity/entity', { name: `principal-${name}` })).data.id;
    const mounts = await arrange('GET', 'sys/auth');
    const alias = { name, mount_accessor: mounts.data['token/'].accessor, canonical_id: entityId };
    await arrange('POST', 'identity/entity-alias', alias);
    const role = { allowed_entity_aliases: name, orphan: true, token_no_default_policy: true };
    await arrange('POST', `auth/token/roles/${name}`, role);
    const order = { entity_alias: name, policies: [`scim-${name}`], no_default_policy: true };
    const token = (await arrange('POST', `auth/token/create/${name}`, order)).auth.client_token;
    return { entityId, token };
  }

  async function authMount(path: string, more: object = {}): Promise<string> {
    await arrange('POST', `sys/auth/${path}`, { type: 'userpass', ...more });
    return (await arrange('GET', 'sys/auth')).data[`${path}/`].accessor;
  }

  async function tenant(name: string, settings: { aliases?: boolean; fields?: object } = {}): Promise<Tenant> {
    const { entityId, token } = await principal(name);
    const accessor = settings.aliases ? await authMount(`users-of-${name}`) : '';
    await arrange('POST', `identity/scim/client/${name}`, {
      access_grant_principal: entityId,
      ...(accessor === '' ? {} : { alias_mount_accessor: accessor }),
      ...settings.fields,
    });
    const client = await arrange('GET', `identity/scim/client/${name}`);
    return {
      clientId: client.data.client_id,
      principalId: entityId,
      token,
      accessor,
      scim: (verb, path, body, sent = {}) => scim(verb, path, body, { token, ...sent }),
    };
  }

  async function arrange(verb: string, path: string, body?: unknown) {
    const answer = await api(verb, path, body);
    if (answer.status >= 300) throw new Error(`${verb} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  /** Asks until it is true, for a second at most. */
  async function until(condition: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 1000;
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error('the awaited state did not come within a second');
      await after(10);
    }
  }

  const close = async () => {
    await double.close();
    if (double.defects.length > 0) throw double.defects[0];
  };
  return {
    address,
    state,
    rootToken,
    api,
    scim,
    principal,
    authMount,
    tenant,
    until,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
