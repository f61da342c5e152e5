import { parentPort, workerData } from 'node:worker_threads';
import { createDouble } from '../src/mock/double.ts';
import { storeUsers, type UsersToStore } from '../src/proof/stored-users.ts';
import { DEFAULT_VAULT_VERSION } from '../src/protocol/vault.ts';

/**
 * A double in a thread of its own, with a heap of its own: that of a large one must not slow down the others. Its
 * users are put into its store directly, since a hundred thousand requests would take longer than the measurement.
 */
if (parentPort === null) throw new Error(`not for the command line (${String(workerData)})`);
const port = parentPort;
const double = await createDouble({ version: DEFAULT_VAULT_VERSION });
const address = await double.listen(0);
port.on('message', async (message: UsersToStore | 'end') => {
  if (message === 'end') {
    await double.close();
    port.close();
    return;
  }
  storeUsers(double, message);
  port.postMessage('filled');
});
port.postMessage({ address, rootToken: double.rootToken });
