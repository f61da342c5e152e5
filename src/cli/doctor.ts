import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { lookAtClient } from '../doctor/look-at-client.ts';
import { lookTable } from '../doctor/look-table.ts';
import { readClientFacts, type TokenSource } from '../doctor/read-client-facts.ts';
import { VENDOR_NEEDS } from '../doctor/vendor-needs.ts';
import { Pseudonyms } from '../evidence/pseudonyms.ts';
import { Recorder } from '../evidence/recorder.ts';
import { Redaction } from '../evidence/redaction.ts';
import { Secret } from '../evidence/secret.ts';
import { CLIENT_LOOK, isClean, type Look } from '../run/client-look.ts';
import { type Configuration, readConfiguration } from '../targets/configuration.ts';
import { diagnose } from '../targets/diagnose.ts';
import { endingWithStatus } from '../targets/end-of-command.ts';
import { Environment } from '../targets/environment.ts';
import { NAME_START } from '../targets/opening.ts';
import { SetupError } from '../targets/setup-error.ts';
import { VaultClient } from '../vault/vault-client.ts';

interface Options {
  client?: string;
  as?: string;
  accessor?: string;
  url?: string;
  userNameClaim?: string;
  json: boolean;
}

const command = new Command('doctor')
  .description(
    'Looks at the configured target as a run would, or with --client at a SCIM client of production. Changes nothing there.',
  )
  .option('--client <name>', 'look at this SCIM client of SCIM_TARGET=vault and leave the result for the sign-off')
  .addOption(new Option('--as <vendor>', 'only for this vendor').choices(VENDOR_NEEDS.map(({ vendor }) => vendor)))
  .option('--accessor <accessor>', 'accessor of the token that the identity provider holds (or set SCIM_TOKEN)')
  .option('--url <url>', "URL in the identity provider's form, when it is not VAULT_ADDR with the namespace")
  .option('--user-name-claim <claim>', 'OIDC claim or SAML attribute whose value is what it sends as userName')
  .option('--json', 'print JSON', false)
  .addHelpText(
    'after',
    `
Set the environment as for a run: SCIM_TARGET, VAULT_ADDR, VAULT_TOKEN, VAULT_NAMESPACE, or SCIM_BASE_URL and SCIM_TOKEN.
With --client, VAULT_TOKEN needs the policy in fixtures/policies/doctor.hcl and SCIM_TOKEN may be the identity
provider's token. The result is $REPORTS_DIR/${CLIENT_LOOK}. To run with the client's settings: SCIM_COPY_CLIENT=<name>.

Exit status: 0 a run can begin, or the client is clean; 1 a problem; 2 set-up or configuration; 3 something could not
be looked at.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

await endingWithStatus(async () => {
  const options = command.parse().opts<Options>();
  const needsClient = (['as', 'accessor', 'url', 'userNameClaim'] as const).find((name) => options[name] !== undefined);
  if (options.client === undefined && needsClient !== undefined) {
    throw new SetupError('--as, --accessor, --url and --user-name-claim belong to --client: name the SCIM client too.');
  }
  const configuration = readConfiguration(process.env);
  if (options.client !== undefined) return lookAtProduction(configuration, options.client, options);
  await lookAtTarget(configuration, options.json);
  return undefined;
});

async function lookAtTarget(configuration: Configuration, json: boolean): Promise<void> {
  const diagnosis = await diagnose(configuration);
  if (json) return console.log(JSON.stringify(Object.fromEntries(diagnosis), null, 2));
  const width = Math.max(...diagnosis.map(([what]) => what.length));
  for (const [what, found] of diagnosis) console.log(`${what.padEnd(width)}  ${found}`);
}

async function lookAtProduction({ target, tls, reportsDir }: Configuration, client: string, options: Options) {
  if (target.kind !== 'vault') {
    throw new SetupError('--client looks at a SCIM client of a Vault: set SCIM_TARGET=vault, VAULT_ADDR, VAULT_TOKEN.');
  }
  const recorder = new Recorder(new Redaction(), new Pseudonyms(NAME_START, 'doctor'));
  recorder.redaction.register(target.token, 'token');
  const facts = await readClientFacts({
    vault: new VaultClient({ ...target, recorder, tls }),
    tls,
    client,
    source: tokenSource(options, recorder),
    url: options.url ?? null,
    say: (what) => process.stderr.isTTY && process.stderr.write(`Reading ${what} …\n`),
  });
  const look = lookAtClient(facts, { vendor: options.as ?? null, userNameClaim: options.userNameClaim ?? null });
  mkdirSync(reportsDir, { recursive: true });
  writeFileSync(join(reportsDir, CLIENT_LOOK), `${JSON.stringify(look, null, 2)}\n`);
  console.log(options.json ? JSON.stringify(look, null, 2) : lookTable(look));
  return statusOf(look.looks);
}

function tokenSource({ accessor }: Options, recorder: Recorder): TokenSource | null {
  if (accessor !== undefined) return { accessor };
  const text = new Environment(process.env).optional('SCIM_TOKEN');
  if (text === null) return null;
  const token = new Secret(text);
  recorder.redaction.register(token, 'token');
  return { token };
}

function statusOf(looks: readonly Look[]): 0 | 1 | 3 {
  if (looks.some(({ state }) => state === 'problem')) return 1;
  return isClean(looks) ? 0 : 3;
}
