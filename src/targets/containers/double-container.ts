import { randomUUID } from 'node:crypto';
import { GenericContainer } from 'testcontainers';
import { Secret } from '../../evidence/secret.ts';
import { VaultClient } from '../../vault/vault-client.ts';
import type { ContainedDoubleTarget } from '../configuration.ts';
import type { Opening } from '../opening.ts';
import { SetupError } from '../setup-error.ts';
import { ownServer, type VaultAccess } from '../vault-target.ts';
import { ContainerLog } from './container-log.ts';
import { StartFailure, startServer } from './engine.ts';
import { NotServing, waitForAnswer } from './vault-start.ts';

const START_WITHIN_MS = 60_000;

/**
 * Starts the image of the double (Dockerfile) in a container.
 *
 * @throws SetupError when there is no engine or no such image, or when the double does not start in a minute.
 */
export async function startContainedDouble(opening: Opening, target: ContainedDoubleTarget): Promise<VaultAccess> {
  const { recorder, configuration } = opening;
  const { kind, image, version, assume } = target;
  // Chosen here, so that it need not be read from a log.
  const token = new Secret(`root-${randomUUID()}`);
  recorder.redaction.register(token, 'token');
  const log = new ContainerLog(configuration.reportsDir, recorder.redaction);
  const refusal = (error: Error, output: string) =>
    new SetupError(`The container of ${image} did not start: ${log.lastWords(output) || error.message}.`);
  const container = new GenericContainer(image).withCommand([
    ...['--root-token', token.reveal(), '--vault-version', version],
    ...assume.flatMap((pair) => ['--assume', pair]),
  ]);
  const absent = () => `An image cannot be had: build ${image} with "npm ci && docker build -t ${image} .".`;
  const server = await startServer(container, { kind, image, absent }).catch((error: unknown) => {
    throw error instanceof StartFailure ? refusal(error, error.output) : error;
  });
  const address = `http://${server.host}:${server.port}`;
  try {
    await waitForAnswer(
      new VaultClient({ address, namespace: '', token: null, recorder, tls: {} }),
      server,
      START_WITHIN_MS,
    );
  } catch (error) {
    const output = await server.output().catch(() => '');
    await server.stop();
    throw error instanceof NotServing ? refusal(error, output) : error;
  }
  return ownServer({ address, token, stop: () => server.stop() });
}
