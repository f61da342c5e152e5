import type { Secret } from '../evidence/secret.ts';
import { WireClient } from '../scim/wire-client.ts';
import type { TlsOptions } from '../targets/run-context.ts';
import { SetupError } from '../targets/setup-error.ts';
import { readHealth } from '../vault/health.ts';
import { scimBaseUrl } from '../vault/provisioning.ts';
import { type Fields, isFields, succeeded, textIn, type VaultAnswer, type VaultClient } from '../vault/vault-client.ts';
import type { AuthRole, ClientFacts, Reading } from './client-facts.ts';
import { PATHS_OF_PROVISIONING } from './look-at-rights.ts';

/** Where the identity provider's token is known from: itself, or its accessor. */
export type TokenSource = { token: Secret } | { accessor: string };

export interface ReadOptions {
  /** Acts as an operator in the namespace of the SCIM client. */
  vault: VaultClient;
  tls: TlsOptions;
  client: string;
  source: TokenSource | null;
  /** URL that stands in the identity provider's form, when it is not made from VAULT_ADDR. */
  url: string | null;
  /** What is being read, for whoever waits. */
  say(what: string): void;
}

/** Auth methods whose roles say which claim or attribute becomes the name of the alias. */
const MAPPING_METHODS = new Set(['jwt', 'oidc', 'saml']);

/**
 * Reads a SCIM client and what stands around it. Sends GET, LIST and, as POST because Vault has no other form, lookups
 * of a token and of capabilities; nothing changes on the server.
 *
 * @throws SetupError when the server cannot serve, or has no such client.
 */
export async function readClientFacts(options: ReadOptions): Promise<ClientFacts> {
  const { vault, say, source, tls } = options;
  say('the server and the SCIM client');
  const health = await readHealth(vault);
  const client = await readClient(vault, options.client);
  say('the principal and its token');
  const principal = await readingOf(vault, `identity/entity/id/${textIn(client, 'access_grant_principal') ?? ''}`);
  const token = source && (await lookUp(vault, source));
  const rights = source && (await readRights(vault, source));
  say('auth methods and quotas');
  const mounts = mapReading(await readingOf(vault, 'sys/auth'), fieldsOnly);
  const baseUrl = (options.url ?? scimBaseUrl(vault.address, vault.namespace)).replace(/\/*(\?.*)?$/, '');
  return {
    name: textIn(client, 'client_name') ?? options.client,
    address: vault.address,
    namespace: vault.namespace,
    health,
    client,
    principal,
    token,
    rights,
    mounts,
    roles: await readRoles(vault, mounts, textIn(client, 'alias_mount_accessor')),
    quotas: await readQuotas(vault.with({ namespace: '' })),
    baseUrl,
    discoveryStatus: await discoveryStatus(options, baseUrl),
    privateAuthority: tls.ca !== undefined,
    insecure: tls.insecure === true,
    now: new Date(),
  };
}

async function readClient(vault: VaultClient, name: string): Promise<Fields> {
  const answer = await vault.read(`identity/scim/client/${name}`);
  if (succeeded(answer) && answer.data !== null) return answer.data;
  const where = `the namespace "${vault.namespace || 'root'}" of ${vault.address}`;
  if (answer.status !== 404) {
    throw new SetupError(
      `The SCIM client ${name} in ${where} could not be read (${told(answer)}): give VAULT_TOKEN the policy in fixtures/policies/doctor.hcl, or correct VAULT_NAMESPACE.`,
    );
  }
  const { keys } = await vault.list('identity/scim/client');
  const known = keys.length === 0 ? 'there is none' : `there are ${keys.slice(0, 10).join(', ')}`;
  throw new SetupError(`There is no SCIM client ${name} in ${where}: ${known}; correct --client or VAULT_NAMESPACE.`);
}

/** By an operator, because a SCIM token is confined to the SCIM paths and cannot look itself up. */
async function lookUp(vault: VaultClient, source: TokenSource): Promise<Reading<Fields>> {
  const path = 'token' in source ? 'auth/token/lookup' : 'auth/token/lookup-accessor';
  const answer = await vault.write(path, bodyOf(source));
  if (succeeded(answer) && answer.data !== null) return { known: true, value: answer.data };
  const refused = [400, 403, 404].includes(answer.status) && /bad token|invalid (token|accessor)/i.test(answer.text);
  return { known: false, absent: refused, why: told(answer), needs: `update on ${path}` };
}

async function readRights(vault: VaultClient, source: TokenSource): Promise<Reading<Record<string, string[]>>> {
  const path = 'token' in source ? 'sys/capabilities' : 'sys/capabilities-accessor';
  const paths = PATHS_OF_PROVISIONING.map((one) => one.path);
  const own = 'identity/scim/client/vsc-doctor';
  const answer = await vault.write(path, { ...bodyOf(source), paths: [...paths, own] });
  if (!succeeded(answer) || !isFields(answer.body)) {
    return { known: false, absent: false, why: told(answer), needs: `update on ${path}` };
  }
  const granted = answer.data ?? answer.body;
  const value = [...paths, own].map((one) => [one, listOf(granted[one])] as const);
  return { known: true, value: Object.fromEntries(value) };
}

function bodyOf(source: TokenSource): Fields {
  return 'token' in source ? { token: source.token.reveal() } : { accessor: source.accessor };
}

async function readRoles(
  vault: VaultClient,
  mounts: ClientFacts['mounts'],
  accessor: string | null,
): Promise<ClientFacts['roles']> {
  if (!mounts.known || accessor === null) return null;
  const [path, mount] = Object.entries(mounts.value).find(([, fields]) => fields.accessor === accessor) ?? [];
  if (path === undefined || !MAPPING_METHODS.has(String(mount?.type))) return null;
  return readEach(vault, `auth/${path}role`);
}

async function readQuotas(root: VaultClient): Promise<Reading<Fields[]>> {
  const quotas = await readEach(root, 'sys/quotas/rate-limit');
  return quotas.known ? { known: true, value: quotas.value.map(({ name, fields }) => ({ name, ...fields })) } : quotas;
}

/** Everything that a list names, one by one. */
async function readEach(vault: VaultClient, path: string): Promise<Reading<AuthRole[]>> {
  const list = await vault.list(path);
  // An empty list is 404 with no error texts (Vault HTTP API overview).
  if (!succeeded(list) && list.status !== 404) {
    return { known: false, absent: false, why: told(list), needs: `list on ${path}` };
  }
  const all: AuthRole[] = [];
  for (const name of list.keys) {
    const one = await readingOf(vault, `${path}/${name}`);
    if (!one.known && !one.absent) return one;
    if (one.known) all.push({ name, fields: one.value });
  }
  return { known: true, value: all };
}

async function readingOf(vault: VaultClient, path: string): Promise<Reading<Fields>> {
  const answer = await vault.read(path);
  if (succeeded(answer) && answer.data !== null) return { known: true, value: answer.data };
  return { known: false, absent: answer.status === 404, why: told(answer), needs: `read on ${path}` };
}

/** Needs no token (Vault API documentation, SCIM, ServiceProviderConfig). */
async function discoveryStatus({ vault, tls }: ReadOptions, baseUrl: string): Promise<number> {
  const wire = new WireClient({ baseUrl, actor: 'none', token: null, recorder: vault.recorder, tls });
  return (await wire.send({ method: 'GET', path: '/ServiceProviderConfig' })).status;
}

function mapReading<From, To>(reading: Reading<From>, change: (value: From) => To): Reading<To> {
  return reading.known ? { known: true, value: change(reading.value) } : reading;
}

function fieldsOnly(data: Fields): Record<string, Fields> {
  return Object.fromEntries(Object.entries(data).flatMap(([key, value]) => (isFields(value) ? [[key, value]] : [])));
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Path without host and without body: neither holds a credential then. */
function told({ status, exchange }: VaultAnswer): string {
  const path = new URL(exchange.url).pathname;
  return status === 0 ? `${exchange.method} ${path} got no answer` : `${exchange.method} ${path} answered ${status}`;
}
