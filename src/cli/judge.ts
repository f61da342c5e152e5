import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { startJudge } from '../judge/judge-command.ts';
import { PASSIVE_ROWS } from '../judge/vendors.ts';
import { contractNames } from '../rulebook/rulebook.ts';
import { closeDispatchers } from '../scim/dispatcher.ts';
import { Environment } from '../targets/environment.ts';
import { SetupError } from '../targets/setup-error.ts';
import { readTlsOptions } from '../targets/tls-files.ts';

const command = new Command('judge')
  .description(
    'Stands between a real connector and the server, passes everything on unchanged, and judges what it sees until Ctrl-C.',
  )
  .requiredOption('--upstream <url>', 'the server behind: https://vault.example.com:8200')
  .requiredOption('--as <vendor>', `whose connector is in front: ${Object.keys(PASSIVE_ROWS).join(', ')}`)
  .option('--port <number>', 'port to listen on; 0 takes a free one', readPort, 8443)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--tls-cert <file>', 'certificate (PEM) to serve the connector with; plain HTTP without it')
  .option('--tls-key <file>', 'its key (PEM)')
  .option('--contract <name>', `documentation to hold a Vault to: ${contractNames().join(', ')}; that of its version`)
  .option('--rewrite-host', 'name the server behind in Host, for a load balancer that wants it', false)
  .option('--reports <folder>', 'where the report goes', join(process.env.REPORTS_DIR || 'reports', 'judge'))
  .option('--json', 'print the ready line as JSON: address', false)
  .addHelpText(
    'after',
    `
The connector is given the address of the judge in the place of the server's, with the same path and token.
How the server behind is spoken to over TLS: VAULT_CACERT, VAULT_CLIENT_CERT, VAULT_CLIENT_KEY, VAULT_TLS_SERVER_NAME.
The judge sends one request of its own, GET /v1/sys/health without a token. Authorization headers are not stored;
names and ids in bodies become stand-ins before anything is stored. A check that exchanges cannot decide is
not-applicable. A write passes when a later read shows it, so let nobody else change the same users meanwhile.

SIGINT and SIGTERM end it: it writes conformance.json and evidence/, and prints a summary.
Exit status: 0 nothing failed, 1 a check failed, 2 set-up or configuration, 3 nothing was seen or something blocked.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

interface Options {
  upstream: string;
  as: string;
  port: number;
  host: string;
  tlsCert?: string;
  tlsKey?: string;
  contract?: string;
  rewriteHost: boolean;
  reports: string;
  json: boolean;
}

try {
  await run(command.parse().opts<Options>());
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
  await closeDispatchers();
}

async function run(options: Options): Promise<void> {
  if (options.contract !== undefined && !contractNames().includes(options.contract)) {
    throw new SetupError(
      `--contract names no contract that the harness has: use one of ${contractNames().join(', ')}.`,
    );
  }
  const judge = await startJudge(
    {
      ...options,
      vendor: options.as,
      tlsCert: options.tlsCert ?? null,
      tlsKey: options.tlsKey ?? null,
      contract: options.contract ?? null,
      tls: readTlsOptions(new Environment(process.env)),
    },
    (line) => console.log(line),
  );
  const end = async () => {
    // A second signal ends the process at once.
    process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
    const { summary, status } = await judge.end();
    process.stdout.write(`${summary}\n`);
    await closeDispatchers();
    process.exit(status);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  if (options.json) console.log(JSON.stringify({ address: judge.address }));
  else
    console.log(
      `Judging ${judge.behind} at ${options.upstream} as ${options.as}: point the connector at ${judge.address}`,
    );
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}
