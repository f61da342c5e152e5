import { Command, InvalidArgumentError } from 'commander';
import type { Fault } from '../faults/fault.ts';
import { ASSUMPTIONS } from '../mock/behaviour.ts';
import { createDouble } from '../mock/double.ts';
import { DEFAULT_VAULT_VERSION, VAULT_VERSIONS, type VaultVersion } from '../protocol/vault.ts';

interface Options {
  port: number;
  host: string;
  vaultVersion: VaultVersion;
  rootToken?: string;
  assume: Record<string, string>;
  fault: string[];
  start: 'ready' | 'not-activated' | 'sealed' | 'uninitialised';
  untilStdinCloses: boolean;
  json: boolean;
}

const STARTS = ['ready', 'not-activated', 'sealed', 'uninitialised'] as const;

const command = new Command('mock')
  .description('Start a double of Vault by documentation: in memory, for tests, never a Vault.')
  .option('--port <number>', 'port to listen on; 0 takes a free one', readPort, 8200)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option(
    '--vault-version <version>',
    `version to play: ${VAULT_VERSIONS.join(', ')}`,
    readVersion,
    DEFAULT_VAULT_VERSION,
  )
  .option('--root-token <token>', 'root token; a random one when left out')
  .option('--assume <name=value>', 'alternative for an open question; may be repeated', readAssumption, {})
  .option('--fault <id>', 'seeded defect; may be repeated', (id: string, ids: string[]) => [...ids, id], [])
  .option('--start <state>', `state at the start: ${STARTS.join(', ')}`, readStart, 'ready')
  .option('--until-stdin-closes', 'end when stdin closes', false)
  .option('--json', 'print the ready line as JSON: address, rootToken, version', false)
  .addHelpText('after', `\nAssumptions, where the documentation is silent (default first):\n${assumptionList()}`)
  .addHelpText(
    'after',
    '\nExit status: 0 ended by SIGTERM, SIGINT or its closing stdin; 2 wrong options, or the port is taken.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

try {
  await run(command.parse().opts<Options>());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
}

async function run(options: Options): Promise<void> {
  const { inState, onWire } = await faultsOf(options.fault);
  const double = await createDouble({
    version: options.vaultVersion,
    ...(options.rootToken === undefined ? {} : { rootToken: options.rootToken }),
    assumptions: options.assume,
    stateFaults: new Set(inState),
    start: options.start,
  });
  const inner = await listen(() => double.listen(onWire.length > 0 ? 0 : options.port, options.host), options.port);
  const layer = onWire.length > 0 ? await listen(() => startLayer(inner, onWire, options), options.port) : null;
  const address = layer?.address ?? inner;

  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await layer?.close();
    await double.close();
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (options.untilStdinCloses) process.stdin.on('end', end).on('close', end).on('error', end).resume();

  const { rootToken, version } = double;
  if (options.json) console.log(JSON.stringify({ address, rootToken, version }));
  else console.log(`A double of Vault ${version} by documentation, not a Vault: ${address} root token ${rootToken}`);
}

async function listen<Result>(start: () => Promise<Result>, port: number): Promise<Result> {
  try {
    return await start();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRINUSE') throw new Error(`Port ${port} is in use; choose another one or 0 for a free one.`);
    if (code === 'EACCES') throw new Error(`Port ${port} needs more rights; choose one above 1023 or 0.`);
    throw error;
  }
}

/** Defects are in the double's state, or in a layer on the wire in front of it. Loaded only when they are wanted: they are many. */
async function faultsOf(ids: readonly string[]): Promise<{ inState: string[]; onWire: Fault[] }> {
  if (ids.length === 0) return { inState: [], onWire: [] };
  const [{ ALL_FAULTS }, { STATE_FAULTS }] = await Promise.all([
    import('../faults/all-faults.ts'),
    import('../mock/state-faults.ts'),
  ]);
  const inState: string[] = [];
  const onWire: Fault[] = [];
  for (const id of ids) {
    const fault = ALL_FAULTS.find((candidate) => candidate.id === id);
    if (STATE_FAULTS.some((candidate) => candidate.id === id)) inState.push(id);
    else if (!fault) throw new Error(`There is no seeded defect "${id}".`);
    else if (fault.state !== undefined) inState.push(fault.state);
    else onWire.push(fault);
  }
  return { inState, onWire };
}

async function startLayer(inner: string, faults: Fault[], { port, host }: Options) {
  const { startFaultLayer } = await import('../faults/layer.ts');
  return startFaultLayer(inner, faults, { port, host });
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function readVersion(text: string): VaultVersion {
  const version = VAULT_VERSIONS.find((known) => known === text);
  if (!version) throw new InvalidArgumentError(`Choose one of ${VAULT_VERSIONS.join(', ')}.`);
  return version;
}

function readStart(text: string): Options['start'] {
  const start = STARTS.find((known) => known === text);
  if (!start) throw new InvalidArgumentError(`Choose one of ${STARTS.join(', ')}.`);
  return start;
}

function readAssumption(text: string, chosen: Record<string, string>): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write it as name=value.');
  return { ...chosen, [name]: value };
}

function assumptionList(): string {
  return ASSUMPTIONS.map(
    ({ name, text, default: first, alternatives }) => `  ${name}=${[first, ...alternatives].join('|')}\n      ${text}`,
  ).join('\n');
}
