import { randomUUID } from 'node:crypto';
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { Secret } from '../evidence/secret.ts';
import { SetupError } from './setup-error.ts';

const PORT = 8200;
const START_WITHIN_MS = 60_000;
const READY = /"address"/;

export interface ContainedDouble {
  address: string;
  rootToken: Secret;
  /** Stops and removes the container; may be called again. */
  stop(): Promise<void>;
}

/**
 * Starts the image of the double (Dockerfile) by the container engine of this machine.
 *
 * @param options.assume `name=value`, one an open question.
 * @throws SetupError when there is no engine or no such image, or when the double does not start in a minute.
 */
export async function startContainedDouble(options: {
  image: string;
  version: string;
  assume: readonly string[];
}): Promise<ContainedDouble> {
  // Chosen here, so that it need not be read from a log.
  const rootToken = new Secret(`root-${randomUUID()}`);
  const container = await start(options, rootToken);
  return {
    address: `http://${container.getHost()}:${container.getMappedPort(PORT)}`,
    rootToken,
    stop: () => remove(container),
  };
}

async function start(
  { image, version, assume }: { image: string; version: string; assume: readonly string[] },
  rootToken: Secret,
): Promise<StartedTestContainer> {
  try {
    return await new GenericContainer(image)
      .withCommand([
        '--json',
        '--root-token',
        rootToken.reveal(),
        '--vault-version',
        version,
        ...assume.flatMap((pair) => ['--assume', pair]),
      ])
      .withExposedPorts(PORT)
      .withWaitStrategy(Wait.forLogMessage(READY))
      .withStartupTimeout(START_WITHIN_MS)
      .start();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (/container runtime|ECONNREFUSED|ENOENT|docker\.sock/i.test(words)) {
      throw new SetupError(
        'SCIM_TARGET=mock-container finds no container engine: start Docker, or use SCIM_TARGET=mock.',
      );
    }
    if (/no such image|not found|denied|unauthorized|pull|dial tcp|lookup/i.test(words)) {
      throw new SetupError(
        `An image cannot be had: build ${image} with "npm ci && docker build -t ${image} .", and set TESTCONTAINERS_RYUK_DISABLED=true where no registry can be reached.`,
      );
    }
    throw new SetupError(`The container of ${image} did not start: ${words.split('\n')[0]?.trim()}.`);
  }
}

async function remove(container: StartedTestContainer): Promise<void> {
  // A container that died in mid-run is gone already.
  await container.stop({ timeout: 2_000 }).catch(() => {});
}
