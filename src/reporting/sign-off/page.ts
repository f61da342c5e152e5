import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import { targetInWords } from '../target-words.ts';
import type { ModeAnswer, SignOff } from './sign-off.ts';
import { vendorName } from './vendor-names.ts';

/** Marks every page of a sign-off whose server says that it is a double. */
export const WATERMARK = 'DEMONSTRATION: a double of Vault, not a Vault';

const TEMPLATE = readFileSync(new URL('./page.eta', import.meta.url), 'utf8');
const STYLE = readFileSync(new URL('./page.css', import.meta.url), 'utf8');

/** The sign-off as one page that loads nothing: the same JSON always gives the same page. */
export function signOffPage(signOff: SignOff): string {
  const count = signOff.checklist.filter(({ verdict }) => verdict === 'passed').length;
  return new Eta({ autoEscape: true, autoTrim: false }).renderString(TEMPLATE, {
    ...signOff,
    style: STYLE,
    watermark: WATERMARK,
    targetWords: capital(targetInWords(signOff.target)),
    day: signOff.run.startedAt.slice(0, 10),
    passed: count,
    requirementOf: (id: string) => signOff.checklist.find((one) => one.id === id)?.requirement ?? '',
    identity: identityOf(signOff),
    name: ({ client, mode }: ModeAnswer) => [vendorName(client), mode].filter((part) => part !== '').join(', mode '),
    quoted: (value: string) => (/^[\w.:/@,=+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`),
    linkName: ({ name, url }: { name: string; url: string }) =>
      name === url ? url.replace(/^https?:\/\/(www\.)?/, '').replace(/^(.{48}).+$/, '$1…') : name,
  });
}

function identityOf({ target, run, harness, profile }: SignOff): [string, string][] {
  const { grep } = run.selection;
  return [
    ['Server', target.double ?? (target.vaultVersion === null ? 'a SCIM server' : 'a Vault')],
    ['Address', target.address],
    ['Version', target.vaultVersion ?? 'not a Vault'],
    ['Edition', target.edition ?? 'not told'],
    ['Cluster id', target.clusterId ?? 'not told'],
    ['Image', target.image ?? 'not started by the harness from an image'],
    ['Namespace', target.namespace === null ? 'none' : target.namespace || 'root'],
    ['Held to', target.contract ?? 'no documentation of Vault'],
    ['Target kind', target.kind],
    [
      'Harness',
      `${harness.name} ${harness.version}${harness.commit === null ? '' : ` (${harness.commit.slice(0, 12)})`}`,
    ],
    ['Run', `${run.id}, ${run.startedAt}, seed ${run.seed}, ${run.complete ? 'complete' : 'not complete'}`],
    [
      'Selection',
      `${run.selection.projects.join(', ')}${grep === null ? '' : `, only ${grep}`}; this report: ${profile}`,
    ],
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
