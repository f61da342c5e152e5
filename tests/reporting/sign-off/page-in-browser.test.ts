import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { findChromium } from '../../../src/reporting/sign-off/pdf.ts';
import { writeSignOff } from '../../../src/reporting/sign-off/write-sign-off.ts';
import type { Check } from '../../../src/verdicts/verdict.ts';
import { madeUpRun } from './made-up-run.ts';

const executablePath = findChromium(process.env);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LONG = 'https://idp.example.com/a-rather-long-address-without-any-place-to-break-it/of-a-group/0123456789abcdef';
const VERDICTS = [
  'failed',
  'warned',
  'incompatible',
  'accepted',
  'blocked',
  'not-run',
  'harness-error',
  'stale',
] as const;
/** One row of each verdict, so that each colour is on the page. */
const CHECKS: Partial<Check>[] = VERDICTS.map((verdict, index) => ({
  id: `OKTA-${10 + index}`,
  verdict,
  reason: `because of ${LONG}`,
  risk: index === 0 ? 'high' : null,
}));

describe('the page of a sign-off in a browser', {
  skip: executablePath === null && 'there is no Chromium here',
}, () => {
  let browser: Browser;
  const { reports } = madeUpRun({ checks: CHECKS });
  const { html } = writeSignOff(reports, 'okta');

  before(async () => {
    // Containers often are root, as whom Chromium starts without its sandbox only.
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  after(() => browser?.close());

  async function open(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 850 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(html).href);
    return page;
  }

  for (const width of [1280, 390]) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`has nothing that axe objects to, and does not scroll sideways: ${width} px, ${scheme}`, async () => {
        const page = await open(width, scheme);
        await page.evaluate(AXE);
        const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
        const told = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html: node }) => `${id}: ${node.slice(0, 120)}`),
        );
        assert.deepEqual(told, []);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        await page.context().close();
      });
    }
  }

  it('asks for nothing but itself', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(html).href);
    assert.deepEqual(asked, [pathToFileURL(html).href]);
    await page.close();
  });

  it('is read from the top by keyboard: the first stop leads to the answer', async () => {
    const page = await open(1280, 'light');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the answer');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('location.hash'), '#answer');
    await page.context().close();
  });
});
