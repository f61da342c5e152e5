import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSignOff } from './build-sign-off.ts';
import { evidenceDigests } from './evidence-digest.ts';
import { signOffPage } from './page.ts';
import { printPdf } from './pdf.ts';
import { readClientLook } from './read-client-look.ts';
import { readConformance, readRunFacts, readSubject, vendorProfiles } from './read-subject.ts';
import { type SignOff, signOffText } from './sign-off.ts';
import { SignOffError } from './sign-off-error.ts';
import { digestFile, signatureFile, writeDigest } from './signature.ts';

/** A sign-off on disk; absolute paths or relative to the working directory, as the reports directory was given. */
export interface WrittenSignOff {
  signOff: SignOff;
  json: string;
  html: string;
  /** Where a PDF would be; none is there yet. */
  pdf: string;
}

/**
 * Writes `sign-off/<profile>.json` and `.html` from what the last run left. An earlier PDF and signature go: they
 * would speak of another run.
 *
 * @throws SignOffError when there is no run, or the profile is none of a vendor that ran
 */
export function writeSignOff(reportsDir: string, profile: string): WrittenSignOff {
  const conformance = readConformance(reportsDir);
  const vendors = vendorProfiles(conformance);
  if (!vendors.includes(profile)) {
    const ran = vendors.length > 0 ? `those that ran: ${vendors.join(', ')}` : 'no profile of a vendor ran';
    throw new SignOffError(
      `The last run has no vendor profile "${profile}" (${ran}): run it with --project=${profile}.`,
    );
  }
  const facts = readRunFacts(reportsDir);
  const signOff = buildSignOff(
    readSubject(reportsDir, conformance, profile),
    evidenceDigests(reportsDir),
    facts,
    readClientLook(reportsDir, conformance, { profile, environment: facts.environment }),
  );
  const stem = join(reportsDir, 'sign-off', profile);
  const written = { signOff, json: `${stem}.json`, html: `${stem}.html`, pdf: `${stem}.pdf` };
  mkdirSync(join(reportsDir, 'sign-off'), { recursive: true });
  for (const old of [written.pdf, digestFile(written.pdf), signatureFile(written.pdf), signatureFile(written.json)])
    rmSync(old, { force: true });
  writeFileSync(written.json, signOffText(signOff));
  writeFileSync(written.html, signOffPage(signOff));
  return written;
}

/** Writes the sign-off of each vendor profile that ran; of a server that is no double, which people sign, also as PDF. */
export function writeSignOffs(reportsDir: string): void {
  for (const profile of vendorProfiles(readConformance(reportsDir))) {
    const { signOff, html, pdf } = writeSignOff(reportsDir, profile);
    if (signOff.demonstration === null && printPdf(html, pdf) === null) writeDigest(pdf);
  }
}
