import { parentPort, workerData } from 'node:worker_threads';
import { createDouble } from '../src/mock/double.ts';
import { DEFAULT_VAULT_VERSION } from '../src/protocol/vault.ts';

/** What the thread is told to make: users of a SCIM client that exists by then. */
export interface Fill {
  clientId: string;
  mountAccessor: string;
  users: number;
  /** Start of every userName; a number follows. */
  nameStart: string;
}

/**
 * A double in a thread of its own, with a heap of its own: that of a large one must not slow down the others. Its
 * users are put into its store directly, since a hundred thousand requests would take longer than the measurement.
 */
if (parentPort === null) throw new Error(`not for the command line (${String(workerData)})`);
const port = parentPort;
const double = await createDouble({ version: DEFAULT_VAULT_VERSION });
const address = await double.listen(0);
port.on('message', async (message: Fill | 'end') => {
  if (message === 'end') {
    await double.close();
    port.close();
    return;
  }
  fill(message);
  port.postMessage('filled');
});
port.postMessage({ address, rootToken: double.rootToken });

function fill({ clientId, mountAccessor, users, nameStart }: Fill): void {
  const { identity } = double.state.root;
  for (let i = 0; i < users; i += 1) {
    const name = `${nameStart}${i}`;
    const entity = identity.createEntity({ name, externalId: name, scimClientId: clientId });
    identity.createAlias({ name, mountAccessor, canonicalId: entity.id, scimClientId: clientId });
  }
}
