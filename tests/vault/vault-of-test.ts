import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pseudonyms } from '../../src/evidence/pseudonyms.ts';
import { Recorder } from '../../src/evidence/recorder.ts';
import { Redaction } from '../../src/evidence/redaction.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { createDouble } from '../../src/mock/double.ts';
import type { VaultVersion } from '../../src/protocol/vault.ts';
import { Journal } from '../../src/vault/journal.ts';
import { VaultClient } from '../../src/vault/vault-client.ts';

export const PREFIX = 'vsc-test-';

/** A double in this process with SCIM activated, an administrator on it, and an empty journal. */
export interface VaultOfTest extends AsyncDisposable {
  address: string;
  rootToken: Secret;
  vault: VaultClient;
  journal: Journal;
  folder: string;
}

export async function startVault(version: VaultVersion = '2.2.0', namespace = ''): Promise<VaultOfTest> {
  const double = await createDouble({ version });
  const address = await double.listen(0);
  const rootToken = new Secret(double.rootToken);
  const recorder = new Recorder(new Redaction(), new Pseudonyms(PREFIX, 'seed'));
  const root = new VaultClient({ address, namespace: '', token: rootToken, recorder, tls: {} });
  await root.write('sys/activation-flags/enable-scim/activate');
  if (namespace !== '') await root.writeOrThrow('create the namespace', `sys/namespaces/${namespace}`, {});
  const folder = mkdtempSync(join(tmpdir(), 'vault-of-test-'));
  return {
    address,
    rootToken,
    vault: root.with({ namespace }),
    journal: Journal.start(join(folder, 'test.jsonl'), {
      runId: 'test',
      prefix: PREFIX,
      kind: 'vault',
      address,
      namespace,
      startedAt: new Date().toISOString(),
      clockOffsetMs: 0,
    }),
    folder,
    async [Symbol.asyncDispose]() {
      await double.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Everything that can be listed in the client's namespace, to compare before and after. */
export async function inventory(vault: VaultClient): Promise<Record<string, string[]>> {
  const lists = [
    'identity/entity/id',
    'identity/entity/name',
    'identity/entity-alias/id',
    'identity/group/id',
    'identity/scim/client',
    'auth/token/roles',
    'auth/token/accessors',
    'sys/policies/acl',
    'sys/namespaces',
  ];
  const entries = await Promise.all(lists.map(async (path) => [path, (await vault.list(path)).keys.sort()] as const));
  const mounts = await Promise.all(
    ['sys/auth', 'sys/mounts'].map(
      async (path) => [path, Object.keys((await vault.read(path)).data ?? {}).sort()] as const,
    ),
  );
  return Object.fromEntries([...entries, ...mounts]);
}
