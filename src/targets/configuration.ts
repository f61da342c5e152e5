import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Secret } from '../evidence/secret.ts';
import { DEFAULT_VAULT_VERSION, VAULT_VERSIONS, type VaultVersion } from '../protocol/vault.ts';
import { Environment } from './environment.ts';
import type { SequenceBudget, TlsOptions } from './run-context.ts';
import { SetupError } from './setup-error.ts';
import { readTlsOptions } from './tls-files.ts';

const TARGET_KINDS = ['mock', 'mock-container', 'vault-container', 'vault', 'scim'] as const;
/** Few enough for every run; each seeded defect that sequences are to find shows in the first five of the default seed. */
const DEFAULT_SEQUENCES = 6;
const ISOLATIONS = ['namespace', 'prefix'] as const;
/** The name that the README tells to build under. */
const DOUBLE_IMAGE = 'vault-scim-double';
/** Enterprise tag that is started when VAULT_IMAGE names none. */
const VAULT_IMAGE = 'hashicorp/vault-enterprise:2.2.0-ent';
const CONTAINER_STORAGES = ['dev', 'raft'] as const;
const CONTRACTS: readonly string[] = VAULT_VERSIONS.map((version) => `vault-${version}`);

export interface DoubleTarget {
  kind: 'mock';
  version: VaultVersion;
  /** `name=value`, one an open question; the double checks the names. */
  assume: string[];
}

export interface ContainedDoubleTarget extends Omit<DoubleTarget, 'kind'> {
  kind: 'mock-container';
  /** Image that the Dockerfile builds. */
  image: string;
}

export interface VaultTarget {
  kind: 'vault';
  address: string;
  token: Secret;
  /** Without slashes at its ends; '' is root. */
  namespace: string;
  isolate: (typeof ISOLATIONS)[number];
  /** SCIM client of production whose settings the run's tenants copy. */
  copyClient?: string;
}

export interface ScimTarget {
  kind: 'scim';
  baseUrl: string;
  token: Secret;
  otherToken: Secret | null;
}

export interface VaultContainerTarget {
  kind: 'vault-container';
  licence: Secret;
  image: string;
  /** Dev mode, or integrated storage that the harness initialises and unseals. */
  storage: (typeof CONTAINER_STORAGES)[number];
  /** Over TLS, by a certificate that the harness makes. */
  tls: boolean;
  /** Namespace that is made and worked in; '' is root. */
  namespace: string;
  /** How long the server may take until it serves. */
  startWithinMs: number;
}

/** The environment, checked: nothing else of the project reads it. */
export interface Configuration {
  target: DoubleTarget | ContainedDoubleTarget | VaultTarget | ScimTarget | VaultContainerTarget;
  tls: TlsOptions;
  /** Value of SCIM_ALLOW_SIDE_EFFECTS. */
  consent: string | null;
  /** Value of SCIM_CONTRACT, e.g. `vault-2.0.4`. */
  contract: string | null;
  /** Absolute path of the file of accepted deviations. */
  expectations: string | null;
  /** Absolute path. */
  reportsDir: string;
  /** How many sequences of operations are generated for a check, and from which seed. */
  sequences: SequenceBudget;
}

/**
 * Reads and checks every variable of the harness that the chosen target uses, and the files
 * that they name.
 *
 * @throws SetupError naming the variable that is missing or wrong.
 */
export function readConfiguration(variables: NodeJS.ProcessEnv): Configuration {
  const environment = new Environment(variables);
  const kind = environment.choice('SCIM_TARGET', TARGET_KINDS, 'mock');
  return {
    target: targetOf(kind, environment),
    tls: kind === 'vault' || kind === 'scim' ? readTlsOptions(environment) : {},
    consent: environment.optional('SCIM_ALLOW_SIDE_EFFECTS'),
    contract: contractOf(environment),
    expectations: existingFile('SCIM_EXPECTATIONS', environment.optional('SCIM_EXPECTATIONS')),
    reportsDir: folder('REPORTS_DIR', environment.optional('REPORTS_DIR') ?? 'reports'),
    sequences: {
      count: environment.number('SCIM_SEQUENCES', DEFAULT_SEQUENCES, 1),
      seed: environment.number('SCIM_SEQUENCES_SEED', 1, 0),
    },
  };
}

function targetOf(kind: (typeof TARGET_KINDS)[number], environment: Environment): Configuration['target'] {
  switch (kind) {
    case 'mock':
      return { kind, ...doubleIn(environment) };
    case 'mock-container':
      return { kind, ...doubleIn(environment), image: environment.optional('VAULT_MOCK_IMAGE') ?? DOUBLE_IMAGE };
    case 'vault-container':
      return {
        kind,
        licence: licenceOf(environment),
        image: environment.optional('VAULT_IMAGE') ?? VAULT_IMAGE,
        storage: environment.choice('VAULT_CONTAINER_STORAGE', CONTAINER_STORAGES, 'dev'),
        tls: environment.flag('VAULT_CONTAINER_TLS'),
        namespace: namespaceOf(environment.optional('VAULT_NAMESPACE') ?? ''),
        startWithinMs: 1_000 * environment.number('VAULT_CONTAINER_START_SECONDS', 120, 1),
      };
    case 'vault':
      return {
        kind,
        address: environment.url(
          'VAULT_ADDR',
          'SCIM_TARGET=vault needs the address of a Vault, e.g. https://host:8200',
        ),
        token: token(
          environment,
          'VAULT_TOKEN',
          'SCIM_TARGET=vault needs a token with the policy that the README prints',
        ),
        namespace: namespaceOf(environment.optional('VAULT_NAMESPACE') ?? ''),
        isolate: environment.choice('SCIM_ISOLATE', ISOLATIONS, 'namespace'),
        ...copyClientIn(environment),
      };
    case 'scim':
      return scimTarget(environment);
  }
}

function doubleIn(environment: Environment): Omit<DoubleTarget, 'kind'> {
  return {
    version: environment.choice('VAULT_MOCK_VERSION', VAULT_VERSIONS, DEFAULT_VAULT_VERSION),
    assume: assumptionsOf(environment.optional('VAULT_MOCK_ASSUME')),
  };
}

function copyClientIn(environment: Environment): { copyClient?: string } {
  const name = environment.optional('SCIM_COPY_CLIENT');
  return name === null ? {} : { copyClient: name };
}

function scimTarget(environment: Environment): ScimTarget {
  const baseUrl = environment.url('SCIM_BASE_URL', 'SCIM_TARGET=scim needs the base URL, e.g. https://host/scim/v2');
  const own = token(environment, 'SCIM_TOKEN', 'SCIM_TARGET=scim needs the bearer token of a tenant made for tests');
  const other =
    environment.optional('SCIM_TOKEN_OTHER') === null ? null : token(environment, 'SCIM_TOKEN_OTHER', 'see README');
  if (other !== null && other.reveal() === own.reveal()) {
    throw new SetupError('SCIM_TOKEN_OTHER equals SCIM_TOKEN: set it to the token of another tenant, or leave it out.');
  }
  return { kind: 'scim', baseUrl, token: own, otherToken: other };
}

/** A token that cannot be a header value would fail in a way that nobody understands. */
function token(environment: Environment, name: string, why: string): Secret {
  const value = environment.required(name, why);
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new SetupError(`${name} holds white space or characters outside of ASCII: set it to the token alone.`);
  }
  return new Secret(value);
}

function namespaceOf(value: string): string {
  const path = value.replace(/^\/+|\/+$/g, '');
  const segments = path.split('/');
  if (path !== '' && segments.some((segment) => !/^[A-Za-z0-9_.-]+$/.test(segment) || /^\.+$/.test(segment))) {
    throw new SetupError('VAULT_NAMESPACE is not a path of namespaces: set it to something like admin/team.');
  }
  return path === 'root' ? '' : path;
}

function assumptionsOf(value: string | null): string[] {
  const pairs = (value ?? '')
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
  const bad = pairs.find((pair) => !/^[A-Za-z0-9.-]+=[^=\s]+$/.test(pair));
  if (bad !== undefined) {
    throw new SetupError(
      `VAULT_MOCK_ASSUME: "${bad}" is not name=value; "npm run mock -- --help" lists the names and their values.`,
    );
  }
  return pairs;
}

/** An Enterprise server does not start without a licence (Vault documentation, "Vault license"). */
function licenceOf(environment: Environment): Secret {
  const text = environment.optional('VAULT_LICENSE');
  const path = text === null ? existingFile('VAULT_LICENSE_PATH', environment.optional('VAULT_LICENSE_PATH')) : null;
  const licence = text ?? (path === null ? '' : readFileSync(path, 'utf8').trim());
  if (licence !== '') return new Secret(licence);
  throw new SetupError(
    path === null
      ? 'SCIM_TARGET=vault-container needs a licence of Vault Enterprise: set VAULT_LICENSE, or VAULT_LICENSE_PATH to its file.'
      : `VAULT_LICENSE_PATH: the file ${path} is empty; name the file of a licence of Vault Enterprise.`,
  );
}

function contractOf(environment: Environment): string | null {
  const value = environment.optional('SCIM_CONTRACT');
  if (value !== null && !CONTRACTS.includes(value)) {
    throw new SetupError(`SCIM_CONTRACT names no contract that the harness has: use one of ${CONTRACTS.join(', ')}.`);
  }
  return value;
}

function existingFile(variable: string, value: string | null): string | null {
  if (value === null) return null;
  const path = resolve(value);
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new SetupError(`${variable}: there is no file ${path}; name an existing file or leave the variable out.`);
  }
  return path;
}

function folder(variable: string, value: string): string {
  const path = resolve(value);
  if (existsSync(path) && !statSync(path).isDirectory()) {
    throw new SetupError(`${variable}: ${path} is not a folder; name a folder that is there or can be made.`);
  }
  return path;
}
