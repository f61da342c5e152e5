import type { Conformance } from '../../verdicts/verdict.ts';
import { oneLine } from '../plain-value.ts';
import { sourceLinks } from '../source-links.ts';
import { readSourcePages, type SourcePages, sourceInWords } from '../source-pages.ts';
import { rootOf } from './evidence-digest.ts';
import { answerFor, canBeAccepted, isUnproven } from './mode-answer.ts';
import type { RunFacts } from './read-subject.ts';
import type { ChecklistEntry, ClientLook, Limit, SignOff } from './sign-off.ts';
import { concerns, type Item, limitOf, type Subject, showsIn, type Way, waysOf } from './subject.ts';
import { vendorName } from './vendor-names.ts';

const SECRETS: Record<string, string[]> = { vault: ['VAULT_TOKEN'], scim: ['SCIM_TOKEN', 'SCIM_TOKEN_OTHER'] };

/** The sign-off of one profile; a pure function of what the run left. */
export function buildSignOff(
  subject: Subject,
  evidence: SignOff['evidence'],
  facts: RunFacts,
  client: ClientLook,
): SignOff {
  const { profile, conformance, items } = subject;
  const ways = waysOf(subject);
  const pages = readSourcePages();
  const content: Omit<SignOff, 'rootSha256'> = {
    schemaVersion: 1,
    kind: 'sign-off',
    profile,
    vendor: vendorName(profile),
    question: `May we connect ${vendorName(profile)}, in this mode, to this ${conformance.target.vaultVersion === null ? 'server' : 'Vault'}?`,
    answers: ways.map((way) => answerFor(subject, way, client)),
    demonstration: conformance.target.double,
    notSignable: notSignable(subject),
    unprovenPasses: items.filter(({ check }) => isUnproven(check)).length,
    target: conformance.target,
    client,
    harness: conformance.harness,
    run: conformance.run,
    decisions: decisionsOf(conformance, profile),
    limits: items.flatMap((item) => limitIn(item, subject, ways)),
    accepted: items
      .filter(({ check }) => check.verdict === 'accepted')
      .map(({ check }) => ({
        id: check.id,
        requirement: check.title,
        reason: check.reason,
        acceptable: canBeAccepted(check),
      })),
    checklist: inOrder(items).map((item) => entryOf(item, pages)),
    leftovers: conformance.leftovers,
    reproduce: {
      command: commandOf(conformance),
      environment: facts.environment,
      secrets: SECRETS[conformance.target.kind] ?? [],
    },
    evidence,
  };
  return { ...content, rootSha256: rootOf(content) };
}

function notSignable({ tlsVerified }: Subject): string[] {
  if (tlsVerified === true) return [];
  return [
    tlsVerified === false
      ? 'VAULT_SKIP_VERIFY was set: nobody knows which server answered. Run again with VAULT_CACERT.'
      : 'The run did not record whether TLS was verified. Run again.',
  ];
}

/** Findings on Vault and the RFCs in the same run concern every vendor; those on another vendor do not. */
function decisionsOf({ checks }: Conformance, profile: string): SignOff['decisions'] {
  return checks
    .filter((check) => check.risk === 'high' && (check.profile === profile || check.authority !== 'vendor'))
    .map((check) => ({
      id: check.id,
      profile: check.profile,
      finding: oneLine(check.title),
      reason: oneLine(check.reason || check.message, 600),
    }));
}

const NOT_WORKING = new Set(['failed', 'incompatible', 'accepted', 'warned']);

function limitIn(item: Item, subject: Subject, ways: Way[]): Limit[] {
  const { check, row } = item;
  if (!NOT_WORKING.has(check.verdict)) return [];
  const limit = check.verdict === 'incompatible' ? limitOf(item, subject.contract) : null;
  const collision = limit?.collision ?? row?.collision ?? null;
  const told = subject.items.find((one) => one.check.id === collision)?.row?.notes ?? '';
  const modes = ways.filter((way) => concerns(item, way) && showsIn(item, way)).map(({ mode }) => mode);
  return [
    {
      id: check.id,
      collision,
      level: check.level,
      verdict: check.verdict,
      modes: [...new Set(modes)].filter((mode) => mode !== ''),
      effect: effectIn(row?.notes ?? '') ?? effectIn(told) ?? `This does not hold: ${oneLine(check.title)}`,
      documented: limit?.documented ?? '',
      setting: limit?.setting ? limit.setting : null,
    },
  ];
}

/** The catalogue's notes say for an operator what a finding means. */
function effectIn(notes: string): string | null {
  const effect = /\bMeans: (.*)$/s.exec(notes)?.[1];
  return effect === undefined ? null : effect.charAt(0).toUpperCase() + effect.slice(1);
}

/** The vendor's own rows come first, then what is recorded where clients and Vault collide. */
function inOrder(items: readonly Item[]): Item[] {
  const isCollision = ({ check }: Item) => check.id.startsWith('X-');
  return [...items.filter((item) => !isCollision(item)), ...items.filter(isCollision)];
}

function entryOf({ check, row }: Item, pages: SourcePages): ChecklistEntry {
  return {
    id: check.id,
    level: check.level,
    area: check.area,
    requirement: oneLine(check.title),
    modes: row?.modes ?? [],
    verdict: check.verdict,
    reason: oneLine(check.reason, 400),
    source: sourceInWords(check.source, pages),
    links: sourceLinks(check.source, pages).map(({ name = '', url }) => ({ name, url })),
    evidence: check.evidence,
  };
}

function commandOf({ run }: Conformance): string {
  const projects = run.selection.projects.map((name) => `--project=${name}`);
  const grep = run.selection.grep === null ? [] : [`--grep='${run.selection.grep.replace(/^\/(.*)\/[a-z]*$/s, '$1')}'`];
  return ['npx playwright test', ...projects, ...grep, `--workers=${run.workers}`].join(' ');
}
