import { randomUUID } from 'node:crypto';
import { Secret } from '../../evidence/secret.ts';
import { ArrangeError } from '../../vault/arrange-error.ts';
import { VaultClient } from '../../vault/vault-client.ts';
import type { VaultContainerTarget } from '../configuration.ts';
import type { Opening } from '../opening.ts';
import type { TlsOptions } from '../run-context.ts';
import { SetupError } from '../setup-error.ts';
import { ownServer, type VaultAccess } from '../vault-target.ts';
import { makeCertificate } from './certificate.ts';
import { ContainerLog } from './container-log.ts';
import { requireEngine, type StartedServer, StartFailure, startServer } from './engine.ts';
import { vaultServer } from './vault-server.ts';
import { activateScim, initialise, makeNamespaces, NotServing, waitForAnswer, waitUntilActive } from './vault-start.ts';

export interface ContainedVault {
  access: VaultAccess;
  /** How its certificate is trusted. */
  tls: TlsOptions;
}

/**
 * Starts Vault Enterprise in a container and brings it to where a run can begin: initialised, unsealed, active, SCIM
 * activated, the namespace made.
 *
 * @throws SetupError, one sentence without any secret; the output of the server is kept in the reports folder.
 */
export async function startContainedVault(opening: Opening, target: VaultContainerTarget): Promise<ContainedVault> {
  const { recorder, configuration } = opening;
  const { redaction } = recorder;
  const devToken = new Secret(`hvs.${randomUUID().replaceAll('-', '')}`);
  redaction.register(target.licence, 'licence');
  redaction.register(devToken, 'token');
  const log = new ContainerLog(configuration.reportsDir, redaction);
  const certificate = target.tls ? await makeCertificate([await engineHost(target), 'localhost', '127.0.0.1']) : null;
  const tls: TlsOptions = certificate === null ? {} : { ca: certificate.cert };

  const { kind, image } = target;
  const absent = (reason: string) =>
    `The image ${image} is not on this machine and cannot be pulled (${reason}): correct VAULT_IMAGE, log in to the registry, or load the image with "docker load".`;
  const wanted = { kind, image, absent };
  const server = await startServer(vaultServer(target, devToken, certificate), wanted).catch((error: unknown) => {
    throw error instanceof StartFailure ? refusal('did not start', error.output || error.message, target, log) : error;
  });
  try {
    const address = `${target.tls ? 'https' : 'http'}://${server.host}:${server.port}`;
    const vault = new VaultClient({ address, namespace: '', token: null, recorder, tls });
    const token = await bringUp(vault, server, target, devToken);
    const stop = async () => {
      await log.keepOfDead(server);
      await server.stop();
    };
    return { access: ownServer({ address, token, namespace: target.namespace, stop }), tls };
  } catch (error) {
    const output = await server.output().catch(() => '');
    await server.stop();
    if (error instanceof NotServing) throw refusal(error.message, output, target, log);
    if (error instanceof ArrangeError) throw refusal(`could not be used: ${error.message}`, output, target, log);
    throw error;
  }
}

async function bringUp(
  vault: VaultClient,
  server: StartedServer,
  target: VaultContainerTarget,
  devToken: Secret,
): Promise<Secret> {
  const end = performance.now() + target.startWithinMs;
  const left = () => Math.max(1_000, end - performance.now());
  await waitForAnswer(vault, server, left());
  const token = target.storage === 'dev' ? devToken : await initialise(vault);
  vault.recorder.redaction.register(token, 'token');
  const root = vault.with({ token });
  await waitUntilActive(root, server, left());
  await activateScim(root);
  await makeNamespaces(root, target.namespace);
  return token;
}

function refusal(what: string, output: string, { image }: VaultContainerTarget, log: ContainerLog): SetupError {
  log.write(output);
  const words = log.lastWords(output);
  const said = words === '' ? '' : ` (it said: ${words})`;
  if (/licen[cs]e|licensing/i.test(words)) {
    return new SetupError(
      `The Vault of ${image} does not take the licence${said}: set VAULT_LICENSE or VAULT_LICENSE_PATH to a valid one; its output is in ${log.path}.`,
    );
  }
  return new SetupError(
    `The Vault of ${image} ${what}${said}: correct what its output in ${log.path} says, or allow more time with VAULT_CONTAINER_START_SECONDS.`,
  );
}

async function engineHost({ kind }: VaultContainerTarget): Promise<string> {
  return (await requireEngine(kind)).info.containerRuntime.host;
}
