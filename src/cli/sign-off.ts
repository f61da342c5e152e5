import { Command } from 'commander';
import { printPdf } from '../reporting/sign-off/pdf.ts';
import type { SignOff } from '../reporting/sign-off/sign-off.ts';
import { SignOffError } from '../reporting/sign-off/sign-off-error.ts';
import { privateKeyOf, publicKeyOf, signatureFile, signFile, writeDigest } from '../reporting/sign-off/signature.ts';
import { verifySignOff } from '../reporting/sign-off/verify.ts';
import { writeSignOff } from '../reporting/sign-off/write-sign-off.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const endWith = (error: { exitCode: number }) => process.exit(error.exitCode === 0 ? 0 : 2);

const command = new Command('sign-off')
  .description('Writes the sign-off report of a vendor from the last run: sign-off/<profile>.html, .pdf and .json.')
  .exitOverride(endWith)
  .option('--profile <name>', 'vendor profile of the last run: okta, sailpoint, entra, other-clients')
  .option('--reports <folder>', 'reports of the run', process.env.REPORTS_DIR ?? 'reports')
  .option('--sign <key>', 'also write a detached Ed25519 signature with this private key (PEM)')
  .option('--no-pdf', 'no PDF, which needs Chromium (CHROMIUM_PATH)')
  .addHelpText(
    'after',
    `
Exit status: 0 no check of the profile failed, 1 one failed, 2 set-up or configuration, 3 a mode is incomplete.
verify: 0 intact, 1 something was changed, 2 the file cannot be read.`,
  )
  .action((options: { profile?: string; reports: string; sign?: string; pdf: boolean }) => {
    if (options.profile === undefined) throw new SignOffError('Which vendor? Say --profile okta, for example.');
    const key = options.sign === undefined ? undefined : privateKeyOf(options.sign);
    const { signOff, html, pdf, json } = writeSignOff(options.reports, options.profile);
    const noPdf = options.pdf ? printPdf(html, pdf) : 'No PDF: not asked for.';
    const printed = noPdf === null ? [pdf] : [];
    for (const file of printed) writeDigest(file);
    const signed = key ? [json, ...printed] : [];
    for (const file of signed) if (key) signFile(file, key);
    const files = [html, ...printed, json, ...signed.map(signatureFile)];
    say(signOff.question);
    for (const { client, mode, answer } of signOff.answers) say(`  ${[client, mode].join(' ').trim()}: ${answer}`);
    for (const why of signOff.notSignable) say(`This run cannot be signed off. ${why}`);
    if (signOff.demonstration !== null) say(`Demonstration only: ${signOff.demonstration}.`);
    if (noPdf !== null) say(noPdf);
    say(`Written: ${files.join(', ')}`);
    process.exitCode = statusOf(signOff);
  });

command
  .command('verify')
  .description('Says whether a sign-off and its evidence are as they were made.')
  .exitOverride(endWith)
  .argument('<file>', 'sign-off/<profile>.json')
  .option('--evidence <folder>', 'reports folder that holds the evidence; by default the one above the file')
  .option('--key <public key>', 'Ed25519 public key (PEM) of who must have signed it')
  .action((file: string, options: { evidence?: string; key?: string }) => {
    const { changes, originProven } = verifySignOff(file, {
      ...(options.evidence === undefined ? {} : { reportsDir: options.evidence }),
      ...(options.key === undefined ? {} : { key: publicKeyOf(options.key) }),
    });
    for (const change of changes) say(change);
    if (changes.length > 0) process.exitCode = 1;
    else say(originProven ? 'intact, signed with this key' : 'intact, origin not proven');
  });

try {
  await command.parseAsync();
} catch (error) {
  if (!(error instanceof SignOffError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function statusOf({ checklist, answers }: SignOff): number {
  if (checklist.some(({ verdict }) => verdict === 'failed' || verdict === 'stale')) return 1;
  return answers.some(({ answer }) => answer === 'incomplete') ? 3 : 0;
}
