import { listAnswer, noContent, notFound, VaultError, withData } from '../answer.ts';
import { formatInstant, type Instant } from '../clock.ts';
import { parametersOf } from '../http/parameters.ts';
import type { Handler, Route } from '../http/routes.ts';
import type { Mount } from '../mount.ts';
import type { RequestContext } from '../request.ts';

interface Version {
  readonly data: object;
  readonly createdTime: Instant;
  deletionTime: Instant | null;
  destroyed: boolean;
}

interface Secret {
  readonly createdTime: Instant;
  updatedTime: Instant;
  customMetadata: Record<string, string> | null;
  /** Index 0 is version 1. */
  readonly versions: Version[];
}

export class KvBackend {
  readonly secrets = new Map<string, Secret>();
}

function secretsOf(mount: Mount | null): Map<string, Secret> {
  if (!(mount?.backend instanceof KvBackend)) throw notFound();
  return mount.backend.secrets;
}

function versionView(secret: Secret, number: number, version: Version): object {
  return {
    created_time: formatInstant(version.createdTime),
    custom_metadata: secret.customMetadata,
    deletion_time: version.deletionTime === null ? '' : formatInstant(version.deletionTime),
    destroyed: version.destroyed,
    version: number,
  };
}

const writeData: Handler = (context, { path = '' }) => {
  const data = parametersOf(context).raw('data');
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new VaultError(400, 'no data provided');
  const secrets = secretsOf(context.mount);
  const now = context.state.clock.now();
  const secret = secrets.get(path) ?? { createdTime: now, updatedTime: now, customMetadata: null, versions: [] };
  const options = parametersOf(context).raw('options');
  const cas = typeof options === 'object' && options !== null && 'cas' in options ? options.cas : undefined;
  if (cas !== undefined && cas !== secret.versions.length) {
    throw new VaultError(400, 'check-and-set parameter did not match the current version');
  }
  const version: Version = { data, createdTime: now, deletionTime: null, destroyed: false };
  secret.versions.push(version);
  secret.updatedTime = now;
  secrets.set(path, secret);
  return withData(versionView(secret, secret.versions.length, version));
};

const readData: Handler = (context, { path = '' }) => {
  const secret = secretsOf(context.mount).get(path);
  const asked = Number(context.query.get('version') ?? 0);
  const number = asked || (secret?.versions.length ?? 0);
  const version = secret?.versions[number - 1];
  if (!secret || !version) throw notFound();
  const gone = version.destroyed || version.deletionTime !== null;
  const metadata = versionView(secret, number, version);
  // A deleted version is a 404 that still shows its metadata.
  return gone ? { status: 404, data: { data: null, metadata } } : withData({ data: version.data, metadata });
};

const deleteData: Handler = (context, { path = '' }) => {
  const version = secretsOf(context.mount).get(path)?.versions.at(-1);
  if (version) version.deletionTime ??= context.state.clock.now();
  return noContent();
};

const readMetadata: Handler = (context, { path = '' }) => {
  const secret = secretsOf(context.mount).get(path);
  if (!secret) throw notFound();
  const versions = secret.versions.map((version, index) => [
    String(index + 1),
    versionView(secret, index + 1, version),
  ]);
  return withData({
    cas_required: false,
    created_time: formatInstant(secret.createdTime),
    current_version: secret.versions.length,
    custom_metadata: secret.customMetadata,
    delete_version_after: '0s',
    max_versions: 0,
    oldest_version: 0,
    updated_time: formatInstant(secret.updatedTime),
    versions: Object.fromEntries(versions),
  });
};

const writeMetadata: Handler = (context, { path = '' }) => {
  const secrets = secretsOf(context.mount);
  const now = context.state.clock.now();
  const secret = secrets.get(path) ?? { createdTime: now, updatedTime: now, customMetadata: null, versions: [] };
  secret.customMetadata = parametersOf(context).stringMap('custom_metadata') ?? secret.customMetadata;
  secret.updatedTime = now;
  secrets.set(path, secret);
  return noContent();
};

const deleteMetadata: Handler = (context, { path = '' }) => {
  secretsOf(context.mount).delete(path);
  return noContent();
};

function list(context: RequestContext, folder: string) {
  const prefix = folder === '' ? '' : `${folder}/`;
  const keys = new Set<string>();
  for (const path of secretsOf(context.mount).keys()) {
    if (!path.startsWith(prefix)) continue;
    const rest = path.slice(prefix.length);
    const slash = rest.indexOf('/');
    keys.add(slash === -1 ? rest : rest.slice(0, slash + 1));
  }
  return listAnswer([...keys].sort());
}

const secretExists: NonNullable<Route['exists']> = ({ mount }, { path = '' }) => secretsOf(mount).has(path);

/** The KV secrets engine, version 2 (Vault API documentation, KV v2). */
export const KV_ROUTES: readonly Route[] = [
  {
    pattern: 'data/*path',
    handlers: { update: writeData, read: readData, delete: deleteData },
    exists: secretExists,
  },
  { pattern: 'metadata', handlers: { list: (context) => list(context, '') } },
  {
    pattern: 'metadata/*path',
    handlers: {
      list: (context, { path = '' }) => list(context, path),
      read: readMetadata,
      update: writeMetadata,
      delete: deleteMetadata,
    },
    exists: secretExists,
  },
  {
    pattern: 'config',
    handlers: { read: () => withData({ cas_required: false, delete_version_after: '0s', max_versions: 0 }) },
  },
];
