import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium: `CHROMIUM_PATH`, else the first on the search path; null when there is none. */
export function findChromium(environment: NodeJS.ProcessEnv): string | null {
  const named = environment.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((file) => existsSync(file)) ?? null;
}

/** Prints a page to PDF; null when that worked, else a sentence that says why there is none. */
export function printPdf(page: string, pdf: string, environment: NodeJS.ProcessEnv = process.env): string | null {
  const chromium = findChromium(environment);
  if (chromium === null) {
    return 'No PDF: no Chromium was found. Install it, or name it in CHROMIUM_PATH, or print the page from any browser.';
  }
  const profile = mkdtempSync(join(tmpdir(), 'sign-off-'));
  try {
    const flags = ['--headless', '--disable-gpu', '--no-pdf-header-footer', `--user-data-dir=${profile}`];
    // As root, which containers often are, Chromium starts without its sandbox only; the page has no script.
    if (process.getuid?.() === 0) flags.push('--no-sandbox');
    rmSync(pdf, { force: true });
    spawnSync(chromium, [...flags, `--print-to-pdf=${pdf}`, pathToFileURL(page).href], {
      timeout: 60_000,
      stdio: 'ignore',
    });
    return existsSync(pdf) ? null : `No PDF: ${chromium} could not print the page; print it from any browser.`;
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}
