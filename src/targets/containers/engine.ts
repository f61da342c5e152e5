import { randomUUID } from 'node:crypto';
import { type ContainerRuntimeClient, type GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';
import { SetupError } from '../setup-error.ts';
import { startReaper } from './reaper-process.ts';

/** Label of each container of ours; its value is the id by which it is found again. */
const LABEL = 'vault-scim-conformance.run';
/** Port that Vault and its double listen on. */
export const SERVER_PORT = 8200;
const LOG_LINES = 400;

/** What is to be started, in the words of the one who asked for it. */
export interface Wanted {
  /** Value of SCIM_TARGET. */
  kind: 'mock-container' | 'vault-container';
  image: string;
  /** What to do about an image that cannot be had, as one sentence. */
  absent(reason: string): string;
}

/** A server in a container that was started, of which nothing is known yet but where it is. */
export interface StartedServer {
  /** Host as this machine reaches it. */
  host: string;
  /** Free port of the host that leads to the server's. */
  port: number;
  isRunning(): Promise<boolean>;
  /** The last lines of its output, as they came: they may hold secrets. */
  output(): Promise<string>;
  /** Removes the container; may be called again. */
  stop(): Promise<void>;
}

/** A container that ended before its port was open, with what it said. */
export class StartFailure extends Error {
  readonly output: string;

  constructor(cause: unknown, output: string) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.name = 'StartFailure';
    this.output = output;
  }
}

/** The engine that Testcontainers finds. @throws SetupError when none answers */
export async function requireEngine(kind: Wanted['kind']): Promise<ContainerRuntimeClient> {
  try {
    return await engine();
  } catch {
    throw new SetupError(`SCIM_TARGET=${kind} finds no container engine: start Docker, or use another SCIM_TARGET.`);
  }
}

function engine(): Promise<ContainerRuntimeClient> {
  // Our own reaper needs no image, which a machine without a registry could not pull.
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  return getContainerRuntimeClient();
}

/**
 * Starts a container and waits for nothing but its port. It is removed by `stop`, and by a process of its own when
 * this one ends without that, however it ends.
 *
 * @throws SetupError when there is no engine or no image
 * @throws StartFailure after removing what was started
 */
export async function startServer(container: GenericContainer, wanted: Wanted): Promise<StartedServer> {
  await requireImage(wanted);
  const key = randomUUID();
  const reaper = startReaper(key);
  const stop = async () => {
    await removeContainers(key);
    reaper.release();
  };
  try {
    const started = await container
      .withLabels({ [LABEL]: key })
      .withExposedPorts(SERVER_PORT)
      .withWaitStrategy(Wait.forAll([]))
      .start();
    return {
      host: started.getHost(),
      port: started.getMappedPort(SERVER_PORT),
      isRunning: async () => (await containerOf(key))?.State === 'running',
      output: () => outputOf(key),
      stop,
    };
  } catch (error) {
    const output = await outputOf(key).catch(() => '');
    await stop().catch(() => {});
    throw new StartFailure(error, output);
  }
}

/** Removes what carries this key, running or not. */
export async function removeContainers(key: string): Promise<void> {
  const { dockerode } = (await engine()).container;
  const found = await containerOf(key);
  if (found === undefined) return;
  await dockerode
    .getContainer(found.Id)
    .remove({ force: true, v: true })
    .catch((error: { statusCode?: number }) => {
      // Gone, or being removed by the reaper at this moment.
      if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
    });
}

async function requireImage({ kind, image, absent }: Wanted): Promise<void> {
  const { dockerode } = (await requireEngine(kind)).container;
  const here = await dockerode
    .getImage(image)
    .inspect()
    .catch(() => null);
  if (here !== null) return;
  try {
    const progress = await dockerode.pull(image);
    await new Promise<void>((resolve, reject) => {
      dockerode.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').replace(/[. ]+$/, '');
    throw new SetupError(absent(reason));
  }
}

async function outputOf(key: string): Promise<string> {
  const found = await containerOf(key);
  if (found === undefined) return '';
  const { dockerode } = (await engine()).container;
  const bytes = await dockerode.getContainer(found.Id).logs({ stdout: true, stderr: true, tail: LOG_LINES });
  return withoutFrames(bytes);
}

async function containerOf(key: string) {
  const { dockerode } = (await engine()).container;
  const [found] = await dockerode.listContainers({ all: true, filters: { label: [`${LABEL}=${key}`] } });
  return found;
}

/** Each piece of output follows eight bytes: stream, three zeros, length (Docker Engine API, "Attach to a container"). */
function withoutFrames(bytes: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at + 4);
    parts.push(bytes.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(parts).toString('utf8');
}
